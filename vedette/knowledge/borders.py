"""In which country a point lies, by simplified borders: Natural Earth 1:50m, with Crimea in Ukraine.

A hole needs no mark: of the rings around a point the smallest wins, so that Lesotho is not South Africa.
"""

import gzip
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians
from typing import NamedTuple

from vedette.errors import Stop

DEGREE = 111.2  # kilometres of a degree of latitude


class Ring(NamedTuple):
    """One piece of land: its outline as (longitude, latitude), and the box around it."""

    country: str
    outline: tuple[tuple[float, float], ...]
    west: float
    south: float
    east: float
    north: float


@cache
def rings() -> tuple[Ring, ...]:
    """Gives all pieces of land, the smallest first."""
    try:
        raw = files("vedette.knowledge").joinpath("borders.txt.gz").read_bytes()
        lines = gzip.decompress(raw).decode().splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise Stop(f"knowledge/borders.txt.gz cannot be read: {fault}") from fault
    found = []
    for line in lines:
        code, *corners = line.split(" ")
        outline = tuple((int(x) / 100, int(y) / 100) for x, _, y in (corner.partition(",") for corner in corners))
        lons, lats = [x for x, _ in outline], [y for _, y in outline]
        found.append(Ring(code, outline, min(lons), min(lats), max(lons), max(lats)))
    return tuple(sorted(found, key=lambda r: (r.east - r.west) * (r.north - r.south)))


def country_at(lat: float, lon: float) -> str | None:
    """Gives the code of the country that a point lies in, None at sea."""
    return next((ring.country for ring in rings() if _inside(ring, lat, lon)), None)


def away(country: str, lat: float, lon: float) -> float:
    """Gives the kilometres from a point to a country: 0 inside, infinite where no outline of the country is known."""
    ours = rings_of().get(country, ())
    if any(_inside(ring, lat, lon) for ring in ours):
        return 0.0
    return min((_to_outline(ring, lat, lon) for ring in ours), default=float("inf"))


@cache
def rings_of() -> dict[str, tuple[Ring, ...]]:
    """Gives the pieces of land of each country."""
    found: dict[str, list[Ring]] = {}
    for ring in rings():
        found.setdefault(ring.country, []).append(ring)
    return {country: tuple(ours) for country, ours in found.items()}


def _inside(ring: Ring, lat: float, lon: float) -> bool:
    if not (ring.south <= lat <= ring.north and ring.west <= lon <= ring.east):
        return False
    inside, (x, y) = False, ring.outline[-1]
    for nx, ny in ring.outline:
        if (ny > lat) != (y > lat) and lon < (x - nx) * (lat - ny) / (y - ny) + nx:
            inside = not inside
        x, y = nx, ny
    return inside


def _to_outline(ring: Ring, lat: float, lon: float) -> float:
    """Gives the kilometres to the nearest stretch of an outline, on a plane that touches the globe at the point."""
    wide = DEGREE * cos(radians(lat))
    flat = [((x - lon) * wide, (y - lat) * DEGREE) for x, y in ring.outline]
    best, (x, y) = float("inf"), flat[-1]
    for nx, ny in flat:
        dx, dy = nx - x, ny - y
        length = dx * dx + dy * dy
        t = 0.0 if length == 0 else max(0.0, min(1.0, -(x * dx + y * dy) / length))
        best = min(best, hypot(x + t * dx, y + t * dy))
        x, y = nx, ny
    return best
