"""The front door: one function a command. What it prints is worked out elsewhere."""

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from vedette import __version__, indicators, knowledge, show
from vedette.assess import matrix
from vedette.backtest import as_lines as case_lines
from vedette.backtest import page, replayed
from vedette.backtest.calibrate import calibrate as fit
from vedette.backtest.calibrate import written
from vedette.backtest.cases import Answer, answers, hear, replay
from vedette.backtest.events import as_lines, experiment
from vedette.clean import clean
from vedette.collect import cases, every, one_page, pages
from vedette.collect.events import CodedEvent
from vedette.collect.events import every as coded_events
from vedette.credits import credits
from vedette.errors import Skip, Stop, unknown
from vedette.explain import explain
from vedette.exports import FORMATS, article_page
from vedette.exports.brief import Brief, compose
from vedette.exports.marks import marked
from vedette.imports import import_events
from vedette.knowledge.check import faults
from vedette.ledger import of_watch
from vedette.origins import gather, origins
from vedette.pipeline import AsOf, Read, keep_studies, ledger_on, promises_on, read_pages, read_report, take_in
from vedette.programs import clean_lines, origin_lines, read_lines, resolve_lines, resolve_text
from vedette.reader import read as built_in
from vedette.resolve.answers import in_words
from vedette.second_reader import Line, SecondReader
from vedette.settings import FILE, Settings, load, reader_key, shipped
from vedette.settings import make as make_workspace
from vedette.store import Store, open_store, read_store
from vedette.store.lookup import LEAST
from vedette.vocabulary import (
    Assessment,
    Claim,
    Page,
    Presence,
    Problem,
    Report,
    Watch,
    Word,
    content_id,
    plain,
)  # fmt: skip
from vedette.voices import alike, heard, lineage, voices
from vedette.watch import load as load_watch

app = typer.Typer(
    help="Keeps a watch on military presence from open news.", no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip

data = typer.Typer(help="Looks after the shipped data.", no_args_is_help=True)
app.add_typer(data, name="knowledge")
bring = typer.Typer(help="Brings in what others have coded.", no_args_is_help=True)
app.add_typer(bring, name="import")
history = typer.Typer(help="Replays history and scores what was said against what came.")
app.add_typer(history, name="backtest")

Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="The folder that `vedette init` made.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Day = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="As of that day, as in 2022-02-21.")]
By = Annotated[
    AsOf,
    typer.Option(
        "--by", help="What as-of goes by: what had been published, what was taken in here, or what is now said of that day."
    ),
]  # fmt: skip
HERE = Path(".")


def main() -> None:
    """Runs a command. Exit status: 0 done, 1 done with problems, 2 could not be done."""
    gc.set_threshold(
        100_000, 50, 100
    )  # the words hold no cycles: looking for some took a third of a large ledger's time
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no such character shows its number
    try:
        app()
    except Stop as stop:
        _stop(f"vedette: {show.safe(str(stop))}")
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        _stop(f"vedette: {show.safe(where)}{fault.strerror}; check the path, its rights and the room on the disk")


def _stop(told: str) -> None:
    print(told, file=sys.stderr)
    sys.exit(2)


def _command() -> str:
    """Gives what to type for this program: its name where it is on the path, else where it lies."""
    found = shutil.which("vedette")
    return "vedette" if found else os.path.relpath(sys.argv[0]) if sys.argv[0].endswith("vedette") else "vedette"


@app.callback(invoke_without_command=True)
def about(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Keeps a watch on military presence from open news."""
    if version:
        typer.echo(f"vedette {__version__}")
        raise typer.Exit


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="The folder to put the demo's workspace and brief in.")] = Path(
        "vedette-demo"
    ),
    case: Annotated[str, typer.Option(help="A folder under cases/.")] = "belarus",
) -> None:
    """Replays the shipped case day by day, and prints hypotheses, ledger, warnings and the path of the brief."""
    folder = shipped("cases") / case
    facts = cases.case(folder)
    watch = load_watch(shipped("watches") / f"{facts.watch}.toml", indicators.KEYS)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("vedette.sqlite*"):
        old.unlink()
    started = time.monotonic()
    make_workspace(out)
    with open_store(out / "vedette.sqlite") as store:
        with show.bar("taking in") as step:
            take_in(store, pages(str(folder), datetime.now(UTC)), step)
        with show.bar("reading", store.counts()["unread"]) as step:
            read_pages(store, step)
        with show.bar("replaying day by day") as step:
            study = keep_studies(store, [watch], facts.end, step)[0]
        terminal = show.console()
        terminal.print(show.by_date(study.assessments, [w.raised for w in study.warnings if w.kind == "hypothesis"]))
        terminal.print(show.hypotheses(_last(study.assessments), {h.name: h.says for h in watch.hypotheses}))
        terminal.print(show.ledger([p for p in study.presences if of_watch(watch, p)], facts.end))
        terminal.print(show.warnings(study.warnings))
        paths = _write_brief(store, watch, facts.end, None, out)
        counts = store.counts()
    terminal.print(
        f"{counts['reports']} reports, {counts['claims']} claims, {counts['problems']} problems in {time.monotonic() - started:.0f} s"
    )
    terminal.print(facts.notice.strip(), style="dim", markup=False)
    for path in paths:
        typer.echo(f"brief: {path}")
    typer.echo(f"next: {_command()} why ID -w {out}   (any id above)")


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="The folder to make.")] = HERE) -> None:
    """Makes a workspace: vedette.toml, watches/ with the shipped watch, an SQLite store."""
    if (folder / FILE).exists():
        raise Stop(f"{folder} is a workspace already; edit {folder / FILE} or name another folder")
    make_workspace(folder)
    open_store(folder / "vedette.sqlite").close()
    typer.echo(f"made {folder / FILE}, {folder / 'watches' / 'belarus.toml'} and {folder / 'vedette.sqlite'}")
    typer.echo(f"next: {_command()} add PATH -w {folder}")


@app.command()
def read(
    path: Annotated[str, typer.Argument(help="A file, or - for standard input.")],
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When, as in 2022-02-02 or 2022-02.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read documents a line each, write their claims a line each.")
    ] = False,
    layered: Annotated[
        bool,
        typer.Option("--layers", help="With --jsonl: also attributions, names, places, dates, figures, furniture."),
    ] = False,
    why_so: Annotated[
        int | None,
        typer.Option("--explain", metavar="NUMBER", help="Which head and rule gave each field of that claim."),
    ] = None,
    as_json: Json = False,
    as_html: Annotated[
        bool, typer.Option("--html", help="Print one page of HTML: the article, its claims marked.")
    ] = False,
    workspace: Workspace = HERE,
) -> None:
    """Reads texts: claims with their spans and speakers, furniture, whose story it is. Stores nothing."""
    now = datetime.now(UTC)
    reader = _reader(load(workspace)) if (workspace / FILE).exists() else built_in
    if jsonl:
        raise typer.Exit(
            _write_lines(
                partial(read_lines, reader=reader, layered=layered), every([path], now, stdin=sys.stdin.buffer)
            )
        )
    if layered:
        raise Stop("--layers goes with --jsonl; type: vedette read --jsonl --layers FILE")
    page = _one_page(path, now, outlet, published)
    try:
        report = clean(page).results[0]
        faults = clean(page).problems
    except Skip as skip:
        raise Stop(str(skip)) from skip
    found, more = read_report(report, reader)
    origin = origins((report,)).results[0]
    if why_so is not None and not 1 <= why_so <= len(found):
        raise Stop(f"there is no claim {why_so}; {path} holds {len(found)}, numbered from 1")
    told_by = [f"credit, {credit.kind}: {credit.outlet} {credit.reason}" for credit in credits(report)]
    if as_json:
        told = {"report": plain(report), "origin": plain(origin), "claims": [plain(claim) for claim in found]}
        typer.echo(json.dumps(told, ensure_ascii=False, sort_keys=True))
    elif why_so is not None:
        claim = next(each.claim for each in marked(found) if each.number == why_so)
        show.console().print(show.reasons(claim, explain(report, claim)))
    elif as_html:
        typer.echo(article_page.write(report, found, origin.outlet, told_by))
    else:
        show.read_through(report, found, [*told_by, f"origin: {origin.outlet or 'unknown'}"])
    raise typer.Exit(_told_problems([*faults, *more]))


def _reader(settings: Settings) -> Read:
    """Gives the reader that a workspace names, else the built-in one."""
    second = _second(settings)
    return second.read if second else built_in


def _second(settings: Settings) -> SecondReader | None:
    if settings.reader is None:
        return None
    line = Line(settings.reader, timeout=settings.reader_timeout, budget=settings.reader_budget, key=reader_key())
    return SecondReader(line, settings.reader_model)


def _one_page(path: str, now: datetime, outlet: str | None, published: str | None) -> Page:
    if path == "-":
        body = sys.stdin.buffer.read()
        return Page(id=content_id("stdin", body), address="stdin", taken_in=now, body=body, content_type="text/plain",
                    outlet=outlet, published=published)  # fmt: skip
    return one_page(path, now, outlet=outlet, published=published)


@app.command(name="clean")
def clean_pages(
    paths: Annotated[list[str], typer.Argument(help="Files and folders of pages, or - for JSON lines.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The only form so far: a line of JSON a page.")] = True,
) -> None:
    """Cleans pages: main text, headline, outlet, date, and the furniture with its place. Stores nothing."""
    raise typer.Exit(_write_lines(clean_lines, every(paths, datetime.now(UTC), stdin=sys.stdin.buffer)))


@app.command(name="origins")
def trace(
    paths: Annotated[list[str], typer.Argument(help="Files of JSON lines, or - for standard input.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The only form so far: a line of JSON a document.")] = True,
) -> None:
    """Traces whose story each document tells: reprints among all documents given, and credits."""
    raise typer.Exit(_write_lines(origin_lines, every(paths, datetime.now(UTC), stdin=sys.stdin.buffer)))


@app.command(name="resolve")
def resolve_words(
    text: Annotated[
        str, typer.Argument(help="A name, a date, a figure or sentences; with --jsonl a file, or -.")
    ] = "-",
    day: Annotated[str | None, typer.Option("--date", metavar="DAY", help="When it was published.")] = None,
    kind: Annotated[str | None, typer.Option(help="What all of TEXT is: actor, place, date or quantity.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it: how it orders day and month.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read questions a line each, write answers a line each.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Resolves names, dates and figures to codes, points, days and bounds, with the reason and what was passed over."""
    now = datetime.now(UTC)
    if jsonl:
        raise typer.Exit(_write_lines(resolve_lines, every([text], now, stdin=sys.stdin.buffer)))
    if day is None and kind != "quantity":
        raise Stop("names and dates mean something on a day; name it, as in --date 2022-02-18")
    words = sys.stdin.read() if text == "-" else text
    told = resolve_text(words, str(_day(day)), outlet, kind, now)
    if as_json:
        typer.echo(json.dumps([each._asdict() for each in told], ensure_ascii=False))
        return
    for each in told:
        typer.echo(show.safe(in_words(words, each)))


def _write_lines(stage: Any, documents: Iterator[Page | Problem]) -> int:
    """Writes what a stage gives, a line a document; gives the exit status."""
    faults: list[Problem] = []
    for line in stage(documents, faults):
        typer.echo(json.dumps(line, ensure_ascii=False))
    return _told_problems(faults)


@app.command()
def add(
    paths: Annotated[list[str], typer.Argument(help="Files and folders: HTML, text, JSONL, a case.")],
    outlet: Annotated[str | None, typer.Option(help="Who published them, where the page does not say.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When, where the page does not say.")] = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Takes pages in, reads them, and brings ledger, hypotheses and warnings up to date."""
    settings, now = load(workspace), datetime.now(UTC)
    with open_store(settings.store) as store:
        addresses = [_absolute(path) for path in paths]
        found = every(addresses, now, outlet=outlet, published=published, limit=settings.page_limit)
        status = _round(store, settings, found, now, as_json)
    raise typer.Exit(status)


def _absolute(path: str) -> str:
    """Gives one address for a file from wherever it is named, so that a page taken in twice is one page."""
    return str(Path(path).resolve()) if Path(path).exists() else path


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Collects from the workspace's sources, reads, assesses, warns; again every `every_minutes` unless --once."""
    settings = load(workspace)
    status = 0
    while True:
        now = datetime.now(UTC)
        with open_store(settings.store) as store:
            found = (
                p
                for path in settings.sources
                for p in pages(str(settings.folder / path), now, limit=settings.page_limit)
            )
            status = _round(store, settings, found, now, as_json)
        if once:
            raise typer.Exit(status)
        time.sleep(settings.every_minutes * 60)


def _round(store: Store, settings: Settings, found: Iterator[Page | Problem], now: datetime, as_json: bool) -> int:
    """Runs all stages once; gives the exit status."""
    watches = _watches(settings)
    with show.bar("taking in") as step:
        new, known, problems = take_in(store, found, step)
    for problem in problems:
        store.add_problem(problem, now)
    before = {p.message for p in store.problems()} - {p.message for p in problems}
    try:
        with show.bar("reading", store.counts()["unread"]) as step:
            read_pages(store, step, _reader(settings))
    except Stop as stop:
        fault = Problem(stage="read", kind="reader", subject=settings.reader or "reader", message=str(stop))
        store.add_problem(fault, now)
        before -= {fault.message}
    raised_before = {w.id for w in store.warnings()}
    with show.bar("assessing") as step:
        keep_studies(store, watches, now.date(), step)
    raised = [w for w in store.warnings() if w.id not in raised_before]
    faults = [p for p in store.problems() if p.message not in before]
    if as_json:
        told = {
            "new": new,
            "known": known,
            "warnings": [plain(w) for w in raised],
            "problems": [plain(p) for p in faults],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, sort_keys=True))
        return 1 if faults else 0
    typer.echo(f"{new} new pages, {known} known; {store.counts()['claims']} claims in all; {len(raised)} new warnings")
    if undated := sum(not report.published and report.taken_in == now for report in store.reports()):
        typer.echo(
            f"{undated} of the new reports tell no date: what they claim counts from today; name one with --published"
        )
    if raised:
        show.console().print(show.warnings(raised))
    return _told_problems(faults)


@app.command()
def ledger(
    as_of: Day = None,
    by: By = AsOf.REPORTED,
    workspace: Workspace = HERE,
    as_json: Json = False,
    everywhere: Annotated[
        bool, typer.Option("--all", help="All forces in the store, not only the watches' own.")
    ] = False,
) -> None:
    """Shows which forces are where, since when, how many, and until when."""
    settings, day = load(workspace), _day(as_of)
    with read_store(settings.store) as store:
        reports = store.reports()
        found = list(ledger_on(day, by, reports, store.claims(), gather(reports, store.tracings())).results)
    if not everywhere:
        watches = _watches(settings)
        found = [p for p in found if any(of_watch(watch, p) for watch in watches)]
    _print(found, as_json, show.ledger(found, day), "the ledger is empty; `vedette add PATH` takes reports in")


@app.command()
def promises(
    as_of: Day = None,
    by: By = AsOf.REPORTED,
    party: Annotated[
        str | None, typer.Option("--by-party", metavar="CODE", help="Only what this party promised.")
    ] = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Shows what parties promised about forces, until when, and whether they kept it; and each party's record."""
    settings, day = load(workspace), _day(as_of)
    with read_store(settings.store) as store:
        reports = store.reports()
        found = list(promises_on(day, by, reports, store.claims(), gather(reports, store.tracings())).results)
    if party and party not in knowledge.codes():
        raise Stop(unknown("country or organisation", party, knowledge.codes()))
    if party:
        found = [p for p in found if party in p.by]
    _print(found, as_json, show.promises(found), "no promise is known; `vedette add PATH` takes reports in")


@app.command()
def hypotheses(
    as_of: Day = None,
    table: Annotated[
        bool, typer.Option("--matrix", help="Evidence against hypotheses, what tells them apart first.")
    ] = False,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Shows each watch's hypotheses: likelihood in words and figures, and what moved it."""
    settings = load(workspace)
    until = _day(as_of)
    if table and as_of:
        raise Stop("--matrix shows the last day that was assessed; leave --as-of out")
    if table:
        return _matrix(settings, as_json)
    found: list[Assessment] = []
    says: dict[str, str] = {}
    with read_store(settings.store) as store:
        for watch in _watches(settings):
            says |= {h.name: h.says for h in watch.hypotheses}
            found += _last([a for a in store.assessments(watch.name) if a.day <= until])
    _print(found, as_json, show.hypotheses(found, says), "nothing is assessed yet; `vedette add PATH` takes reports in")


def _matrix(settings: Settings, as_json: bool) -> None:
    told: list[dict[str, Any]] = []
    with read_store(settings.store) as store:
        for watch in _watches(settings):
            rows = matrix(watch, store.signals(watch.name))
            told += [{"watch": watch.name, **row._asdict()} for row in rows]
            if not as_json:
                show.console().print(watch.name, style="bold", markup=False)
                show.console().print(show.matrix(rows, [h.name for h in watch.hypotheses]))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, sort_keys=True))


@app.command()
def warnings(
    open_only: Annotated[bool, typer.Option("--open", help="Only those not cleared.")] = False,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Shows the warnings with their reasons."""
    with read_store(load(workspace).store) as store:
        found = store.warnings(open_only=open_only)
    _print(found, as_json, show.warnings(found), "no warning was raised")


@app.command()
def why(
    id: Annotated[str, typer.Argument(help="An id, or its first digits.")],
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Opens any number down to the sentence that it rests on."""
    with read_store(load(workspace).store) as store:
        word = store.find(id) or _worked_out(store, id)
        if word is None:
            raise Stop(
                f"no claim, report, line of the ledger, promise, assessment or warning has the id {id!r};"
                " `vedette warnings` and `vedette ledger --all` list some"
            )
        told = _evidence(store, word)
        if as_json:
            typer.echo(
                json.dumps(
                    {"found": plain(word), "evidence": [plain(c) for c in told]}, ensure_ascii=False, sort_keys=True
                )
            )
            return
        terminal = show.console()
        terminal.print(show.opened(word))
        claims, found = tuple(store.claims()), tuple(store.origins())
        whose = voices(claims, found)
        for claim in told:
            same = tuple(c for c in claims if alike(c, claim))
            so, said = lineage(same, whose), heard(same, found)
            terminal.print(show.sentence(claim, store.report(claim.report), so, said))


def _worked_out(store: Store, id: str) -> Word | None:
    """Gives the line of the ledger or the promise of that id, or of a start of it, that no watch keeps."""
    if len(id) < LEAST:
        return None
    reports = store.reports()
    told = reports, store.claims(), gather(reports, store.tracings())
    day = datetime.now(UTC).date()
    found: list[Word] = [*promises_on(day, AsOf.REPORTED, *told).results, *ledger_on(day, AsOf.REPORTED, *told).results]
    hits = [word for word in found if getattr(word, "id", "").startswith(id)]
    if len(hits) > 1:
        raise Stop(f"{id!r} could be {len(hits)} lines of the ledger or promises; give more digits")
    return hits[0] if hits else None


def _evidence(store: Store, word: Word) -> list[Claim]:
    if isinstance(word, Claim):
        return [word]
    if isinstance(word, Report):
        return store.claims_of(word.id)
    ids = tuple(getattr(word, "evidence", ()))
    if isinstance(word, Presence):
        ids = (*ids, *(figure.claim for figure in word.figures))
    return [claim for each in dict.fromkeys(ids) if (claim := store.claim(each))]


@app.command()
def brief(
    out: Annotated[Path | None, typer.Option(help="The folder to write to; the workspace where none is named.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="What changed since that day; a week before where none is named.")
    ] = None,
    workspace: Workspace = HERE,
) -> None:
    """Writes the brief of each watch as HTML and Markdown: what changed, why, how sure."""
    settings, written = load(workspace), False
    with read_store(settings.store) as store:
        for watch in _watches(settings):
            told = store.assessments(watch.name)
            if not told:
                typer.echo(f"{watch.name}: no claim is about its parties yet, so there is no brief", err=True)
                continue
            last, start = max(a.day for a in told), _day(since) if since else None
            if start and start >= last:
                raise Stop(f"--since {start} is not before {last}, the last day that was assessed; name an earlier day")
            written = True
            for path in _write_brief(store, watch, last, start, out or settings.folder):
                typer.echo(f"brief: {path}")
    if not written:
        raise Stop("nothing is assessed yet; `vedette add PATH` takes reports in")


def _write_brief(store: Store, watch: Watch, day: date, since: date | None, folder: Path) -> list[Path]:
    told: Brief = compose(
        watch=watch, day=day, since=since, assessments=store.assessments(watch.name), signals=store.signals(watch.name),
        presences=store.presences(watch.name), warnings=store.warnings(watch.name), claims=store.claims(), reports=store.reports(),
        origins=store.origins(), problems=store.problems(),
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in FORMATS:
        path = folder / f"brief-{watch.name.lower().replace(' ', '-')}.{form.NAME}"
        path.write_text(form.write(told), encoding="utf-8")
        paths.append(path)
    return paths


@bring.command(name="events")
def import_coded(
    files: Annotated[list[str], typer.Argument(help="Files of ICEWS, GDELT 2, POLECAT or ACLED, plain or gzip.")],
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Takes dated coded events in: what has a mode becomes a claim, with its coder as the one voice."""
    settings, now = load(workspace), datetime.now(UTC)
    with open_store(settings.store) as store:
        with show.bar("importing") as step:
            rows, made, new, faults = import_events(store, coded_events(files), now, step)
        with show.bar("assessing") as step:
            keep_studies(store, _watches(settings), now.date(), step)
    if as_json:
        told = {"rows": rows, "claims": made, "new": new, "problems": [plain(p) for p in faults]}
        typer.echo(json.dumps(told, ensure_ascii=False, sort_keys=True))
        raise typer.Exit(1 if faults else 0)
    typer.echo(f"{rows:,} rows, {made:,} claims, {new:,} of them new")
    raise typer.Exit(_told_problems(faults))


@history.callback(invoke_without_command=True)
def backtest(
    context: typer.Context,
    case: Annotated[
        list[str] | None, typer.Option("--case", help="A shipped case, or a folder; may be repeated.")
    ] = None,
    all_cases: Annotated[bool, typer.Option("--all-cases", help="All shipped cases.")] = False,
    fitted: Annotated[
        bool, typer.Option("--calibrated", help="Also with numbers fitted on the cases marked for tuning.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="The folder to write the report page to.")] = None,
    as_json: Json = False,
) -> None:
    """Replays cases day by day, knowing only what was known: warned or not, when, how long before, and in vain."""
    if context.invoked_subcommand:
        return
    folders = _cases(case or [], all_cases)
    named = [_watch_of(folder, cases.case(folder).watch) for folder in folders]
    heard = []
    with show.bar("reading cases", len(folders)) as step:
        for folder in folders:
            heard.append(hear(folder))
            step(1)
    watches = {h.name: watch for watch, h in zip(named, heard, strict=True)}
    with show.bar("replaying", len(heard)) as step:
        told = replayed(heard, watches, fitted=fitted, progress=step)
    if as_json:
        typer.echo(json.dumps(case_lines(told), ensure_ascii=False, sort_keys=True))
    else:
        show.console().print(show.cases(told))
    _page(out, "backtest-cases.html", lambda: page.cases(told))


def _cases(named: list[str], every_one: bool) -> list[Path]:
    known = sorted(path.parent for path in shipped("cases").glob("*/case.toml"))
    if every_one or not named:
        return known
    found = [Path(name) if (Path(name) / "case.toml").is_file() else shipped("cases") / name for name in named]
    for told, path in zip(named, found, strict=True):
        if not (path / "case.toml").is_file():
            if Path(told).is_dir():
                raise Stop(f"{told} is no case: it has no case.toml")
            raise Stop(unknown("case", told, [each.name for each in known]))
    return found


def _watch_of(folder: Path, name: str) -> Watch:
    """Gives the watch that a case names: in its folder, in `watches/` beside the cases, else the shipped one."""
    near = [folder / f"{name}.toml", folder.resolve().parent.parent / "watches" / f"{name}.toml"]
    near.append(shipped("watches") / f"{name}.toml")
    found = next((path for path in near if path.is_file()), None)
    if found is None:
        raise Stop(f"{folder / 'case.toml'}: there is no watch {name!r}; put it there, as {near[0]}")
    return load_watch(found, indicators.KEYS)


def _page(out: Path | None, name: str, write: Callable[[], str]) -> None:
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(write(), encoding="utf-8")
        typer.echo(f"report: {out / name}", err=True)


@history.command(name="events")
def backtest_events(
    file: Annotated[str, typer.Argument(help="Coded events: ICEWS, GDELT 2, POLECAT or ACLED, plain or gzip.")],
    train_to: Annotated[
        str | None,
        typer.Option("--train-to", metavar="DAY", help="Trained on forecasts before it; else on the first 150 days."),
    ] = None,
    test_from: Annotated[
        str | None, typer.Option("--test-from", metavar="DAY", help="Tested from it on; else a horizon after training.")
    ] = None,
    horizon: Annotated[int, typer.Option(min=1, max=90, help="Days within which force is forecast.")] = 14,
    out: Annotated[Path | None, typer.Option(help="The folder to write the report page to.")] = None,
    as_json: Json = False,
) -> None:
    """Forecasts each week who uses force against whom, and scores it beside four references on the same rows."""
    first, then = (_day(each) if each else None for each in (train_to, test_from))
    faults: list[Problem] = []
    events: list[CodedEvent] = []
    with show.bar("reading events") as step:
        for each in coded_events([file]):
            (faults if isinstance(each, Problem) else events).append(each)  # type: ignore[arg-type]
            step(1)
    made = experiment(events, first, then, horizon)
    if as_json:
        typer.echo(json.dumps(as_lines(made), ensure_ascii=False, sort_keys=True))
    else:
        show.console().print(show.experiment(made))
    _page(out, "backtest-events.html", lambda: page.events(made))
    raise typer.Exit(_told_problems(faults))


@app.command()
def calibrate(
    watch: Annotated[Path, typer.Argument(help="The watch file to write a next version of.")],
    case: Annotated[
        list[str] | None,
        typer.Option("--case", help="A case to fit on; the shipped ones marked for tuning where none is named."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output where none is named.")] = None,
) -> None:
    """Fits a watch's likelihood ratios to cases whose outcomes are known, and writes its next version with where from."""
    asked = load_watch(watch, indicators.KEYS)
    found: list[Answer] = []
    folders = _cases(case or [], every_one=False)
    with show.bar("replaying", len(folders)) as step:
        for folder in folders:
            heard = hear(folder)
            if case or heard.case.part == "tune":
                own = _watch_of(folder, heard.case.watch)
                found += answers(heard, own, replay(heard, own))
            step(1)
    fits = {h.kind: fit(h.kind, found) for h in asked.hypotheses if any(a.kind == h.kind for a in found)}
    if not fits:
        kinds = ", ".join(sorted({a.kind for a in found})) or "none"
        raise Stop(
            f"{watch}: none of its questions is of a kind that the cases tell the outcome of ({kinds}); give it a kind"
        )
    text = written(watch.read_text(encoding="utf-8"), asked, fits)
    if out:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"wrote {out}; next: {_command()} backtest --all-cases")
    else:
        typer.echo(text, nl=False)
    show.console(stderr=True).print(show.fits(asked, fits))


@app.command()
def doctor(workspace: Workspace = HERE, as_json: Json = False) -> None:
    """Tests the set-up and the data, and says what to mend."""
    checks: list[dict[str, str]] = []

    def check(name: str, test: Any) -> None:
        try:
            checks.append({"check": name, "state": "ok", "told": str(test())})
        except Stop as stop:
            checks.append({"check": name, "state": "wrong", "told": str(stop)})

    check(
        "knowledge",
        lambda: f"{len(knowledge.states())} states, {len(knowledge.outlets())} outlets, {len(knowledge.modes())} modes",
    )
    check("shipped case and watch", lambda: f"{shipped('cases/belarus')}, {shipped('watches/belarus.toml')}")
    check("settings", lambda: load(workspace).folder)
    check("watches", lambda: ", ".join(w.name for w in _watches(load(workspace))))
    check("store", lambda: _counted(load(workspace)))
    check("reader", lambda: _tried(load(workspace)))
    wrong = [c for c in checks if c["state"] != "ok"]
    if as_json:
        typer.echo(json.dumps(checks, ensure_ascii=False))
    else:
        for c in checks:
            typer.echo(f"{c['state']:6} {c['check']}: {show.safe(c['told'])}")
    raise typer.Exit(1 if wrong else 0)


def _tried(settings: Settings) -> str:
    second = _second(settings)
    return second.try_out() if second else "built in"


@data.command(name="check")
def check_knowledge(as_json: Json = False) -> None:
    """Lints all data: terms of office, codes, names that collide, points in another country, rows without a source."""
    found = faults()
    if as_json:
        typer.echo(json.dumps([each._asdict() for each in found], ensure_ascii=False))
    else:
        for each in found:
            typer.echo(show.safe(f"{each.file}: {each.kind}: {each.subject}: {each.message}"))
        typer.echo(f"{len(found)} faults" if found else "no fault found")
    raise typer.Exit(1 if found else 0)


def _counted(settings: Settings) -> str:
    with open_store(settings.store) as store:
        return ", ".join(f"{n} {name}" for name, n in store.counts().items())


def _watches(settings: Settings) -> list[Watch]:
    paths = sorted(settings.watches.glob("*.toml"))
    found = [load_watch(path, indicators.KEYS) for path in paths]
    named: dict[str, Path] = {}
    for path, watch in zip(paths, found, strict=True):
        if watch.name in named:
            raise Stop(f"{path} and {named[watch.name]} have one name, {watch.name!r}; give each its own")
        named[watch.name] = path
    if not found:
        raise Stop(f"{settings.watches} holds no watch; copy one there, as {shipped('watches/belarus.toml')}")
    return found


def _last(assessments: Any) -> list[Assessment]:
    latest = {a.hypothesis: a for a in sorted(assessments, key=lambda a: a.day)}
    return [latest[name] for name in latest]


def _day(told: str | None) -> date:
    if told is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(told)
    except ValueError as fault:
        raise Stop(f"{told!r} is no day; write it as 2022-02-21") from fault


def _print(found: list[Any], as_json: bool, table: Any, empty: str) -> None:
    if as_json:
        typer.echo(json.dumps([plain(word) for word in found], ensure_ascii=False, sort_keys=True))
    elif found:
        show.console().print(table)
    else:
        typer.echo(empty)


def _told_problems(found: list[Problem]) -> int:
    """Prints problems by kind, five examples each; gives the exit status."""
    if found:
        show.console(stderr=True).print(show.problems(found))
    return 1 if found else 0


if __name__ == "__main__":
    main()
