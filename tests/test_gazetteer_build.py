"""What builds the shipped gazetteer: outlines, towns, divisions and words from tiny inputs; the sources where they lie."""

import gzip
from pathlib import Path

import pytest

from training import borders, cities, placewords, towns

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
KNOWLEDGE = Path(__file__).parent.parent / "vedette" / "knowledge"
SQUARE = [(0.0, 0.0), (5.0, 0.005), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]

sources = pytest.mark.skipif(not (DATA / "gazetteer").exists(), reason="the sources are not laid beside the project")


def test_an_outline_loses_the_corners_that_tell_nothing_and_stays_closed() -> None:
    thin = borders.ring(SQUARE)
    assert thin == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    assert borders.ring(thin) == thin
    assert borders.line_of("POL", thin[:2]) == "POL 0,0 1000,0"


def test_crimea_is_ukraines_and_not_among_russias_rings() -> None:
    def land(code: str, corner: float) -> dict[str, object]:
        ring = [[x + corner, y + corner] for x, y in SQUARE]
        return {"properties": {"adm0_a3": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    lands = [land("RUS", 0), land("RUS", 50), land("KOS", 80), land("KAS", 90)]
    assert [code for code, _ in borders.outlines(lands, borders.ring(SQUARE))] == ["UKR", "RUS", "XKX"]


CENTRES: list[tuple[str, float, tuple[str, str, str, int], str]] = [
    ("LUX", 2586.0, ("LUX", "49.75", "6.17", 35), "reaches a little farther than a disc of its area"),
    ("VAT", 0.44, ("VAT", "49.75", "6.17", 5), "never less than five kilometres"),
    ("UNK", 10908.0, ("XKX", "49.75", "6.17", 75), "Kosovo under its usual code"),
    ("AUS", 7686850.0, ("AUS", "-25.00", "135.00", 2035), "a large state has GeoNames' point"),
]


@pytest.mark.parametrize(("code", "area", "expected", "why"), CENTRES, ids=[case[3] for case in CENTRES])
def test_a_state_has_a_middle_and_a_reach(
    code: str, area: float, expected: tuple[str, str, str, int], why: str
) -> None:
    assert borders.centre({"cca3": code, "latlng": [49.75, 6.17]}, {expected[0]: area}) == expected


def city(**told: object) -> cities.City:
    facts = {
        "name": "Al Manşūrah", "plain": "Al Mansurah", "alternates": [], "country": "EGY", "division": "01",
        "lat": "31.0364", "lon": "31.3807", "population": 420_195, "code": "PPLA",
    }  # fmt: skip
    return cities.City(**{**facts, **told})  # type: ignore[arg-type]


def row(**told: str) -> cities.Row:
    facts = {
        "name": "Brest", "ascii": "Brest", "other_names": "", "country": "BLR", "division": "01",
        "lat": "52.0977", "lon": "23.6877", "population": "340723", "feature": "PPLA",
    }  # fmt: skip
    return cities.Row(**{**facts, **told})


def test_a_large_city_is_called_by_a_good_part_of_its_name() -> None:
    named = city(alternates=["Mansura", "Mansurah", "Mans", "el-Mansurah", "Mansur"])
    assert [name for name in cities.short_forms(named) if name] == ["Mansura", "Mansurah", "Mansur"]
    assert cities.short_forms(city(alternates=["Mansurah"], population=90_000)) == []


def test_a_former_division_is_known_by_the_places_that_both_lists_have() -> None:
    def listed(name: str, lat: str, division: str) -> dict[str, str]:
        return {"cc": "CN", "name": name, "lat": lat, "lon": "115.9", "admin1": division}

    large = [listed("Nanchang", "28.68", "03"), listed("Jiujiang", "29.70", "03"), listed("Huangshi", "30.25", "12")]
    small = [listed("Nanchang", "28.69", "Jiangxi Sheng"), listed("Jiujiang", "29.71", "Jiangxi Sheng")]
    split = [*small, listed("Huangshi", "30.25", "Jiangxi Sheng")]
    assert cities.told_codes(small, large) == {("CN", "Jiangxi Sheng"): "03"}
    assert cities.told_codes(split, large) == {}, "where they differ nothing is told"


TOWNS: list[tuple[str, str, str, bool, str]] = [
    ("BLR", "Brest", "52.10", False, "the city itself"),
    ("BLR", "Bierascie", "52.10", False, "the city under another name"),
    ("BLR", "Brest", "54.00", True, "a namesake elsewhere"),
    ("POL", "Brest", "52.10", True, "a namesake over the border"),
    ("BLR", "Kobryn, Stary", "52.20", False, "no name that stands on a line cut at commas"),
    ("BLR", "12", "52.20", False, "no name at all"),
]


@pytest.mark.parametrize(("country", "name", "lat", "kept", "why"), TOWNS, ids=[case[4] for case in TOWNS])
def test_a_town_is_no_city_of_the_list(country: str, name: str, lat: str, kept: bool, why: str) -> None:
    brest = city(name="Brest", plain="Brest", alternates=["Bieraście"], country="BLR", lat="52.0977", lon="23.6877")
    known = towns.called([row()], [brest])
    found = towns.beside([towns.town(country, "01", name, (lat, "23.69"), 900)], known)
    assert bool(list(found)) is kept


def test_a_city_named_as_a_person_is_kept_among_the_towns() -> None:
    listed = [row(), row(name="Tô", ascii="To", feature="ambiguous")]
    assert list(towns.doubtful(listed)) == [towns.Town("BLR", "01", "Tô", "52.10", "23.69", "340723", "To")]


def test_a_towns_name_is_given_without_accents_where_it_has_any() -> None:
    assert towns.town("POL", "78", "Łódź", ("51.776", "19.454"), 0) == (
        towns.Town("POL", "78", "Łódź", "51.78", "19.45", "", "Lodz")
    )
    assert towns.town("POL", "78", "Brest", ("1", "2"), 7).plain == ""


def test_a_middle_is_not_where_the_towns_crowd() -> None:
    crowd = [(50.0, 20.0)] * 30 + [(54.0, 24.0)]
    lat, lon, radius = towns.middle(crowd)
    assert (round(lat, 1), round(lon, 1)) == (51.4, 21.4)
    assert towns.middle([(50.0, 20.0)]) == (50.0, 20.0, 5)
    assert radius == 180, "as far as nine in ten"


PROVINCES: list[tuple[str, str, str, str, list[str], str]] = [
    ("US", "LA", "Louisiana", "Louisiana", ["La."], "an American state's short form"),
    ("US", "NY", "New York", "New York", ["N.Y.", "NY"], "with its postal code"),
    ("RU", "41", "Kursk Oblast", "Kursk Oblast", ["Kursk"], "what news leaves away"),
    ("CH", "GE", "Genève", "Geneve", ["Geneve"], "without accents"),
]


@pytest.mark.parametrize(("cc", "code", "name", "plain", "others", "why"), PROVINCES, ids=[c[5] for c in PROVINCES])
def test_a_province_has_the_names_that_news_uses(
    cc: str, code: str, name: str, plain: str, others: list[str], why: str
) -> None:
    assert towns.names_of(cc, code, name, plain) == others


def test_a_word_is_ordinary_where_running_text_writes_it_small() -> None:
    uses = placewords.count(["They run along the run. Run to Minsk and to Minsk; a Run.", "We met Grace by grace."])
    assert (uses.lower["run"], uses.capital["run"], uses.capital["minsk"]) == (2, 1, 2)
    assert placewords.ordinary({"run", "minsk", "grace", "unseen"}, uses) == ["run"]
    assert placewords.given(["Grace", "Ed", "Anna"], uses) == ["Anna", "Grace"]
    assert placewords.given(["Grace"], placewords.count(["by grace " * 20])) == []


def test_only_running_text_is_counted() -> None:
    long = "word " * 40
    assert list(placewords.running({"title": "Short", "parts": [{"text": long}, 3, None]})) == [long]


def test_postal_codes_are_no_words(tmp_path: Path) -> None:
    for name, columns in placewords.NAMED.items():
        text = ",".join(columns) + "\n" + ",".join(["CO;Kobryn;São" if c == "other_names" else "Act" for c in columns])
        (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    assert placewords.place_names(tmp_path, [row()]) == {"act", "kobryn", "brest"}


@sources
def test_the_shipped_borders_and_centres_come_out_again(tmp_path: Path) -> None:
    borders.main(DATA, tmp_path)
    for name in ("borders.txt.gz", "centres.csv"):
        assert (tmp_path / name).read_bytes() == (KNOWLEDGE / name).read_bytes()
