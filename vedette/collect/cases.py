"""Pages from a case: a folder with `case.toml` and `reports/*.jsonl` that a replay goes through day by day."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from vedette.clean.published import read_published
from vedette.collect.files import LIMIT, Record, lines, problem, spelt
from vedette.errors import Skip, Stop, unknown
from vedette.vocabulary import Page, Precision, Problem, at_midnight

Part = Literal["tune", "report"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of a question of the case's watch: the first day on which it was true, or `false`; and who says so."""

    happened: date | bool
    says: str
    source: str

    @property
    def day(self) -> date | None:
        """The day on which it came true; None where it did not within the case."""
        return self.happened if isinstance(self.happened, date) else None


class Case(msgspec.Struct, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """What `case.toml` says: the watch to replay under, the first and the last day, and whose words the texts are.

    `part` is what the case is for in a back-test: numbers may be tuned on it, or it is reported on only.
    """

    name: str
    watch: str
    start: date
    end: date
    notice: str = ""
    part: Part = "report"
    outcomes: dict[str, Outcome] = {}


def takes(path: Path) -> bool:
    """A folder with a `case.toml`."""
    try:
        return (path / "case.toml").is_file()
    except OSError:  # whoever reads its files will say why they cannot be read
        return False


def case(folder: Path) -> Case:
    """Gives what a case's `case.toml` says. Raises Stop that names the file, the key and the known keys."""
    file = folder / "case.toml"
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        known = [field.encode_name for field in msgspec.structs.fields(Case)]
        for key in told:
            if key not in known:
                raise Stop(f"{file}: {unknown('key', key, known)}")
        found = msgspec.convert(told, Case)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise Stop(f"{file}: {fault}; mend the file and run again") from fault
    for question, outcome in found.outcomes.items():
        if outcome.happened is True:
            raise Stop(f"{file}: outcomes.{question}.happened: name the day, as in 2022-02-24, or false")
    if found.start > found.end:
        raise Stop(f"{file}: from {found.start} is later than to {found.end}; swap them and run again")
    return found


def pages(
    path: Path, taken_in: datetime, *, outlet: str | None = None, published: str | None = None, limit: int = LIMIT
) -> Iterator[Page | Problem]:
    """Gives the pages of a case, each taken in when its report had surely appeared; `taken_in` is not used.

    Addresses begin with the case's own folder, so that a replay gives the same ids wherever the case lies.
    """
    case(path)
    return _reports(path, outlet, published, limit)


def _reports(path: Path, outlet: str | None, published: str | None, limit: int) -> Iterator[Page | Problem]:
    folder = spelt(path.resolve().name)
    files = sorted((path / "reports").glob("*.jsonl"))
    if not files:
        yield problem("nothing to read", path, "the case has no reports/*.jsonl")
    for file in files:
        name = f"{folder}/reports/{spelt(file.name)}"
        try:
            with file.open("rb") as stream:
                yield from lines(stream, _known, name=name, outlet=outlet, published=published, limit=limit)
        except OSError as fault:
            yield problem("unreadable", name, f"cannot be read: {fault.strerror}")


def _known(record: Record) -> datetime:
    """Gives the instant at which a report was surely public: so a replay knows no more than was known."""
    if not (record.taken_in or record.published):
        raise Skip("undated", "neither taken_in nor published: a replay cannot tell when it was known")
    told = read_published(record.taken_in or record.published or "")
    return told.at.astimezone(UTC) if told.precision is Precision.SECOND else at_midnight(told.until)
