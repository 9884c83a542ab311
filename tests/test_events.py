"""Dated coded events: four formats read row by row, the names and codes in them, and the claims they make."""

import gzip
import io
import json
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette import knowledge
from vedette.collect import events
from vedette.collect.events import CodedEvent, Party, acled, claims, gdelt, polecat
from vedette.collect.events.parties import country, party
from vedette.errors import Stop
from vedette.knowledge import coding
from vedette.vocabulary import Certainty, Mode, Point, Polarity, Problem, Reality, When, from_json, to_json

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2018, 3, 2)
SHARED = Path(__file__).parents[2] / "shared" / "data" / "icews"
PEOPLE = "Military (Russia)", "Ukraine"


def read(body: bytes | str, name: str = "events") -> tuple[list[CodedEvent], list[Problem]]:
    raw = body.encode() if isinstance(body, str) else body
    got = list(events.lines(io.BufferedReader(io.BytesIO(raw)), name))  # type: ignore[arg-type]
    return [each for each in got if isinstance(each, CodedEvent)], [each for each in got if isinstance(each, Problem)]


def one(body: str) -> CodedEvent:
    (event,), problems = read(body)
    assert not problems
    return event


def fault(body: str) -> str:
    """The kind of the only problem of a body, whose other rows are read."""
    _, (problem,) = read(body)
    return problem.kind


def icews(source: str = PEOPLE[0], target: str = PEOPLE[1], cameo: str = "190", day: str = "2018-03-02") -> str:
    return (
        json.dumps({"date": day, "source": source, "event": "told in words", "cameo": cameo, "target": target}) + "\n"
    )


def gdelt_row(**told: str) -> str:
    cells = [""] * 61
    filled = {"id": "1", "day": "20220224", "name1": "RUSSIA", "country1": "RUS", "kind1": "MIL", "name2": "UKRAINE",
             "country2": "UKR", "code": "190", "root": "19", "geo": "4", "place": "Kyiv, Kyyiv, Misto, Ukraine", "fips": "UP",
             "lat": "50.43", "lon": "30.52", "added": "20220225001500"} | told  # fmt: skip
    at = {"id": 0, "day": 1, "name1": 6, "country1": 7, "group1": 8, "kind1": 12, "name2": 16, "country2": 17, "group2": 18,
          "kind2": 22, "code": 26, "root": 28, "geo": 51, "place": 52, "fips": 53, "lat": 56, "lon": 57, "added": 59}  # fmt: skip
    for name, value in filled.items():
        cells[at[name]] = value
    return "\t".join(cells) + "\n"


HEADER = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\t"
    "Recipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\t"
    "Placename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\t"
    "Publication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion\n"
)


def polecat_row(**told: str) -> str:
    names = HEADER.rstrip("\n").split("\t")
    filled = {"Event ID": "20220215-7", "Event Date": "2022-02-15", "Event Type": "RETREAT", "Event Mode": "withdraw",
             "Actor Name": "Russian army", "Actor Country": "RUS", "Primary Actor Sector": "MIL", "Recipient Name": "None",
             "Recipient Country": "None", "Placename": "Yelnya", "Country": "RUS", "Latitude": "54.57", "Longitude": "33.18",
             "Feature Type": "PPL", "Publication Date": "2022-02-16"} | {k.replace("_", " "): v for k, v in told.items()}  # fmt: skip
    return "\t".join(filled.get(name, "None") for name in names) + "\n"


COLUMNS = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n"
)


def acled_row(separator: str = ",", **told: str) -> str:
    filled = {"event_id_cnty": "UKR1", "event_date": "2022-03-01", "year": "2022", "time_precision": "1", "sub_event_type": "Armed clash",
             "actor1": "Military Forces of Russia (2000-)", "inter1": "8", "actor2": "Military Forces of Ukraine (2019-)", "inter2": "1",
             "iso": "804", "country": "Ukraine", "location": "Kharkiv", "latitude": "49.98", "longitude": "36.25",
             "geo_precision": "1", "fatalities": "3", "notes": "Fighting.", "timestamp": "1700000000"} | told  # fmt: skip
    return separator.join(filled.get(name, "") for name in COLUMNS.rstrip("\n").split(",")) + "\n"


# Each format


def test_an_icews_quadruple_is_an_event_with_both_its_parties() -> None:
    event = one(icews())
    assert event.source == Party(name="Military (Russia)", code="RUS", sector="Military")
    assert event.target == Party(name="Ukraine", code="UKR")
    assert (event.coder, event.row, event.day, event.code, event.root) == ("ICEWS", 1, DAY, "190", "ASSAULT")
    assert event.when == When(start=DAY, end=DAY) and event.place is None and event.added is None


def test_a_gdelt_row_has_its_place_by_fips_and_the_day_on_which_it_was_added() -> None:
    event = one(gdelt_row())
    assert (event.coder, event.id, event.source.code, event.source.sector) == ("GDELT", "1", "RUS", "Military")
    assert event.place is not None and event.place.country == "UKR"
    assert event.place.point == Point(lat=50.43, lon=30.52, radius_km=10)
    assert (event.day, event.added) == (date(2022, 2, 24), date(2022, 2, 25))


def test_a_polecat_row_has_its_type_and_mode_and_none_says_nothing() -> None:
    event = one(HEADER + polecat_row())
    assert (event.coder, event.row, event.code, event.root) == ("POLECAT", 2, "RETREAT-withdraw", "RETREAT")
    assert event.source == Party(name="Russian army", code="RUS", sector="Military")
    assert event.target == Party(name="")
    assert event.place is not None and (event.place.name, event.place.country) == ("Yelnya", "RUS")
    assert event.added == date(2022, 2, 16)


def test_an_acled_row_has_no_direction_and_its_dead_are_counted() -> None:
    event = one(COLUMNS + acled_row())
    assert (event.coder, event.id, event.root, event.fatalities, event.directed) == (
        "ACLED",
        "UKR1",
        "ASSAULT",
        3,
        False,
    )
    assert (event.source.code, event.target.code) == ("RUS", "UKR")
    assert event.place is not None and event.place.country == "UKR"


@pytest.mark.parametrize(
    "body", [icews(), gdelt_row(), HEADER + polecat_row(), polecat_row(), COLUMNS + acled_row()],
    ids=["ICEWS", "GDELT", "POLECAT", "POLECAT without header", "ACLED"],
)  # fmt: skip
def test_gzip_gives_the_same_as_plain_whatever_the_name(body: str) -> None:
    assert read(gzip.compress(body.encode()), "x.csv") == read(body, "x.csv")
    assert read("\ufeff" + body, "x") == read(body, "x")
    assert read(body.replace("\n", "\r\n"), "x") == read(body, "x")


# Traps


FIPS = [
    ("RS", "RUS", "not Serbia"), ("RI", "SRB", "not an island"), ("BO", "BLR", "not Bolivia"), ("UP", "UKR", ""), ("GG", "GEO", ""),
    ("AS", "AUS", "not American Samoa"), ("AU", "AUT", "not Australia"), ("CH", "CHN", "not Switzerland"), ("SZ", "CHE", ""),
    ("GM", "DEU", "not Gambia"), ("KS", "KOR", ""), ("KV", "XKX", ""), ("GZ", "PSE", ""), ("WE", "PSE", ""), ("IS", "ISR", ""),
    ("IZ", "IRQ", ""), ("TU", "TUR", ""), ("EN", "EST", ""), ("LG", "LVA", ""), ("LH", "LTU", ""), ("UK", "GBR", ""), ("OS", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "state", "why"), FIPS)
def test_gdelt_places_have_fips_codes(code: str, state: str | None, why: str) -> None:
    place = one(gdelt_row(fips=code)).place
    assert place is not None and place.country == state, why


def test_a_country_is_no_point_on_the_map() -> None:
    for kind, radius in (("1", None), ("5", 150), ("3", 10)):
        place = one(gdelt_row(geo=kind)).place
        assert place is not None and (place.point.radius_km if place.point else None) == radius
    assert one(gdelt_row(place="", lat="", lon="")).place is None
    polecat_country = one(polecat_row(Placename="None", Feature_Type="PCLI")).place
    assert polecat_country is not None and polecat_country.point is None


def test_a_known_group_acts_and_not_the_country_it_is_in() -> None:
    event = one(
        gdelt_row(
            name1="HAMAS",
            country1="PSE",
            group1="HMS",
            kind1="REB",
            name2="NATO",
            country2="",
            group2="NAT",
            kind2="MIL",
        )
    )
    assert (event.source.code, event.target.code) == ("HAMAS", "NATO")
    assert one(gdelt_row(name1="ROMANIA", country1="ROM")).source.code == "ROU"
    assert one(gdelt_row(name1="EUROPE", country1="EUR")).source.code is None


def test_a_gdelt_code_that_lost_its_nought_is_no_code() -> None:
    assert one(gdelt_row(code="043", root="04")).code == "043"
    assert fault(gdelt_row(code="43", root="4") + gdelt_row()) == "code"
    assert fault(gdelt_row(code="10", root="01") + gdelt_row()) == "code"


ACTORS = [
    ("Military (Russia)", "RUS", "Military", "a role before its state"),
    ("Defense / Security Ministry (Ukraine)", "UKR", "Government", "a ministry"),
    ("Citizen (Belarus)", "BLR", "Civilian", "belongs to it, does not act for it"),
    ("Member of Legislative  (India)", "IND", "Government", "two blanks"),
    ("Beekeeper (Poland)", "POL", "Beekeeper", "an unknown role is kept as coded"),
    ("Militant (Taliban)", "TALIBAN", "Rebel", "a role before its group"),
    ("Palestinian Territory, Occupied", "PSE", None, "a name that only ICEWS has"),
    ("Cote d'Ivoire", "CIV", None, "without its accent"),
    ("Georgia", "GEO", None, "alone, where it is the state"),
    ("Vladimir Putin", "RUS", "Government", "a person by his office"),
    ("Kim Jong-Un", "PRK", "Government", "whatever the capitals"),
    ("Sergey Viktorovich Lavrov", "RUS", "Government", "a person by a fuller name"),
    ("Yemeni Armed Forces", "YEM", "Military", "a people's forces"),
    ("Free Syrian Army", "FSA", None, "a group that is called so"),
    ("Popular Army", None, None, "nobody's forces"),
    ("Unspecified Actor", None, None, "nobody"),
    ("Police (Atlantis)", None, "Police", "a role of nowhere"),
    ("Putin", None, None, "a surname alone is no full name"),
    ("", None, None, "no name"),
]


@pytest.mark.parametrize(("name", "code", "sector", "why"), ACTORS)
def test_names_of_icews_have_codes(name: str, code: str | None, sector: str | None, why: str) -> None:
    assert party(name, DAY) == Party(name=name, code=code, sector=sector), why


def test_a_person_counts_only_while_in_office() -> None:
    assert party("Jacob Gedleyihlekisa Zuma", date(2018, 2, 1)).code == "ZAF"
    assert party("Jacob Gedleyihlekisa Zuma", date(2018, 4, 1)).code is None


def test_the_name_of_a_state_or_its_code_is_the_state() -> None:
    assert (country("Russia"), country("RUS"), country("RUS;CHN"), country("NATO")) == ("RUS", "RUS", None, None)


def test_several_countries_in_one_cell_of_polecat_are_none_alone() -> None:
    assert one(polecat_row(Actor_Name="Russia; China", Actor_Country="RUS;CHN")).source.code is None


RIVALS = [
    ("Military Forces of Russia (2000-)", "8", "RUS", "Military"),
    ("Military Forces of Russia (2000-) Air Force", "8", "RUS", "Military"),
    ("Military Forces of the United States (2021-)", "8", "USA", "Military"),
    ("Police Forces of Iran (1989-)", "1", "IRN", "Police"),
    ("Government of Yemen (2017-) Houthi", "1", None, "Government"),
    ("Military Forces of Libya (2014-) Haftar Faction", "1", None, "Military"),
    ("Former Military Forces of Ukraine (2014-2019)", "1", None, "Former Military Forces of Ukraine"),
    ("Civilians (Ukraine)", "7", "UKR", "Civilian"),
    ("Protesters (Belarus)", "Protesters", "BLR", "Protester"),
    ("Unidentified Armed Group (Mali)", "Political militia", "MLI", "Rebel"),
    ("NATO", "8", "NATO", None),
    ("Boko Haram", "2", "BOKO-HARAM", "Rebel"),
]


@pytest.mark.parametrize(("name", "kind", "code", "sector"), RIVALS)
def test_who_bears_a_states_name_in_acled_is_not_always_the_state(
    name: str, kind: str, code: str | None, sector: str | None
) -> None:
    event = one(COLUMNS + acled_row(actor1=name, inter1=kind))
    assert event.source == Party(name=name, code=code, sector=sector)


def test_acled_dates_are_written_two_ways_and_may_mean_a_week_or_a_month() -> None:
    assert one(COLUMNS + acled_row(event_date="01 March 2022")).day == date(2022, 3, 1)
    week = one(COLUMNS + acled_row(time_precision="2")).when
    assert (week.start, week.end) == (date(2022, 2, 23), date(2022, 3, 7))
    month = one(COLUMNS + acled_row(event_date="2022-02-15", time_precision="3")).when
    assert (month.start, month.end) == (date(2022, 2, 1), date(2022, 2, 28))


def test_acled_notes_may_run_over_lines_and_an_open_quote_costs_only_its_own() -> None:
    noted = acled_row(notes='"Said ""no"",\n\nthen left."', event_id_cnty="UKR2")
    read_in, problems = read(COLUMNS + noted + acled_row())
    assert ([(e.id, e.row) for e in read_in], problems) == ([("UKR2", 2), ("UKR1", 5)], [])
    broken = acled_row(notes='"never closed', event_id_cnty="UKR2")
    read_in, problems = read(COLUMNS + broken + "".join(acled_row(event_id_cnty=f"UKR{n}") for n in range(3, 300)))
    assert [e.id for e in read_in] == [f"UKR{n}" for n in range(3, 300)]
    assert [(p.kind, p.subject) for p in problems] == [("quote", "events:2")]
    inch = acled_row(notes='A 5" gun fired.')
    assert read(COLUMNS + inch + acled_row(event_id_cnty="UKR2"))[1] == []
    assert len(read(COLUMNS.replace(",", ";") + acled_row(";"))[0]) == 1


# What cannot be read


FAULTS = [
    (icews(day="2018-13-02"), "date", "a month that is none"),
    (icews(day=""), "no date", "no date"),
    (icews(day="20180302"), "date", "another spelling"),
    (icews(cameo="999"), "code", "an unknown code"),
    ('{"date": "2018-03-02"}\n', "record", "no parties"),
    ("{broken\n", "record", "no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "kind", "why"), FAULTS, ids=[case[2] for case in FAULTS])
def test_a_row_of_icews_that_cannot_be_read_is_a_problem_and_stops_no_other(row: str, kind: str, why: str) -> None:
    read_in, problems = read(icews() + row + icews())
    assert (len(read_in), [(p.stage, p.kind, p.subject) for p in problems]) == (2, [("collect", kind, "events:2")]), why


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (gdelt_row() + gdelt_row().replace("\t", "", 1), "columns"),
        (gdelt_row() + gdelt_row(day=""), "no date"),
        (gdelt_row() + gdelt_row(day="20221301"), "date"),
        (gdelt_row() + gdelt_row(code="---"), "code"),
        (gdelt_row() + gdelt_row(lat="95"), "place"),
        (gdelt_row() + gdelt_row(lon=""), "place"),
        (gdelt_row() + gdelt_row(id=""), "id"),
        (HEADER + polecat_row() + "\t" + polecat_row(), "columns"),
        (HEADER + polecat_row() + polecat_row(Event_Date="None"), "no date"),
        (HEADER + polecat_row() + polecat_row(Event_Type="DANCE"), "code"),
        (COLUMNS + acled_row() + acled_row(sub_event_type="Dance"), "code"),
        (COLUMNS + acled_row() + acled_row(event_date="1 Mars 2022"), "date"),
        (COLUMNS + acled_row() + acled_row(time_precision="9"), "date"),
        (COLUMNS + acled_row() + acled_row(fatalities="many"), "number"),
        (COLUMNS + acled_row() + "UKR3,2022-03-01\n", "columns"),
    ],
)
def test_a_broken_row_of_the_others_is_a_problem(body: str, kind: str) -> None:
    assert len(read(body)[0]) == 1
    assert fault(body) == kind


def test_an_unknown_mode_of_polecat_leaves_the_event_its_type_and_makes_no_claim() -> None:
    event = one(HEADER + polecat_row(Event_Mode="tiptoe"))
    assert (event.code, event.root) == ("RETREAT-tiptoe", "RETREAT")
    assert [p.kind for p in claims([event], NOW).problems] == ["no mode"]
    assert one(polecat_row(Event_Type="COERCE", Event_Mode="SIEZE")).code == "COERCE-seize"


def test_bytes_that_are_not_utf_8_and_rows_without_end_cost_their_own_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LIMIT", 1000)
    body = icews().encode() + b'{"date": "\xff"}\n' + b"x" * 5000 + b"\n" + icews().encode()
    read_in, problems = read(body)
    assert [e.row for e in read_in] == [1, 4]
    assert [(p.kind, p.subject) for p in problems] == [("encoding", "events:2"), ("too large", "events:3")]


def test_a_format_is_told_by_the_first_rows_that_can_be_read() -> None:
    read_in, problems = read(b"\xff\n" * 50 + b"{broken\n" + icews().encode())
    assert ([e.row for e in read_in], len(problems)) == ([52], 51)


def test_a_gzip_that_breaks_off_gives_what_came_before_and_a_problem() -> None:
    whole = gzip.compress("".join(icews(source=f"Nobody {n * n}") for n in range(5000)).encode())
    read_in, problems = read(whole[: len(whole) // 2])
    assert read_in and [p.kind for p in problems] == ["unreadable"]
    assert [p.kind for p in read(whole[:8])[1]] == ["unreadable"]
    assert [p.kind for p in read(b"")[1]] == ["nothing to read"]


@pytest.mark.parametrize("body", ["a\tb\tc\n", "one,two\n", "Troops came.\n", '{"id": "1", "text": "Troops came."}\n'])
def test_what_fits_no_format_stops_and_names_those_that_are_known(body: str) -> None:
    with pytest.raises(Stop) as stop:
        read(body, "mine.csv")
    assert "mine.csv" in str(stop.value) and "columns" in str(stop.value)
    assert all(coder in str(stop.value) for coder in ("ICEWS", "GDELT", "POLECAT", "ACLED"))


def test_a_zip_or_a_header_without_its_columns_or_a_missing_file_stops_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="unpack"):
        read(b"PK\x03\x04rest")
    with pytest.raises(Stop, match="actor1"):
        read(COLUMNS.replace("actor1,", "first,") + acled_row())
    with pytest.raises(Stop, match="ls "):
        list(events.every([str(tmp_path / "none.csv")]))


def test_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    for name, body in (("a", icews()), ("b", gdelt_row())):
        (tmp_path / name).write_text(body)
    got = list(events.every([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert [(e.coder, e.file) for e in got if isinstance(e, CodedEvent)] == [("ICEWS", "a"), ("GDELT", "b")]


STARTS = st.sampled_from([b"", icews().encode(), gdelt_row().encode(), (HEADER + polecat_row()).encode(),
                          (COLUMNS + acled_row()).encode(), b"\x1f\x8b", COLUMNS.encode()])  # fmt: skip


@given(
    STARTS,
    st.lists(
        st.one_of(st.binary(max_size=40), st.sampled_from([b"\n", b'"', b"\t" * 60, b"," * 30, b"\t" * 39, b"{"]))
    ),
)
def test_any_bytes_give_events_and_problems_or_stop(start: bytes, rest: list[bytes]) -> None:
    try:
        read_in, problems = read(start + b"".join(rest))
    except Stop:
        return
    assert read_in or problems
    assert all(from_json(to_json(event), CodedEvent) == event for event in read_in)


@given(st.dictionaries(st.sampled_from(["id", "day", "name1", "country1", "group1", "kind1", "code", "root", "geo", "place", "fips",
                                        "lat", "lon", "added"]), st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"))))  # fmt: skip
def test_any_cell_of_gdelt_gives_an_event_or_a_problem(told: dict[str, str]) -> None:
    read_in, problems = read(gdelt_row() + gdelt_row(**told))
    assert len(read_in) + len(problems) == 2
    for made in claims(read_in, NOW).results:
        assert made.quote[slice(*made.trigger)].startswith(("190", read_in[-1].code))


@given(st.text(), st.text())
def test_any_name_gives_a_party_of_that_name(source: str, target: str) -> None:
    event = one(icews(source, target)) if source.isprintable() and target.isprintable() else None
    assert party(source, DAY).name == source
    assert event is None or (event.source.name, event.target.name) == (source, target)


# Codes


def test_every_code_of_cameo_has_a_meaning_and_a_line_of_our_own() -> None:
    assert len(coding.cameo()) == 318
    assert {f"{n:02}" for n in range(1, 21)} < set(coding.cameo())
    for told in (coding.cameo(), coding.plover(), coding.acled()):
        assert all(m.says and m.parties in {"", "both", "reversed"} for m in told.values())
    if (listed := SHARED / "cameo_codes.jsonl").is_file():
        codes = {json.loads(line)["code"] for line in listed.read_text(encoding="utf-8").splitlines()}
        assert codes < set(coding.cameo())


def test_every_plover_type_is_one_and_every_code_of_an_actor_is_known() -> None:
    types = {code for code in coding.plover() if "-" not in code}
    assert len(types) == 16
    for told in (coding.cameo(), coding.plover(), coding.acled()):
        assert {m.plover for m in told.values()} - {None} <= types
    named = coding.table("icews", "names").values()
    assert {*named, *coding.fips().values(), *coding.numeric().values()} <= set(knowledge.states())
    assert set(coding.table("plover", "spellings").values()) <= {c.partition("-")[2] for c in coding.plover()}
    for name in coding.table("icews", "people").values():
        assert events.parties.entries(name), name


MODES = [
    ("138", Mode.THREATEN, "yes", "certain", "actual"), ("0356", Mode.WITHDRAW, "yes", "possible", "planned"),
    ("0874", Mode.WITHDRAW, "yes", "certain", "actual"), ("150", Mode.READY, "yes", "possible", "actual"),
    ("154", Mode.BUILDUP, "yes", "certain", "actual"), ("036", Mode.CONSULT, "yes", "certain", "planned"),
    ("1622", Mode.ARM, "no", "certain", "actual"), ("0332", Mode.PLEDGE, "yes", "certain", "actual"),
    ("016", Mode.DENY, "yes", "certain", "actual"), ("1246", Mode.REFUSE, "yes", "certain", "actual"),
    ("0861", Mode.CONSENT, "yes", "certain", "actual"), ("010", None, "yes", "certain", "actual"), ("163", None, "yes", "certain", "actual"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "mode", "polarity", "certainty", "reality"), MODES)
def test_a_code_says_what_a_mode_says(
    code: str, mode: Mode | None, polarity: str, certainty: str, reality: str
) -> None:
    told = coding.cameo()[code]
    assert (told.mode, told.polarity, told.certainty, told.reality) == (
        mode,
        Polarity(polarity),
        Certainty(certainty),
        Reality(reality),
    )


# Claims


def made(body: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.mode.value, c.actor, c.other) for c in claims(read(body)[0], NOW).results]


def test_a_claim_carries_the_row_as_its_line_and_the_coder_as_its_outlet() -> None:
    (claim,) = claims([one(icews())], NOW).results
    assert claim.quote == "ICEWS: Military (Russia) → Ukraine, 190 uses conventional military force, 2018-03-02"
    assert claim.quote[slice(*claim.trigger)] == "190 uses conventional military force"
    assert claim.evidence == (0, len(claim.quote))
    assert (claim.outlet, claim.reported, claim.time) == ("ICEWS", DAY, When(start=DAY, end=DAY))
    assert (claim.mode, claim.actor, claim.other, claim.quantity) == (Mode.ATTACK, ("RUS",), ("UKR",), None)


def test_a_claim_was_reported_when_the_coder_added_it() -> None:
    (claim,) = claims([one(gdelt_row())], NOW).results
    assert (claim.reported, claim.time) == (
        date(2022, 2, 25),
        When(start=date(2022, 2, 24), end=date(2022, 2, 24)),
    )
    assert claim.quote.endswith("Kyiv, Kyyiv, Misto, Ukraine, 2022-02-24")


PARTIES = [
    (icews("Russia", "Belarus", "042"), [("CONSULT", ("RUS",), ("BLR",))], "the visitor goes to his host"),
    (icews("Belarus", "Russia", "043"), [("CONSULT", ("RUS",), ("BLR",))], "the host receives the visitor"),
    (icews("Russia", "Belarus", "046"), [("CONSULT", ("RUS", "BLR"), ())], "both negotiate"),
    (icews("Russia", "Belarus", "062"), [("EXERCISE", ("RUS", "BLR"), ())], "both exercise"),
    (icews("Military (Russia)", "Citizen (Ukraine)"), [("ATTACK", ("RUS",), ("UKR",))], "a state's people are hit"),
    (icews("Military (Russia)", "Armed Rebel (Syria)"), [("ATTACK", ("RUS",), ())], "rebels in a state are not the state"),
    (icews("Citizen (Russia)", "Ukraine"), [], "a citizen does not act for the state"),
    (icews("Armed Rebel (Ukraine)", "Military (Ukraine)"), [], "nor does a rebel in it"),
    (icews("Militant (Taliban)", "Military (Afghanistan)"), [("ATTACK", ("TALIBAN",), ("AFG",))], "a group's man acts for it"),
    (icews("Government (India)", "Military (India)", "100"), [], "no demand inside one state"),
    (icews("Vladimir Putin", "Royal Dutch Shell", "040"), [], "no talks with nobody"),
    (icews("Russia", "Ukraine", "010"), [], "a statement is no claim"),
    (COLUMNS + acled_row(), [("ATTACK", ("RUS", "UKR"), ())], "a clash has two sides"),
    (COLUMNS + acled_row(actor2="Civilians (Ukraine)", inter2="7"), [("ATTACK", ("RUS",), ("UKR",))], "civilians are hit"),
    (COLUMNS + acled_row(sub_event_type="Headquarters or base established", actor2=""), [("STATION", ("RUS",), ())], "a base"),
    (HEADER + polecat_row(), [("WITHDRAW", ("RUS",), ())], "a withdrawal"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "why"), PARTIES, ids=[case[2] for case in PARTIES])
def test_who_acts_and_whom_it_is_done_to(
    body: str, expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]], why: str
) -> None:
    assert made(body) == expected, why


def test_a_plan_has_no_time_for_its_day_is_that_of_the_telling() -> None:
    (claim,) = claims([one(icews("Russia", "Ukraine", "0356"))], NOW).results
    assert (claim.reality, claim.time, claim.reported) == (Reality.PLANNED, None, DAY)


def test_what_makes_no_claim_is_counted_by_its_reason_with_five_examples() -> None:
    body = (
        "".join(icews("Russia", f"Town {n}", "010") for n in range(7)) + icews("Nobody", "Ukraine") + icews() + icews()
    )
    done = claims(read(body)[0], NOW)
    assert len(done.results) == 1
    assert [(p.kind, p.subject) for p in done.problems] == [
        ("no actor", "events:8"),
        ("no mode", "events:1"),
        ("told twice", "events:10"),
    ]
    assert "7 events" in done.problems[1].message and done.problems[1].message.count("events:") == 5


def test_an_event_has_one_claim_in_whatever_file_it_stands() -> None:
    (one_file,), _ = read(gdelt_row(), "a")
    (other,), _ = read(gdelt_row(id="2") + gdelt_row(), "b")[0][1:], None
    first, again = claims([one_file], NOW).results[0], claims([other], NOW).results[0]
    assert first.id == again.id and first.report != again.report


@pytest.mark.skipif(not (SHARED / "icews18.jsonl.gz").is_file(), reason="the events are not here")
def test_ten_months_of_icews_are_read_without_a_problem_in_seconds() -> None:
    start, number, coded = time.monotonic(), 0, 0
    for event in events.read(SHARED / "icews18.jsonl.gz"):
        assert isinstance(event, CodedEvent)
        number += 1
        coded += event.source.code is not None and event.target.code is not None
    assert number == 468_558
    assert coded / number > 0.7
    assert time.monotonic() - start < 30, "a third of that alone; other work may share the machine"


def test_every_format_stands_in_the_table() -> None:
    folder = Path(events.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "claims", "coded", "parties"} == {
        module.CODER.lower() for module in (events.icews, gdelt, polecat, acled)
    }
    assert len(events.FORMATS) == 4
