"""What the codes of event coders mean: their events, countries, groups and kinds of actors, from `cameo.toml`."""

from functools import cache
from typing import Any

import msgspec

from vedette.errors import Stop
from vedette.knowledge import _toml, codes, states
from vedette.vocabulary import Certainty, Mode, Polarity, Reality, Word

FILE = "cameo.toml"


class Meaning(Word, frozen=True, kw_only=True):
    """What one code says: its PLOVER type and the mode that says the same, None where there is none.

    `parties` is "both" where source and target act together, "reversed" where the target acts.
    """

    says: str
    plover: str | None
    mode: Mode | None
    polarity: Polarity = Polarity.YES
    certainty: Certainty = Certainty.CERTAIN
    reality: Reality = Reality.ACTUAL
    parties: str = ""


@cache
def cameo() -> dict[str, Meaning]:
    """Gives what CAMEO codes mean, roots of two digits among them."""
    return _meanings("cameo")


@cache
def plover() -> dict[str, Meaning]:
    """Gives what PLOVER's types, and types with a mode ("RETREAT-withdraw"), mean."""
    return _meanings("plover")


@cache
def acled() -> dict[str, Meaning]:
    """Gives what ACLED's sub-event types mean."""
    return _meanings("acled")


@cache
def table(coder: str, name: str) -> dict[str, str]:
    """Gives a table of plain words: the spellings of PLOVER's modes, ICEWS names, sectors by a role or a code."""
    told: dict[str, str] = {}
    for key, value in _toml(FILE)[coder][name].items():
        told.update(dict.fromkeys(value, key) if isinstance(value, list) else {key: value})
    return told


@cache
def branches() -> frozenset[str]:
    """Gives what may follow an army's name in ACLED and leaves it its state's."""
    return frozenset(_toml(FILE)["acled"]["branches"])


@cache
def fips() -> dict[str, str]:
    """Gives alpha-3 codes by FIPS 10-4 codes."""
    return _pairs("fips", "codes")


@cache
def numeric() -> dict[str, str]:
    """Gives alpha-3 codes by ISO 3166-1 numbers without leading zeros."""
    return _pairs("numeric", "codes")


@cache
def countries() -> dict[str, str]:
    """Gives alpha-3 codes by the country codes of CAMEO's actors."""
    return {code: code for code in states()} | _pairs("gdelt", "countries")


@cache
def groups() -> dict[str, str]:
    """Gives codes of organisations and armed groups by CAMEO's codes of known groups."""
    return _pairs("gdelt", "groups")


def _meanings(coder: str) -> dict[str, Meaning]:
    return {code: _meaning(code, told) for code, told in _toml(FILE)[coder]["codes"].items()}


def _meaning(code: str, told: dict[str, str]) -> Meaning:
    read: dict[str, Any] = {key: None if value == "none" else value for key, value in told.items()}
    try:
        return msgspec.convert(read, Meaning)
    except msgspec.ValidationError as fault:
        raise Stop(f"knowledge/{FILE}: {code}: {fault}") from fault


def _pairs(coder: str, name: str) -> dict[str, str]:
    told = dict(pair.split(" ") for pair in _toml(FILE)[coder][name])
    if lost := sorted(set(told.values()) - codes()):
        raise Stop(f"knowledge/{FILE}: {coder}: unknown codes {', '.join(lost)}")
    return told
