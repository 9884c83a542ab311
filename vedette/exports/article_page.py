"""One article as an HTML page: its claims marked in the text, beside each paragraph who says them and how surely."""

from collections.abc import Sequence

from vedette import knowledge
from vedette.exports.html import environment
from vedette.exports.marks import FAMILIES, Row, marked, rows
from vedette.vocabulary import Claim, Report, Word
from vedette.wording import counted, hedge, in_words_quantity, in_words_when, named, web_address


class Note(Word, frozen=True, kw_only=True):
    """What stands beside the text about one claim."""

    number: int
    family: str
    mode: str
    says: str
    speakers: tuple[str, ...]
    hedge: str
    fields: tuple[tuple[str, str], ...]
    unresolved: tuple[str, ...]


class Paragraph(Word, frozen=True, kw_only=True):
    """A paragraph with its notes; `lanes` is how many lines may run below its words."""

    row: Row
    notes: tuple[Note, ...]
    lanes: int


def write(report: Report, claims: Sequence[Claim], origin: str | None = None, credits: Sequence[str] = ()) -> str:
    """Gives the page of a report. `origin` is the outlet that told it first, `credits` the lines that say so."""
    found = marked(claims)
    notes = {m.number: _note(m.number, m.family, m.claim) for m in found}
    paragraphs = tuple(
        Paragraph(
            row=row,
            notes=tuple(notes[m.number] for m in row.claims),
            lanes=max((m.lane + 1 for piece in row.pieces for m in piece.inside), default=0),
        )
        for row in rows(report, found)
    )
    return (
        environment()
        .get_template("article.html.jinja")
        .render(
            report=report,
            paragraphs=paragraphs,
            count=counted(len(found), "claim"),
            families=tuple(FAMILIES),
            origin=origin,
            credits=credits,
            link=web_address(report.url or report.address),
        )
    )


def _note(number: int, family: str, claim: Claim) -> Note:
    return Note(
        number=number,
        family=family,
        mode=claim.mode.value,
        says=knowledge.modes()[claim.mode].says,
        speakers=claim.source,
        hedge=hedge(claim),
        fields=tuple((name, told) for name, told in _fields(claim) if told),
        unresolved=tuple(
            f"{c.role}{f' “{c.text}”' if c.text else ''}: {' or '.join(c.options) or c.reason}"
            for c in claim.candidates
        ),
    )


def _fields(claim: Claim) -> tuple[tuple[str, str], ...]:
    place = claim.place
    country = named(place.country) if place and place.country else "country open"
    return (
        ("who", ", ".join(map(named, claim.actor))),
        ("to or with", ", ".join(map(named, claim.other))),
        ("where", f"{place.name} ({country})" if place and place.name != country else place.name if place else ""),
        ("how many", in_words_quantity(claim.quantity) if claim.quantity else ""),
        ("when", in_words_when(claim.time) if claim.time else ""),
    )
