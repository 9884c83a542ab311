"""Figures, days, names and hedges in the words that every surface uses; text made safe to show."""

import re
from datetime import date
from urllib.parse import quote, urlsplit

from vedette import knowledge
from vedette.assess import in_words
from vedette.vocabulary import Claim, Quantity, When

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Controls that hide text or turn its direction round, and code points that no file can hold.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def figure(probability: float) -> str:
    """Gives "62%", with as many decimals as keep the figure within the bounds of its word."""
    told = (f"{probability:.{places}%}" for places in range(5))
    return next((t for t in told if in_words(float(t[:-1]) / 100) == in_words(probability)), f"{probability:.4%}")


def points(change: float) -> str:
    """Gives a change of a probability in percentage points: "+5", "−2", "0"."""
    told = round(100 * change)
    return f"{told:+d}".replace("-", "−") if told else "0"


def signed(value: float) -> str:
    """Gives "+0.66", with a true minus sign, and "0.00" without one."""
    return f"{value:+.2f}".replace("-", "−") if round(value, 2) else "0.00"


def counted(n: int, noun: str) -> str:
    """Gives "1 report", "3 reports"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def day(told: date | None) -> str:
    """Gives "20 Feb 2022", or "unknown"."""
    return f"{told.day} {MONTHS[told.month - 1][:3]} {told.year}" if told else "unknown"


def long_day(told: date) -> str:
    """Gives "20 February 2022"."""
    return f"{told.day} {MONTHS[told.month - 1]} {told.year}"


def in_words_when(when: When | None) -> str:
    """Gives "10 Feb 2022 to 20 Feb 2022", "from …", "by …", or "unknown"."""
    if when is None or (when.start is None and when.end is None):
        return "unknown"
    if when.start and when.end:
        return day(when.start) if when.start == when.end else f"{day(when.start)} to {day(when.end)}"
    return f"from {day(when.start)}" if when.start else f"by {day(when.end)}"


def in_words_quantity(quantity: Quantity) -> str:
    """Gives "5,000 to 30,000 troops", "at least 100,000 troops", "up to 30 aircraft"."""
    low, high = quantity.min, quantity.max
    if low is not None and high is not None:
        told = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    elif low is not None:
        told = f"at least {low:,}"
    else:
        told = f"up to {high:,}" if high is not None else "an unknown number of"
    return f"{told} {'others' if quantity.unit.value == 'other' else quantity.unit.value}"


def named(code: str) -> str:
    """Gives the English name of a code, the code itself where none is known."""
    if code in knowledge.states():
        return knowledge.states()[code].name
    return str(knowledge.organisations().get(code, {}).get("name", code))


def visible(text: str) -> str:
    """Gives a text in which controls that hide or turn characters round are spelt out."""
    return HIDDEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def web_address(told: str) -> str | None:
    """Gives an address that may be linked: http or https, with a host and nobody's name before it; else None."""
    if HIDDEN.search(told) or re.search(r"\s", told):
        return None
    try:
        parts = urlsplit(told)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or "\\" in told:
        return None
    return quote(told, safe="/:?#[]@!$&+,;=%-._~")


def hedge(claim: Claim) -> str:
    """Gives a claim's stance in words, empty where it states a plain fact."""
    parts = [] if claim.polarity.value == "yes" else ["denied or did not happen"]
    parts += [] if claim.certainty.value == "certain" else [claim.certainty.value]
    parts += [] if claim.reality.value == "actual" else [claim.reality.value]
    return ", ".join(parts)
