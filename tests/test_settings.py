"""Settings: the only reader of configuration says what is wrong in which file."""

from pathlib import Path

import pytest

from vedette.errors import Stop
from vedette.settings import FILE, load, reader_key, shipped


def workspace(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_an_empty_file_gives_the_defaults(tmp_path: Path):
    settings = load(workspace(tmp_path, ""))
    assert (settings.store, settings.watches) == (tmp_path / "vedette.sqlite", tmp_path / "watches")
    assert (settings.sources, settings.every_minutes, settings.page_limit) == ((), 15, 10_000_000)


def test_every_key_is_read(tmp_path: Path):
    text = 'store = "my.db"\nwatches = "w"\nsources = ["a", "b"]\nevery_minutes = 60\npage_limit = 5000'
    settings = load(workspace(tmp_path, text))
    assert (settings.store, settings.watches) == (tmp_path / "my.db", tmp_path / "w")
    assert (settings.sources, settings.every_minutes, settings.page_limit) == (("a", "b"), 60, 5000)


def test_a_second_reader_is_set_by_its_address(tmp_path: Path):
    assert load(workspace(tmp_path, "")).reader is None
    text = 'reader = "http://localhost:8080/v1"\nreader_model = "m"\nreader_timeout = 9\nreader_budget = 7'
    settings = load(workspace(tmp_path, text))
    assert settings.reader == "http://localhost:8080/v1"
    assert (settings.reader_model, settings.reader_timeout, settings.reader_budget) == ("m", 9, 7)


def test_the_readers_key_stands_in_the_environment_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VEDETTE_READER_KEY", "secret")
    assert reader_key() == "secret"
    assert "secret" not in repr(load(workspace(tmp_path, 'reader = "http://localhost:8080/v1"')))
    monkeypatch.setenv("VEDETTE_READER_KEY", "")
    assert reader_key() is None


def test_paths_may_lie_elsewhere(tmp_path: Path):
    assert load(workspace(tmp_path, 'store = "/srv/vedette.sqlite"')).store == Path("/srv/vedette.sqlite")


BROKEN = [
    ("stoer = 'x'", ["'stoer'", "'store'"], "unknown key"),
    ("store = 5", ["store must be a text", "5"], "a path that is a number"),
    ("sources = 'a'", ["sources must be a list", "'a'"], "sources outside a list"),
    ("sources = [5]", ["sources must be a list of paths"], "a source that is a number"),
    ("every_minutes = 'often'", ["every_minutes must be a whole number", "'often'"], "a time in words"),
    ("every_minutes = 0", ["every_minutes must be above 0"], "no time"),
    ("every_minutes = 1.5", ["every_minutes must be a whole number"], "a minute and a half"),
    ("page_limit = -1", ["page_limit must be above 0", "-1"], "a negative limit"),
    ("page_limit = true", ["page_limit must be a whole number", "True"], "true is no number"),
    ("reader = 'localhost:8080'", ["reader must be an address"], "an address without its scheme"),
    ("reader = 'ftp://h/v1'", ["reader must be an address"], "a scheme of another kind"),
    ("reader = 'http:///v1'", ["reader must be an address"], "no host"),
    ("reader = 'http://h:99999/v1'", ["reader must be an address"], "no port"),
    ("reader = 'https://me:pw@h/v1'", ["reader must be an address"], "a password in an address"),
    ("reader = 'https://h/v1?key=s'", ["reader must be an address"], "a key in an address"),
    ("reader = 'https://h/v 1'", ["reader must be an address"], "a space in an address"),
    ("reader = 5", ["reader must be a text"], "an address that is a number"),
    ("reader_budget = 0", ["reader_budget must be above 0"], "no call"),
    ("reader_timeout = 1.5", ["reader_timeout must be a whole number"], "a second and a half"),
    ("store = ", ["cannot be read"], "not TOML"),
]


@pytest.mark.parametrize(("text", "named", "why"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_broken_file_is_told_where_and_what(text: str, named: list[str], why: str, tmp_path: Path):
    with pytest.raises(Stop) as stop:
        load(workspace(tmp_path, text))
    assert [word for word in [str(tmp_path / FILE), *named] if word not in str(stop.value)] == [], str(stop.value)


def test_bytes_that_are_no_text_are_told(tmp_path: Path):
    (tmp_path / FILE).write_bytes(b"store = '\xff'")
    with pytest.raises(Stop, match="cannot be read"):
        load(tmp_path)


def test_a_folder_that_is_no_workspace_says_what_to_type(tmp_path: Path):
    with pytest.raises(Stop, match=f"type `vedette init {tmp_path}`"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["watches/belarus.toml", "cases/belarus"])
def test_what_ships_is_found(name: str):
    assert shipped(name).exists()


def test_what_does_not_ship_is_told():
    with pytest.raises(Stop, match=r"watches/atlantis\.toml is missing"):
        shipped("watches/atlantis.toml")
