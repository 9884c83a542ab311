"""A page that tells something else at every fetch: an article that is written on, or a counter in its text. Stands below clean."""

from collections.abc import Sequence
from datetime import timedelta

from vedette.vocabulary import Problem, Report

TEXTS = 3  # in so many fetches; an edit or two is how articles live
WITHIN = timedelta(days=7)
SHOWN = 80  # characters of the line that differs


def changing(revisions: Sequence[Report]) -> Problem | None:
    """Gives the Problem of an article whose page told so many texts within a week, None of one that is edited now and then.

    All are of one item, so that the last one's claims take the place of the others'. `revisions` come in the order in
    which they were taken in; those from another address, as of a print version, are not this page's.
    """
    if not revisions:
        return None
    last = revisions[-1]
    own = [each for each in revisions if each.address == last.address and last.taken_in - each.taken_in <= WITHIN]
    if len({each.text for each in own}) < TEXTS:
        return None
    before = set(own[-2].text.splitlines())
    differs = next((line for line in last.text.splitlines() if line not in before), "")
    message = f"{last.address} told {len(own)} different texts within {WITHIN.days} days; the last is read, and has new: {differs[:SHOWN]!r}"
    return Problem(stage="clean", kind="changing page", subject=last.address, message=message)
