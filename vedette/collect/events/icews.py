"""ICEWS quadruples: JSON lines of date, source, event, cameo and target, names only."""

from collections.abc import Iterable, Iterator

import msgspec

from vedette.collect.events.coded import CodedEvent, Row, each, iso_day, on
from vedette.collect.events.parties import party
from vedette.errors import Skip
from vedette.knowledge import coding
from vedette.vocabulary import Problem, content_id

CODER = "ICEWS"
SAYS = "ICEWS (JSON lines with date, source, event, cameo, target)"


class Quadruple(msgspec.Struct, frozen=True, gc=False):
    """What is read of a line. The event's words are not: the code says the same."""

    date: str
    source: str
    cameo: str
    target: str


_DECODER = msgspec.json.Decoder(Quadruple)


def takes(line: str) -> bool:
    """A line of JSON with the four fields."""
    try:
        _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return False
    return True


def events(rows: Iterable[Row | Problem], name: str) -> Iterator[CodedEvent | Problem]:
    """Gives the events of rows."""
    return each(rows, name, _event)


def _event(row: Row, name: str) -> CodedEvent:
    try:
        told = _DECODER.decode(row.text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as fault:
        raise Skip("record", f"not a quadruple: {fault}") from None
    day = iso_day(told.date)
    meaning = coding.cameo().get(told.cameo)
    if not meaning:
        raise Skip("code", f"unknown CAMEO code {told.cameo[:20]!r}")
    return CodedEvent(
        coder=CODER,
        id=content_id(CODER, told.date, told.source, told.cameo, told.target),
        file=name,
        row=row.number,
        day=day,
        when=on(day),
        source=party(told.source, day),
        target=party(told.target, day),
        code=told.cameo,
        root=meaning.plover,
    )
