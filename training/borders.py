"""Build `vedette/knowledge/borders.txt.gz` and `centres.csv`: the outlines of countries, and their middles.

    python -m training.borders DATA [OUT]

DATA holds `gazetteer/`: Natural Earth 1:50m countries and 1:10m disputed areas, mledoze/countries, and the areas of
GeoNames countryInfo. OUT is a folder. The output is the same byte for byte on every run.
"""

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from math import hypot, pi, sqrt
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent.parent / "vedette" / "knowledge"
COARSE = 0.02  # degrees by which a thinned outline may leave the drawn one
# Natural Earth's own codes where they are not ISO's; its Somaliland and Northern Cyprus are drawn apart.
CODES = {"KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SDS": "SSD", "SOL": "SOM", "CYN": "CYP", "ALD": "ALA"}
NO_STATE = {
    "ATC",
    "IOA",
    "KAS",
}  # Ashmore and Cartier, Australia's Indian Ocean territories, Siachen: no code of their own
CRIMEA = "Crimea"
NO_AREA = 100  # square kilometres, where GeoNames gives none
# GeoNames' points for large states; those of mledoze/countries lie up to 1,000 km from them.
LARGE = {
    "AUS": (-25.0, 135.0),
    "CAN": (60.11, -113.64),
    "IND": (22.0, 79.0),
    "JPN": (35.69, 139.75),
    "LBY": (28.0, 17.0),
    "USA": (39.76, -98.50),
}
REACH = 1.3  # how much farther than a disc of its area a country reaches

Corner = tuple[float, float]  # longitude, latitude
Outline = list[Corner]


def thinned(line: Outline, coarse: float) -> Outline:
    """The fewest corners that keep a line within `coarse` of what it was (Douglas and Peucker)."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    dx, dy = x1 - x0, y1 - y0
    length = hypot(dx, dy)
    farthest, at = -1.0, 0
    for n, (x, y) in enumerate(line[1:-1], start=1):
        away = abs(dy * (x - x0) - dx * (y - y0)) / length if length else hypot(x - x0, y - y0)
        if away > farthest:
            farthest, at = away, n
    if farthest <= coarse:
        return [line[0], line[-1]] if len(line) > 2 else line
    return thinned(line[: at + 1], coarse)[:-1] + thinned(line[at:], coarse)


def ring(corners: Outline) -> Outline:
    """A closed outline thinned in two halves, since its first corner is also its last."""
    half = len(corners) // 2
    kept = thinned(corners[: half + 1], COARSE)[:-1] + thinned(corners[half:], COARSE)
    return [(round(x, 2), round(y, 2)) for x, y in kept]


def outer_rings(geometry: dict[str, Any]) -> Iterator[Outline]:
    """The outer outline of each piece of land; holes are left out, the smallest ring around a point wins."""
    pieces = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for piece in pieces:
        yield [(x, y) for x, y in piece[0]]


def inside(at: Corner, outline: Outline) -> bool:
    (lon, lat), found, (x, y) = at, False, outline[-1]
    for nx, ny in outline:
        if (ny > lat) != (y > lat) and lon < (x - nx) * (lat - ny) / (y - ny) + nx:
            found = not found
        x, y = nx, ny
    return found


def middle(outline: Outline) -> Corner:
    return sum(x for x, _ in outline) / len(outline), sum(y for _, y in outline) / len(outline)


def features(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as file:
        found: list[dict[str, Any]] = json.load(file)["features"]
    return found


def outlines(lands: list[dict[str, Any]], crimea: Outline) -> list[tuple[str, Outline]]:
    """The rings of all countries by code, Crimea first, as Ukraine's, and not among Russia's."""
    found: list[tuple[str, Outline]] = []
    for land in lands:
        drawn = land["properties"]["adm0_a3"]
        code = CODES.get(drawn, drawn)
        found += ((code, ring(corners)) for corners in outer_rings(land["geometry"]) if code not in NO_STATE)
    kept = [(code, piece) for code, piece in found if code != "RUS" or not inside(middle(piece), crimea)]
    return [("UKR", crimea), *sorted(kept, key=lambda pair: pair[0])]


def line_of(code: str, outline: Outline) -> str:
    """A ring as it is written: its corners in hundredths of a degree."""
    return " ".join([code, *(f"{round(x * 100)},{round(y * 100)}" for x, y in outline)])


def centre(country: dict[str, Any], areas: dict[str, float]) -> tuple[str, str, str, int]:
    """A country's code, the middle that mledoze/countries gives, and a radius that reaches about as far as it does."""
    code = "XKX" if country["cca3"] == "UNK" else country["cca3"]
    lat, lon = LARGE.get(code, country["latlng"])
    area = areas.get(code) or NO_AREA
    return code, f"{lat:.2f}", f"{lon:.2f}", max(5, round(sqrt(area / pi) * REACH / 5) * 5)


def main(data: Path, out: Path) -> None:
    folder = data / "gazetteer"
    disputed = features(folder / "ne_10m_disputed_areas.geojson.gz")
    drawn = next(area for area in disputed if area["properties"]["name"] == CRIMEA)
    crimea = ring(max(outer_rings(drawn["geometry"]), key=len))
    rings = outlines(features(folder / "ne_50m_admin0.geojson.gz"), crimea)
    text = "".join(f"{line_of(code, outline)}\n" for code, outline in rings)
    (out / "borders.txt.gz").write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))

    with (folder / "geonames_countryInfo.tsv").open(encoding="utf8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        areas = {row["ISO3"]: float(row["Area(in sq km)"] or 0) for row in table}
    with (folder / "countries.jsonl").open(encoding="utf8") as file:
        centres = sorted(centre(json.loads(line), areas) for line in file)
    with (out / "centres.csv").open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "lat", "lon", "radius_km"))
        writer.writerows(centres)
    print(f"{len(rings)} rings, {len(centres)} centres")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
