"""The only reader of configuration: a workspace's `vedette.toml`, and what ships with the program."""

import os
import shutil
import tomllib
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from vedette.errors import Stop, unknown
from vedette.vocabulary import Word

FILE = "vedette.toml"


class Settings(Word, frozen=True, kw_only=True):
    """A workspace: where its store and watches lie, what it collects, how often, and how large a page may be.

    `reader` is the address of a second reader, None where the built-in one reads; `reader_timeout` is the seconds that
    one of its calls may take, `reader_budget` the calls that a run may make.
    """

    folder: Path
    store: Path
    watches: Path
    sources: tuple[str, ...] = ()
    every_minutes: int = 15
    page_limit: int = 10_000_000
    reader: str | None = None
    reader_model: str | None = None
    reader_timeout: int = 120
    reader_budget: int = 1_000


KEYS = {
    "store": str, "watches": str, "sources": list, "every_minutes": int, "page_limit": int,
    "reader": str, "reader_model": str, "reader_timeout": int, "reader_budget": int,
}  # fmt: skip


def load(folder: Path) -> Settings:
    """Gives the settings of a workspace. Raises Stop where there is none, or a key or its type is wrong."""
    path = folder / FILE
    if not path.is_file():
        raise Stop(f"{folder} is no workspace: it has no {FILE}; type `vedette init {folder}` to make one")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Stop(f"{path}: cannot be read: {fault}") from fault
    for key, value in told.items():
        if key not in KEYS:
            raise Stop(f"{path}: {unknown('key', key, KEYS)}")
        if not isinstance(value, KEYS[key]) or isinstance(value, bool):
            raise Stop(f"{path}: {key} must be {_kind(KEYS[key])}, not {value!r}")
        if isinstance(value, int) and value <= 0:
            raise Stop(f"{path}: {key} must be above 0, not {value}")
    if not all(isinstance(source, str) for source in told.get("sources", [])):
        raise Stop(f"{path}: sources must be a list of paths")
    if "reader" in told and not _may_ask(told["reader"]):
        raise Stop(
            f"{path}: reader must be an address as http://localhost:8080/v1, with no name, password or query in it"
        )
    return Settings(
        folder=folder,
        store=folder / told.get("store", "vedette.sqlite"),
        watches=folder / told.get("watches", "watches"),
        sources=tuple(told.get("sources", ())),
        every_minutes=told.get("every_minutes", 15),
        page_limit=told.get("page_limit", 10_000_000),
        reader=told.get("reader"),
        reader_model=told.get("reader_model"),
        reader_timeout=told.get("reader_timeout", 120),
        reader_budget=told.get("reader_budget", 1_000),
    )


def reader_key() -> str | None:
    """Gives the second reader's key, which the environment holds so that no file has to."""
    return os.environ.get("VEDETTE_READER_KEY") or None


def _may_ask(address: str) -> bool:
    """Whether an address is one of the web that holds no secret."""
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and (parts.port or 1) > 0
            and not (
                "@" in parts.netloc
                or parts.query
                or parts.fragment
                or not address.isascii()
                or set(address) & set(" \t\r\n")
            )
        )
    except ValueError:
        return False


def make(folder: Path) -> None:
    """Makes what a workspace lacks: its settings, and the shipped watch where it has none.

    Raises Stop where nothing may be written.
    """
    try:
        (folder / "watches").mkdir(parents=True, exist_ok=True)
        if not (folder / FILE).exists():
            (folder / FILE).write_text(
                '# A workspace of Vedette.\nstore = "vedette.sqlite"\nwatches = "watches"\n'
                "# Files and folders that `vedette run` takes in each time:\nsources = []\nevery_minutes = 15\n",
                encoding="utf-8",
            )
        if not any((folder / "watches").glob("*.toml")):
            # The words and not the file's own rights, which may forbid writing.
            shutil.copyfile(shipped("watches") / "belarus.toml", folder / "watches" / "belarus.toml")
    except OSError as fault:
        raise Stop(
            f"{folder} cannot be made a workspace: {fault.strerror}: {fault.filename}; name a folder that you may write to"
        ) from fault


def _kind(kind: type) -> str:
    return {str: "a text", list: "a list", int: "a whole number"}[kind]


def shipped(name: str) -> Path:
    """Gives the path of a case or watch that ships with the program, installed or in its source tree."""
    inside = Path(str(files("vedette"))) / "shipped" / name
    beside = Path(str(files("vedette"))).parent / name
    found = next((path for path in (inside, beside) if path.exists()), None)
    if found is None:
        raise Stop(f"{name} is missing from this installation; install Vedette again")
    return found
