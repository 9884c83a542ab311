"""Taking pages in from files, folders, streams and cases."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vedette.collect import cases, files, pages
from vedette.errors import Stop
from vedette.vocabulary import Page, Problem, content_id

NOW = datetime(2022, 2, 4, 6, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages"
CASE = 'name = "Camp"\nwatch = "camp"\nfrom = 2022-02-01\nto = 2022-02-28\nnotice = "Invented."\n'


def taken(address: Path | str, **how: object) -> tuple[list[Page], list[Problem]]:
    got = list(pages(str(address), NOW, **how))  # type: ignore[arg-type]
    return [each for each in got if isinstance(each, Page)], [each for each in got if isinstance(each, Problem)]


def test_a_folder_gives_its_files_in_order_and_names_what_it_does_not_read(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b/one.md", "two.txt", "one.HTML", "photo.png", ".secret.txt", ".hidden/three.txt"):
        (tmp_path / name).write_text("Troops came.")
    read, problems = taken(tmp_path)
    assert [page.address for page in read] == [str(tmp_path / name) for name in ("one.HTML", "two.txt", "b/one.md")]
    assert [page.content_type for page in read] == ["text/html", "text/plain", "text/plain"]
    assert [(problem.kind, problem.subject) for problem in problems] == [("type", str(tmp_path / "photo.png"))]
    assert ".jsonl" in problems[0].message


def test_a_page_carries_its_bytes_and_an_id_made_of_them(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(b"\xff\xfe raw \r\n bytes")
    (page,), _ = taken(file, outlet="BBC", published="2022-02-01")
    assert page.body == b"\xff\xfe raw \r\n bytes"
    assert page.id == content_id(str(file), page.body)
    assert (page.taken_in, page.outlet, page.published) == (NOW, "BBC", "2022-02-01")


def test_each_line_of_a_jsonl_file_is_a_page_and_a_bad_line_stops_no_other() -> None:
    file = PAGES / "record.jsonl"
    read, problems = taken(file, outlet="Default Post")
    assert [page.address for page in read] == [f"{file}#a-1", "https://gazette.example/camp"]
    assert [page.outlet for page in read] == ["The Harbour Gazette", "Default Post"]
    assert [page.published for page in read] == ["2022-02", "2022-02-03T08:00:00Z"]
    assert b'"colour": "blue"' in read[0].body
    assert {page.content_type for page in read} == {"application/vnd.vedette.report+json"}
    assert [(problem.kind, problem.subject) for problem in problems] == [
        ("json", f"{file}:2"),
        ("record", f"{file}:3"),
        ("record", f"{file}:4"),
    ]


def test_a_json_file_is_one_record_and_a_list_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{\n  "id": 7,\n  "text": "Troops came."\n}\n')
    (tmp_path / "b.json").write_text('[{"text": "Troops came."}]')
    read, problems = taken(tmp_path)
    assert [page.address for page in read] == [str(tmp_path / "a.json") + "#7"]
    assert [problem.kind for problem in problems] == ["record"]


def test_a_file_of_200_megabytes_is_named_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    read, problems = taken(tmp_path / "huge.txt")
    assert not read
    assert problems[0].kind == "too large"
    assert "200,000,000 bytes; up to 10,000,000" in problems[0].message


def test_a_long_line_is_left_out_and_the_lines_around_it_are_read() -> None:
    stream = io.BytesIO(b'{"text": "one"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "three"}')
    got = list(files.lines(stream, NOW, limit=1000))
    assert [each.kind if isinstance(each, Problem) else each.address for each in got] == ["-#1", "too large", "-#3"]
    assert isinstance(got[1], Problem) and got[1].subject == "-:2"


def test_a_stream_is_read_as_it_comes() -> None:
    class Endless(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            return b'{"text": "again"}\n'

    stream = files.lines(Endless(), NOW)
    assert [page.address for page in (next(stream), next(stream)) if isinstance(page, Page)] == ["-#1", "-#2"]


@pytest.mark.parametrize(
    "line, kind",
    [
        (b"{", "json"),
        (b'{"text": "\xff"}', "json"),
        (b'{"text": "\\ud800"}', "json"),
        (b'{"other": ' + b"[" * 100_000, "json"),
        (b'"text"', "record"),
        (b'{"text": 5}', "record"),
        (b'{"text": null}', "record"),
    ],
)
def test_a_line_that_is_no_record_is_a_problem(line: bytes, kind: str) -> None:
    (got,) = files.lines(io.BytesIO(line), NOW)
    assert isinstance(got, Problem) and got.kind == kind


def test_windows_line_ends_and_byte_order_marks_do_no_harm() -> None:
    got = list(files.lines(io.BytesIO(b'\xef\xbb\xbf{"text": "one"}\r\n\r\n{"text": "two"}\r\n'), NOW))
    assert [page.body for page in got if isinstance(page, Page)] == [b'{"text": "one"}', b'{"text": "two"}']


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    read, problems = taken(tmp_path)
    assert not read
    assert [(problem.kind, problem.subject) for problem in problems] == [("nothing to read", str(tmp_path))]


def test_what_is_no_regular_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a.txt").write_text("Troops came.")
    read, problems = taken(tmp_path)
    assert [page.address for page in read] == [str(tmp_path / "a.txt")]
    assert [problem.subject for problem in problems] == [str(tmp_path / "gone.txt")]


@pytest.mark.parametrize(
    "address, says",
    [
        ("https://gazette.example/camp", "save the page, then type: vedette add FILE"),
        ("no/such/page.html", "'no/such/page.html' is not there"),
    ],
)
def test_an_address_that_cannot_be_read_stops_at_once(address: str, says: str) -> None:
    with pytest.raises(Stop, match=says):
        pages(address, NOW)


def case(folder: Path, reports: str, toml: str = CASE) -> Path:
    (folder / "reports").mkdir()
    (folder / "case.toml").write_text(toml)
    (folder / "reports" / "2022.jsonl").write_text(reports)
    return folder


@pytest.mark.parametrize(
    "fields, known, why",
    [
        ('"published": "2022-02-03"', "2022-02-03T00:00:00+00:00", "a day is known on that day"),
        ('"published": "2022-02"', "2022-02-28T00:00:00+00:00", "a month is surely over on its last day"),
        ('"published": "2022"', "2022-12-31T00:00:00+00:00", "a year likewise"),
        ('"published": "2022-02-03T01:30:00+03:00"', "2022-02-02T22:30:00+00:00", "an instant is itself, in UTC"),
        ('"published": null, "taken_in": "2022-02-09"', "2022-02-09T00:00:00+00:00", "what is told goes first"),
        ('"published": "2022-02-03", "taken_in": "2022-02-09"', "2022-02-09T00:00:00+00:00", "also beside a date"),
    ],
)
def test_a_case_is_taken_in_when_its_reports_were_known(tmp_path: Path, fields: str, known: str, why: str) -> None:
    (page,), problems = taken(case(tmp_path, '{"id": "a", "text": "Troops came.", ' + fields + "}"))
    assert page.taken_in.isoformat() == known, why
    assert page.address == f"{tmp_path.name}/reports/2022.jsonl#a"
    assert not problems


@pytest.mark.parametrize("fields, kind", [("", "undated"), (', "published": "2022-02-31"', "impossible date")])
def test_a_report_without_a_day_cannot_be_replayed(tmp_path: Path, fields: str, kind: str) -> None:
    read, problems = taken(case(tmp_path, '{"id": "a", "text": "Troops came."' + fields + "}"))
    assert not read
    assert [problem.kind for problem in problems] == [kind]


def test_a_case_says_what_it_is(tmp_path: Path) -> None:
    told = cases.case(case(tmp_path, ""))
    assert (told.name, told.watch, str(told.start), str(told.end), told.notice) == (
        "Camp", "camp", "2022-02-01", "2022-02-28", "Invented.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "toml, says",
    [
        (CASE + 'notise = "x"', "unknown key 'notise'; did you mean 'notice'"),
        (CASE.replace('watch = "camp"\n', ""), "missing required field `watch`"),
        (CASE.replace("2022-02-28", "2021-02-28"), "swap them"),
        (CASE.replace("2022-02-28", '"soon"'), "Invalid"),
        ("name = ", "case.toml"),
    ],
)
def test_a_case_file_that_is_wrong_stops_and_says_where(tmp_path: Path, toml: str, says: str) -> None:
    with pytest.raises(Stop, match=says):
        taken(case(tmp_path, "", toml))
