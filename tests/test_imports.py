"""Coded events in a store: counts, lines that read as quoted, nothing twice and nothing lost, and what they move."""

import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from build import TEXT, hypothesis, indicator, instant, page, watch
from test_events import COLUMNS, HEADER, acled_row, gdelt_row, icews, polecat_row

from vedette.collect.events import every
from vedette.errors import Stop
from vedette.imports import import_events
from vedette.origins import gather
from vedette.pipeline import AsOf, keep_studies, known_on, ledger_on, read_pages, take_in, trace_reports
from vedette.store import Store, open_store
from vedette.vocabulary import Claim, Problem, Status, Watch, to_json

NOW = datetime(2023, 1, 1, 12, tzinfo=UTC)
LATER = datetime(2023, 2, 1, 12, tzinfo=UTC)
UNTIL = date(2023, 3, 1)
# Two rows of one day that make a claim and one that makes none, of each coder.
FILES = {
    "icews.jsonl": icews() + icews(cameo="0811") + icews(cameo="036"),
    "gdelt.csv": gdelt_row() + gdelt_row(id="2", code="0231", root="02") + gdelt_row(id="3", code="036", root="03"),
    "acled.csv": COLUMNS + acled_row() + acled_row(event_id_cnty="UKR2", location="Izium") + acled_row(event_id_cnty="UKR3", sub_event_type="Peaceful protest"),
    "polecat.txt": HEADER + polecat_row() + polecat_row(Event_ID="20220215-8", Event_Type="MOBILIZE", Event_Mode="troops") + polecat_row(Event_ID="20220215-9", Event_Type="PROTEST", Event_Mode="demo"),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterable[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def written(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body.encode() if isinstance(body, str) else body)
    return [str(folder / name) for name in files]


def bring(store: Store, paths: Iterable[str], now: datetime = NOW) -> tuple[int, int, int, list[Problem]]:
    return import_events(store, every(paths), now)


def all_of(folder: Path) -> list[str]:
    return written(folder, dict(FILES))


def lines_of(store: Store, day: date = UNTIL) -> list[tuple[str, str | None, Status]]:
    reports = store.reports()
    found = ledger_on(day, AsOf.REPORTED, reports, store.claims(), gather(reports, store.tracings())).results
    return [(p.force, p.host, p.status) for p in found]


def known(store: Store) -> set[str]:
    reports = store.reports()
    told, _ = known_on(UNTIL, AsOf.REPORTED, reports, store.claims(), gather(reports, store.tracings()))
    return {claim.id for claim in told}


# What is kept


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_coder_is_counted_row_by_row(name: str, store: Store, tmp_path: Path) -> None:
    rows, made, new, problems = bring(store, written(tmp_path, {name: FILES[name]}))
    assert (rows, made, new) == (3, 2, 2), problems
    (problem,) = problems
    assert "1 events make no claim" in problem.message and f"{name}:" in problem.message
    assert store.problems() == [problem]
    assert store.counts() == {
        "pages": 1, "unread": 0, "reports": 1, "claims": 2, "problems": 1, "warnings": 0
    }  # fmt: skip
    coder = name.partition(".")[0].upper()
    (report,) = store.reports()
    assert (report.coder, report.outlet) == (coder, coder) and report.address.startswith(f"{name}#20")
    assert {claim.outlet for claim in store.claims()} == {coder}


def test_every_claim_reads_as_quoted_in_its_report_and_its_trigger_lies_in_it(store: Store, tmp_path: Path) -> None:
    bring(store, all_of(tmp_path))
    claims = store.claims()
    assert len(claims) == 8
    for claim in claims:
        report = store.report(claim.report)
        assert report and report.text[slice(*claim.evidence)] == claim.quote
        assert claim.evidence[0] <= claim.trigger[0] < claim.trigger[1] <= claim.evidence[1]
        assert claim.quote.endswith(report.address.partition("#")[2]) or claim.outlet != "ICEWS"
        assert report.published and report.published.at.date() == claim.day
        kept = store.page(report.page)
        assert kept and kept.body.decode() == report.text


def test_names_with_odd_characters_read_as_quoted_all_the_same(store: Store, tmp_path: Path) -> None:
    rows = "".join(
        icews(source="Military (Russia)", target=t, cameo="190")
        for t in ("Citizen (Ukraïne 🛰)", "Ukraine\\n", "Ukraine\t")
    )
    bring(store, written(tmp_path, {"odd.jsonl": rows}))
    for claim in store.claims():
        report = store.report(claim.report)
        assert report and report.text[slice(*claim.evidence)] == claim.quote


def test_each_day_of_a_file_is_a_report_of_its_own(store: Store, tmp_path: Path) -> None:
    days = [f"2018-03-{n:02}" for n in (2, 3, 2, 5)]
    rows = "".join(icews(day=each, cameo=code) for each, code in zip(days, ("190", "190", "193", "190"), strict=True))
    bring(store, written(tmp_path, {"x.jsonl": rows}))
    assert sorted(report.address for report in store.reports()) == [f"x.jsonl#2018-03-0{n}" for n in (2, 3, 5)]
    assert sorted(len(store.claims_of(report.id)) for report in store.reports()) == [1, 1, 2]


def test_a_row_is_known_from_the_day_on_which_its_coder_took_it_in(store: Store, tmp_path: Path) -> None:
    bring(store, written(tmp_path, {"gdelt.csv": gdelt_row()}))
    (claim,) = store.claims()
    assert (claim.day, claim.time and claim.time.start) == (date(2022, 2, 25), date(2022, 2, 24))


def test_packed_files_are_read_and_progress_is_told_once_a_row(store: Store, tmp_path: Path) -> None:
    paths = written(tmp_path, {"a.gz": gzip.compress(FILES["gdelt.csv"].encode())})
    steps: list[int] = []
    rows, _, _, _ = import_events(store, every(paths), NOW, steps.append)
    assert sum(steps) == rows == 3


# Nothing twice, nothing lost


def test_importing_twice_is_importing_once(store: Store, tmp_path: Path) -> None:
    paths = all_of(tmp_path)
    first = bring(store, paths)
    before = [to_json(store.claims()), to_json(store.reports()), to_json(store.tracings()), to_json(store.problems())]
    second = bring(store, paths, LATER)
    assert (second[:2], second[2], second[3]) == (first[:2], 0, first[3])
    assert [to_json(store.claims()), to_json(store.reports()), to_json(store.tracings()), to_json(store.problems())] == before  # fmt: skip


def test_a_file_that_has_grown_adds_its_new_rows_and_loses_none(store: Store, tmp_path: Path) -> None:
    bring(store, written(tmp_path / "early", {"x.csv": COLUMNS + acled_row()}))
    before = known(store)
    grown = COLUMNS + acled_row() + acled_row(event_id_cnty="UKR2", location="Izium")
    assert bring(store, written(tmp_path / "late", {"x.csv": grown}), LATER)[:3] == (2, 2, 1)
    assert len(known(store)) == 2 and before < known(store)
    again = bring(store, written(tmp_path / "early", {"x.csv": COLUMNS + acled_row()}), LATER)
    assert again[2] == 0 and len(known(store)) == 2


def test_of_two_files_that_overlap_each_event_is_kept_once(store: Store, tmp_path: Path) -> None:
    one = COLUMNS + acled_row() + acled_row(event_id_cnty="UKR2", location="Izium")
    two = (
        COLUMNS + acled_row(event_id_cnty="UKR2", location="Izium") + acled_row(event_id_cnty="UKR3", location="Lyman")
    )
    rows, made, new, problems = bring(store, written(tmp_path, {"one.csv": one, "two.csv": two}))
    assert (rows, made, new) == (4, 3, 3)
    assert [problem.kind for problem in problems] == ["told twice"]
    assert {claim.place.name for claim in store.claims() if claim.place} == {"Kharkiv", "Izium", "Lyman"}
    assert sorted(len(store.claims_of(report.id)) for report in store.reports()) == [1, 2]
    assert len(known(store)) == 3


def kept(store: Store) -> list[bytes]:
    return [to_json(words) for words in (store.claims(), store.reports(), store.tracings(), store.problems())]


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    overlap = {
        "a.csv": COLUMNS + acled_row(),
        "b.csv": COLUMNS + acled_row(location="Izium") + acled_row(event_id_cnty="UKR2"),
    }
    paths = [*all_of(tmp_path), *written(tmp_path, overlap)]
    stores = []
    for n, order in enumerate((paths, paths[::-1], paths[3:] + paths[:3])):
        with open_store(tmp_path / f"{n}.sqlite") as opened:
            bring(opened, order)
            stores.append(kept(opened))
    assert stores[0] == stores[1] == stores[2]


def test_the_order_of_two_imports_of_different_files_does_not_matter_to_what_is_known(tmp_path: Path) -> None:
    paths = all_of(tmp_path)
    found = []
    for n, order in enumerate((paths, paths[::-1])):
        with open_store(tmp_path / f"{n}.sqlite") as opened:
            for path in order:
                bring(opened, [path])
            found.append(kept(opened))
    assert found[0] == found[1]


def test_a_file_that_breaks_off_gives_what_it_has_beside_a_good_one(store: Store, tmp_path: Path) -> None:
    packed = gzip.compress("".join(icews(day=f"2018-03-{n:02}") for n in range(1, 29)).encode())
    paths = written(tmp_path, {"broken.gz": packed[: len(packed) - 8], "good.csv": FILES["gdelt.csv"]})
    rows, _, new, problems = bring(store, paths)
    assert new >= 2 and rows >= 3
    assert "unreadable" in {problem.kind for problem in problems}
    assert {claim.outlet for claim in store.claims()} >= {"GDELT"}
    assert set(map(to_json, store.problems())) == set(map(to_json, problems))


def test_rows_that_cannot_be_read_are_kept_as_problems_with_their_place(store: Store, tmp_path: Path) -> None:
    body = FILES["icews.jsonl"].encode() + b'{"date": "2018-13-01"}\nnot json\n\xff\n'
    rows, made, _, problems = bring(store, written(tmp_path, {"x.jsonl": body}))
    assert (rows, made) == (6, 2)
    assert {f"x.jsonl:{n}" for n in (4, 5, 6)} <= {problem.subject for problem in store.problems()}
    assert len(problems) == 4


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_file_of_no_known_format_stops_and_nothing_is_kept(
    order: tuple[int, int], store: Store, tmp_path: Path
) -> None:
    paths = written(tmp_path, {"good.csv": FILES["gdelt.csv"], "odd.csv": "one,two\n1,2\n"})
    with pytest.raises(Stop, match=r"odd\.csv: .*fits no format; known: ICEWS"):
        bring(store, [paths[n] for n in order])
    assert set(store.counts().values()) == {0}
    with pytest.raises(Stop, match="is no file; list the folder with: ls "):
        bring(store, [paths[0], str(tmp_path / "gone.csv")])
    assert set(store.counts().values()) == {0}


def test_an_empty_file_is_a_problem_and_no_claim(store: Store, tmp_path: Path) -> None:
    _, made, new, problems = bring(store, written(tmp_path, {"empty.csv": ""}))
    assert (made, new, [problem.kind for problem in problems]) == (0, 0, ["nothing to read"])


# Beside reports


def test_tracing_anew_joins_no_coded_reports(store: Store, tmp_path: Path) -> None:
    rows = "".join(icews(day=f"2022-01-{n:02}", cameo="190") for n in range(1, 20))
    bring(store, written(tmp_path, {"x.jsonl": rows}))
    coded = {report.id for report in store.reports()}
    take_in(store, [page(TEXT, "2022-01-10"), page(TEXT + "And more.", "2022-06-10", address="https://example.org/b")])
    read_pages(store)
    take_in(store, [page(TEXT + "Told late.", "2022-01-02", address="https://example.org/c")])
    read_pages(store)
    assert trace_reports(store) == 0
    origins = gather(store.reports(), store.tracings())
    assert coded and all(origin.reports == (id,) for id in coded for origin in origins if id in origin.reports)
    assert {origin.outlet for origin in origins if set(origin.reports) & coded} == {"ICEWS"}
    assert any(len(origin.reports) > 1 for origin in origins)


def test_a_coder_is_one_voice_however_many_rows_it_has(store: Store, tmp_path: Path) -> None:
    rows = "".join(gdelt_row(id=str(n), day=f"202202{n:02}", added="") for n in range(1, 25))
    bring(store, written(tmp_path, {"gdelt.csv": rows}))
    reports = store.reports()
    _, whose = known_on(UNTIL, AsOf.REPORTED, reports, store.claims(), gather(reports, store.tracings()))
    assert len(whose) == 24 and len(set(whose.values())) == 1


# What they move


def a_watch() -> Watch:
    return watch(
        [indicator("build-up", "counts", {"mode": ["DEPLOY", "BUILDUP", "STATION"], "actor": ["RUS"]})],
        [hypothesis("stay", {"build-up": 6.0}, prior=0.2)],
        force=("RUS",), host=("BLR",), neighbours=("UKR",),
    )  # fmt: skip


def massed(id: str, place: str = "Brest, Brestskaya Voblasts', Belarus") -> str:
    return gdelt_row(id=id, day="20220215", added="20220215001500", code="154", root="15", name2="", country2="",
                     fips="BO", place=place, lat="52.1", lon="23.7")  # fmt: skip


def test_ledger_and_hypotheses_move_with_coded_events(store: Store, tmp_path: Path) -> None:
    assert lines_of(store) == []
    bring(store, written(tmp_path, {"gdelt.csv": massed("1")}))
    assert [(force, host) for force, host, _ in lines_of(store)] == [("RUS", "BLR")]
    (study,) = keep_studies(store, [a_watch()], date(2022, 2, 20))
    first = study.assessments[0]
    assert first.day == date(2022, 2, 15) and first.probability > 0.2
    (claim,) = store.claims()
    assert first.evidence == (claim.id,)
    assert store.signals("a watch")[0].evidence == (claim.id,)


def test_a_ledger_line_of_coded_events_opens_down_to_the_row(store: Store, tmp_path: Path) -> None:
    bring(store, written(tmp_path, {"gdelt.csv": massed("1") + massed("2")}))  # fmt: skip
    keep_studies(store, [a_watch()], date(2022, 2, 20))
    (line,) = store.presences("a watch")
    told = store.evidence(line)
    assert told and {claim.id for claim in told} <= {claim.id for claim in store.claims()}
    for claim in told:
        found = store.find(claim.id[:8])
        assert isinstance(found, Claim)
        report = store.report(found.report)
        assert report and report.text.splitlines().count(found.quote) >= 1
        assert found.quote.startswith("GDELT: RUSSIA, 154 ") and "Brest" in found.quote


def test_a_study_is_the_same_whether_events_come_before_or_after_the_reports(tmp_path: Path) -> None:
    pages = [page("Russian troops arrived in Belarus on Monday, Reuters reported.", "2022-02-16", outlet="Reuters")]
    paths = written(tmp_path, {"gdelt.csv": massed("1")})
    studies = []
    for n in range(2):
        with open_store(tmp_path / f"{n}.sqlite") as opened:
            for step in (0, 1) if n else (1, 0):
                if step:
                    bring(opened, paths, instant("2022-02-17"))
                else:
                    take_in(opened, pages)
                    read_pages(opened)
            studies.append(to_json(keep_studies(opened, [a_watch()], date(2022, 3, 1))))
    assert studies[0] == studies[1]
