"""One sentence of the evidence as a brief shows it: the words, who said them where, the hedge, the grade."""

import re
from urllib.parse import urlsplit

from vedette import knowledge
from vedette.exports.brief import NONE, Brief
from vedette.exports.lines import (
    Evidence,
)
from vedette.vocabulary import (
    Claim,
    Origin,
    Precision,
    Published,
    Report,
)  # fmt: skip
from vedette.voices import credibility
from vedette.wording import MONTHS, day, hedge, in_words_quantity, in_words_when, web_address

CONTEXT = 280  # characters told before and after a quote, at most
# Where a sentence ends, for context only. A title or an initial before the full stop ends none.
ENDS = re.compile(
    r"""(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bLt)(?<!\bMrs)(?<!\bGen)(?<!\bCol)(?<!\bMaj)(?<!\bAdm)
    (?<!\bJan)(?<!\bFeb)(?<!\bAug)(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)
    [.!?…]["”’»)\]]*(?=\s+["“‘«(\[]?[^\W_a-z])|(?=[\r\n])""",
    re.VERBOSE,
)


def evidence(brief: Brief, number: int, id: str) -> Evidence:
    """Gives one sentence of the evidence with all that a reader needs to weigh it."""
    claim = brief.claims.get(id)
    if claim is None:
        return Evidence(number=number, id=id, found=False)
    report = brief.reports.get(claim.report)
    facts = knowledge.outlet_facts(claim.outlet)
    counts = brief.lineages.get(id, NONE)
    before, words, after = excerpt(claim, report)
    link = web_address(report.url or report.address) if report else None
    return Evidence(
        number=number,
        id=id,
        before=before,
        quote=words,
        after=after,
        speakers=claim.source,
        outlet=claim.outlet or "unknown outlet",
        digest=bool(report and report.digest),
        published=_published(report.published if report else None, claim),
        retold=_retold(brief.origins.get(claim.report), claim),
        hedge=hedge(claim),
        reliability=facts.reliability if facts else "F",
        credibility=credibility(counts),
        lineage=counts,
        coded=_coded(claim),
        unresolved=tuple(f"{c.role} “{c.text}”: {' or '.join(c.options) or 'none fits'}" for c in claim.candidates),
        link=link,
        site=urlsplit(link).hostname or "" if link else "",
    )


def excerpt(claim: Claim, report: Report | None) -> tuple[str, str, str]:
    """Gives a claim's words with the rest of their sentence before and after; alone where they are not found."""
    text = report.text if report else ""
    start = min(claim.evidence[0], claim.trigger[0])
    if not claim.quote or text[start : start + len(claim.quote)] != claim.quote:
        start = text.find(claim.quote) if claim.quote else -1
    if start < 0:
        return "", claim.quote, ""
    end = start + len(claim.quote)
    least, most = max(0, start - 3 * CONTEXT), min(len(text), end + 3 * CONTEXT)
    before = [m.end() for m in ENDS.finditer(text, least, start + 2) if m.end() <= start]
    left = text[max(before, default=least) : start].lstrip()
    stop = ENDS.search(text, end, most)
    whole = re.search(r"[.!?…][\"”’»)\]]*\s*$", claim.quote)
    right = "" if whole else text[end : stop.end() if stop else most].rstrip()
    if len(left) > CONTEXT:
        left = "… " + left[-CONTEXT:].partition(" ")[2]
    if len(right) > CONTEXT:
        right = right[:CONTEXT].rpartition(" ")[0] + " …"
    return left, claim.quote, right


def _published(published: Published | None, claim: Claim) -> str:
    if published is None:
        return f"reported {day(claim.reported)}" if claim.reported else "date unknown"
    told = published.day
    if published.precision is Precision.MONTH:
        return f"{MONTHS[told.month - 1]} {told.year}"
    return str(told.year) if published.precision is Precision.YEAR else day(told)


def _retold(origin: Origin | None, claim: Claim) -> str:
    """Gives the outlet that told it first, where that is another one."""
    if origin is None or not origin.outlet:
        return ""
    own = knowledge.outlet(claim.outlet) or claim.outlet if claim.outlet else None
    first = knowledge.outlet(origin.outlet) or origin.outlet
    return origin.outlet if first != own else ""


def _coded(claim: Claim) -> str:
    """Gives what the claim was read as: mode, who, to whom, where, how many, when."""
    parts = [claim.mode.value]
    parts += [f"by {' '.join(claim.actor)}"] if claim.actor else []
    parts += [f"to or with {' '.join(claim.other)}"] if claim.other else []
    parts += [f"at {claim.place.name} ({claim.place.country or 'country open'})"] if claim.place else []
    parts += [in_words_quantity(claim.quantity)] if claim.quantity else []
    parts += [in_words_when(claim.time)] if claim.time else []
    return ", ".join(parts)
