"""The check of the shipped data: nothing is wrong with it, and what is planted is found."""

from collections.abc import Iterator
from typing import Any

import pytest

from vedette import knowledge
from vedette.knowledge import borders, check, gazetteer
from vedette.knowledge.check import faults

REAL = check._rows


@pytest.fixture(scope="module")
def found() -> list[check.Fault]:
    return faults()


def test_the_shipped_data_has_no_fault(found: list[check.Fault]) -> None:
    assert [f"{f.file}: {f.subject}: {f.message}" for f in found] == []


OFFICE = {"office": "head of state", "other_names": "", "source": "public record"}
PLANTED: list[tuple[str, dict[str, str], str, str]] = [
    ("offices.csv", {"code": "FRA", "name": "A", "from": "2000", "to": "1999", **OFFICE}, "terms", "ends before it begins"),
    ("offices.csv", {"code": "XXX", "name": "A", "from": "2000", "to": "2001", **OFFICE}, "codes", "a code nobody knows"),
    ("sites.csv", {"name": "A", "country": "POL", "lat": "48.8", "lon": "2.3", "radius_km": "5", "source": "x"}, "points",
     "a point in another country"),
    ("sites.csv", {"name": "A", "country": "POL", "lat": "98", "lon": "2.3", "radius_km": "5", "source": "x"}, "points",
     "a point off the globe"),
    ("sites.csv", {"name": "A", "country": "POL", "lat": "", "lon": "", "radius_km": "", "source": ""}, "sources",
     "no source"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "row", "kind", "why"), PLANTED, ids=[case[3] for case in PLANTED])
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, file: str, row: dict[str, str], kind: str, why: str
) -> None:
    def rows(name: str) -> Iterator[dict[str, str]]:
        return iter([row]) if name == file else iter(()) if name.endswith(".gz") else REAL(name)

    monkeypatch.setattr(check, "_rows", rows)
    stages: dict[str, Any] = {
        "terms": check._terms,
        "codes": check._codes,
        "points": check._points,
        "sources": check._sources,
    }
    assert (file, kind) in {(fault.file, fault.kind) for fault in stages[kind]()}


def test_two_holders_at_once_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    held = [
        {"code": "FRA", "name": name, "from": since, "to": until, **OFFICE}
        for name, since, until in (("A", "2000", "2005"), ("B", "2003", "2007"))
    ]
    monkeypatch.setattr(check, "_rows", lambda name: iter(held))
    assert [fault.subject for fault in check._terms()] == ["FRA head of state"]


WHERE: list[tuple[float, float, str | None, str]] = [
    (53.9, 27.56, "BLR", "Minsk"),
    (44.95, 34.1, "UKR", "Crimea is Ukraine's"),
    (42.66, 21.16, "XKX", "Kosovo"),
    (-29.3, 27.5, "LSO", "a country within another"),
    (43.5, 34.5, None, "at sea"),
]


@pytest.mark.parametrize(("lat", "lon", "expected", "why"), WHERE, ids=[case[3] for case in WHERE])
def test_a_point_lies_in_its_country(lat: float, lon: float, expected: str | None, why: str) -> None:
    assert borders.country_at(lat, lon) == expected


def test_how_far_a_point_is_from_a_country() -> None:
    assert borders.away("BLR", 53.9, 27.56) == 0
    assert 200 < borders.away("POL", 53.9, 27.56) < 350


def test_disputed_territories_are_counted_as_the_guide_has_them() -> None:
    told = {name: facts.counted for name, facts in knowledge.disputed().items()}
    guide = {
        "Crimea": "UKR", "Transnistria": "MDA", "Nagorno-Karabakh": "AZE", "Abkhazia": "GEO", "South Ossetia": "GEO",
        "Kosovo": "XKX", "Paracel Islands": "CHN", "Senkaku Islands": "JPN",
    }  # fmt: skip
    assert {name: told[name] for name in guide} == guide


def test_the_gazetteer_knows_small_towns_counties_and_states() -> None:
    kinds = {
        (site.kind, site.country) for name in ("Cottonport", "Rapides Parish", "La.") for site in gazetteer.named(name)
    }
    assert kinds == {("city", "USA"), ("county", "USA"), ("province", "USA")}
    assert all(gazetteer.centres()[code].radius_km > 0 for code in ("BLR", "RUS", "USA"))
