"""What speaks for a line's being furniture and what against it: named features, each with its weight."""

import re
from collections.abc import Iterable, Sequence

from vedette import knowledge
from vedette.clean.furniture.lines import (
    BULLET,
    FIGURE,
    FULL_STOP,
    MARKS,
    NAMED,
    SENTENCE_END,
    STOPPED,
    Hints,
    Layout,
    Line,
)
from vedette.clean.furniture.words import words

CREDIT_END = re.compile(
    r"[(\[]?\b(?:Images?|Photos?|Pictures?|Pics?|Photographs?|Credit|CREDIT|PHOTO|IMAGE|PICTURE)(?: by| credits?)?: ?[^()\[\].:]{2,60}[)\]]?\.?$"
    r"|[(\[](?:Getty(?: Images)?|Shutterstock|Alamy)[)\]]\.?$"
    r"|(?:^|(?<=\s))Credit\.\.\.\S.{1,60}$"
)
# "… on Friday. Pat Lowe/Courier-Times" and "… on Sunday EXAMPLE IMAGES": who took the picture, behind what it shows.
TAKEN_BY = re.compile(
    r"[.!?”\"'’] \(?(?:(?:Photo|Picture|Image|Photograph|By|Courtesy)\b.{2,50}|[A-Z][\w.'’-]+(?:[ /]+(?:of |the |de )*[A-Z][\w.'’-]*){0,5})\)?$"
    r"|[a-z]{2} (?:[A-Z]{3,}[ /]){0,3}(?:IMAGES?|PHOTOS?|PICTURES|GETTY|REUTERS|AFP|EPA|ALAMY)(?:/[A-Z][\w ]+)?$"
)
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,70})[)\]]\.?$")
PICTURED = re.compile(
    r"(?i)\b(?:file|archive|photos?|pictures?|images?|illustration|courtesy|handout|video grab|screengrab|screenshot|provided|representational|credit)\b|\w/\s?[A-Z]"
)
PLACED = re.compile(
    r"\((?:pictured|left|right|centre|center|above|below|file|archive|top|bottom)\)|(?:^Left|^Right|^Top|^Above|^Below):"
)
AGENCY = re.compile(r"\b(?:Getty|Shutterstock|Alamy|iStock|AFP|EPA|PA|AP|REUTERS)\b")
NAME_ONLY = re.compile(r"\s*[A-Z][\w'’.-]*(?:[ /]+[A-Z][\w'’.-]*){0,4}[)\].]*")
NAMES = re.compile(r"(?:(?:[A-Z][\w'’.-]+|[A-Z]\.|de|van|von|al|bin)(?: |$)){2,4}$")
BRACKETED = re.compile(r"[(\[][^()\[\]]+[)\]]\.?$")
QUOTE = re.compile(r"[“”\"«]|(?:^|\s)[‘']\w")
TITLED = re.compile(r"[A-Z][\w'’.,-]*$")
HANDLE = re.compile(r"(?:^|[\s(])@[A-Za-z]\w{2,}|https?://|\bwww\.")
ANSWER = re.compile(r"[QA][.:] ")
CHUNK = re.compile(r"\s*[|/,;–—-]\s+|\s+[|/–—-]\s*|/")
LEAD = re.compile(
    r"(?:[Bb]y|BY|[Ww]ith (?:inputs? )?from|Copyright|©|[Ss]ource:?|[Vv]ia|from)\s+(?:the\s+)?|[Tt]he\s+(?=[A-Z][a-z]+ Press$)"
)
DAY = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}[-.]\d{2}[-.]\d{2}\b")
ARROWS = tuple(">»→▶►▸➤➡")
GOES_ON = re.compile(r"\bsaid\b|[;,] (?:and|or)$")
SHORTENED = re.compile(r"\b(?:[A-Z][a-z]{0,3}|Capt|Spc|Sept|Prof)\. ")
PARTED = re.compile(r" [|–—-] |\w: \S|\w\? \S")

Feature = tuple[str, float]


def interrupts(line: Line) -> bool:
    """Whether a quotation stands open above and goes on below."""
    last = line.before
    is_open = last.rfind("“") > last.rfind("”") or ("“" not in last and last.count('"') % 2 == 1)
    return is_open and line.after[:1] in ("“", '"') and bool(STOPPED.search(last[-12:]))


def of_kind(line: Line) -> list[Feature]:
    """Gives what holds for a line that begins like a kind of furniture."""
    kind, marker = line.kind, line.marker
    assert kind is not None
    rest = line.text[len(marker) :]
    promotion, caption = kind.group == "promotion", kind.reason == "caption or credit"
    begins = f"begins with {' '.join(marker.split())[:40]!r}"
    if kind.weight >= 1.0:  # the mark is proof enough, so no other feature is a reason
        return [(begins, kind.weight)]
    said = not kind.whole and not line.unstopped and bool(words().speech.search(line.text))
    return _holding(
        (begins, kind.weight, True),
        ("no full stop at its end", 0.3, line.unstopped),
        ("as short as a headline", 0.2, line.short),
        ("a colon after the mark", 0.2, promotion and rest.lstrip(MARKS).startswith(":")),
        ("a fixed blank after the mark", 0.2, promotion and rest.startswith("\u00a0")),
        ("the mark stands alone", 0.3, promotion and len(marker.split()) < 5 and not rest.strip(MARKS + ":!")),
        ("interrupts a quotation", 0.5, interrupts(line)),
        ("names a picture agency", 0.5, caption and bool(AGENCY.search(line.text))),
        ("a name and no more", 0.2, caption and bool(NAME_ONLY.fullmatch(rest))),
        ("somebody says it", -0.6, said),
        ("too long", -0.5, not line.short and kind.group == "promotion"),
        ("opens the text", -0.5, promotion and line.number == 0 and bool(rest.strip(MARKS + ":!"))),
    )


def of_words(line: Line) -> list[Feature]:
    """Gives what the line's words tell: of the site rather than of the world, to the reader rather than about somebody."""
    told, found = words(), line.words
    if told.telling.isdisjoint(found) and "@" not in line.text and "/" not in line.text and "www." not in line.text:
        return []
    site = sum(told.site[word] for word in told.site.keys() & set(found))
    if not told.firsts.isdisjoint(found):
        site += sum(told.pairs.get(f"{a} {b}", 0.0) for a, b in zip(found, found[1:], strict=False))
    site *= min(1.0, DENSE / max(1, len(found)))
    contact = any("@" in word[1:] for word in found) or bool(HANDLE.search(line.text[:LOOK]))
    quoted = bool(QUOTE.search(line.text))
    spoken = bool(told.speech.search(line.text[:LOOK]))
    reader = not quoted and not told.reader.isdisjoint(found)
    house = not quoted and not spoken and not told.house.isdisjoint(found) and (site > 0 or not line.unstopped)
    return _holding(
        ("speaks of the site", min(1.0, round(site, 2)), site > 0),
        ("gives an address to write to", 0.5 if len(line.text.split()) > 1 else 0.3, contact and not line.bulleted),
        ("addresses the reader", 0.4, reader),
        ("the house speaks for itself", 0.2, house),
        ("tells the reader what to do", 0.3, bool(found) and found[0] in told.commands and not quoted),
        ("calls out", 0.1, line.text.endswith("!")),
        ("somebody says it", -0.6, spoken and (quoted or not line.unstopped)),
        ("has a quotation", -0.3, quoted and not line.unstopped),
        ("tells of what was", -0.3, not line.unstopped and _past(found) > 1),
    )


def _past(found: Sequence[str]) -> int:
    return sum(word in words().past or (word.endswith("ed") and len(word) > 4) for word in found)


DENSE = 30  # words; in a longer line each word weighs less
LOOK = 400  # characters of a line that are searched for speech and addresses


def of_picture(line: Line, last: bool) -> list[Feature]:
    """Gives what makes a line the caption of a picture; an agency signs the story's last paragraph in the same way."""
    if not line.short and len(line.words) > 45:
        return []
    end = line.text[-90:]
    credit = CREDIT_END.search(end)
    above = line.text[: len(line.text) - len(credit.group())].rstrip(MARKS) if credit else ""
    alone = credit is not None and not SENTENCE_END.search(above) and not STOPPED.search(above[-12:])
    bracket = IN_BRACKETS.search(end)
    behind = (
        credit is not None
        and not alone
        and "(" not in credit.group()
        and len(SENTENCE_END.findall(line.text)) < 2
        and line.short
    )
    of_photo = bracket is not None and credit is None and bool(PICTURED.search(bracket[1]))
    names = (
        bracket is not None and line.unstopped and bool(NAMES.match(bracket[1])) and not SENTENCE_END.search(line.text)
    )
    taken = (
        not last
        and credit is None
        and line.unstopped
        and bool(TAKEN_BY.search(end))
        and not words().speech.search(line.text)
        and line.text[:1] not in '“"'
        and len(line.words) < 40
        and len(SENTENCE_END.findall(SHORTENED.sub(" ", line.text))) == 1
    )
    return _holding(
        ("ends with a picture credit", 1.0, alone),
        ("ends with a picture credit", 1.0, behind and line.unstopped and not words().speech.search(line.text)),
        ("tells who took the picture", 0.7, taken),
        ("a picture's source in brackets", 0.8, not alone and of_photo and not words().label.search(end)),
        ("a name in brackets at its end", 0.5, not alone and not of_photo and names),
        ("tells where on the picture", 0.7, bool(PLACED.search(line.text))),
        ("speaks of a picture", 0.3, any(word in words().pictures for word in line.words[:6])),
    )


def of_place(line: Line, layout: Layout, top: Line | None) -> list[Feature]:
    """Gives what a line's shape and its place on the page tell."""
    zone, title = layout.zone(line), line.is_title
    above_top = top is not None and line.number < top.number
    few = len(line.words) < 8
    # Where the page's own tags are known they tell more than the place.
    weighs = 1.0 if layout.tagged else 1.0
    inside = zone == "story" and line.unstopped and not layout.loose
    beside = inside and title and (_is_title(layout, line.number - 1) or _is_title(layout, line.number + 1))
    listed = line.bulleted or line.before.endswith(":") or bool(BULLET.match(line.before) or ANSWER.match(line.text))
    after_stamp = line.number > 0 and _stamps(layout.lines[line.number - 1])
    closed = zone == "below" and not layout.loose
    times = layout.seen[line.text]
    repeats = len(times) == 2 and times[0] < line.number and (zone != "story" or len(line.words) > 5)
    again = line.text in line.after and line.text != line.after and zone == "above"
    named = bool(NAMES.fullmatch(line.text))
    dates = zone == "above" and line.unstopped and (_dated(line) or bool(DAY.search(line.text)))
    heads = line.asks and few and not _is_title(layout, line.number - 1)
    return _holding(
        ("no full stop at its end", 0.3, line.unstopped),
        ("as short as a headline", 0.2, title),
        ("interrupts a quotation", 0.5, interrupts(line)),
        ("ends with a label in brackets", 0.6, bool(words().label.search(line.text[-40:]))),
        ("stands above the headline", 0.6 * weighs, above_top and zone == "above"),
        (
            "a short line above the story",
            0.4 * weighs,
            zone == "above" and not above_top and title and few and not layout.loose,
        ),
        ("stands below the story", (0.5 if title else 0.3) * weighs, closed),
        (
            "too long to head a part of the story",
            0.5 * weighs,
            inside and not few and line.short and not SENTENCE_END.search(line.text),
        ),
        ("beside another such line", 0.3 * weighs, beside and not listed),
        ("begins with an arrow", 0.5, line.text[:1] in ARROWS and title),
        ("parted like a title", 0.1, title and inside and bool(PARTED.search(line.text))),
        ("a name and no more", 0.3 * weighs, named),
        ("holds a date above the story", 0.6, dates),
        ("said again by the caption below", 0.6, again),
        ("all in brackets", 0.6, bool(BRACKETED.match(line.text)) and line.text.count("(") < 2 and title),
        ("stood on the page before", 0.7, repeats and len(line.words) > 1 and title),
        (
            "an item of a list",
            -0.6 if not closed else -0.3,
            line.kind is None and (line.bulleted if closed else listed),
        ),
        ("a row of a table", -1.2, "\t" in line.text or line.text.startswith("|")),
        ("heads what follows", -0.4, (heads or (after_stamp and not named)) and zone == "story"),
        ("speaks of the story", -0.2, zone == "story" and line.unstopped and not few and _share(line, layout) > 0.4),
        ("goes on from the story", -0.5, zone == "below" and _goes_on(line, layout)),
        ("tells whose story it is", -1.5, not above_top and _credits(line)),
    )


def _goes_on(line: Line, layout: Layout) -> bool:
    """Whether a line without a full stop may yet be the story's: a quotation, an item of a list, or a text cut short."""
    if line.text[:1] in '“"‘' or GOES_ON.search(line.text):
        return True
    next_ = line.number == layout.last + 1
    return next_ and len(line.words) > 11 and _share(line, layout) > 0.4 and not PARTED.search(line.text)


def _dated(line: Line) -> bool:
    """Whether most of a line's words and figures tell a date."""
    seen = NAMED.findall(line.text.lower())
    return bool(FIGURE.search(line.text)) and sum(w.isdigit() or w in words().dating for w in seen) >= 0.6 * len(seen)


def _credits(line: Line) -> bool:
    """Whether a line says whose story this is, which the stage for origins reads; a picture's source says no such thing."""
    if line.kind is not None and line.kind.reason == "caption or credit":
        return False
    if words().credited.search(line.text[:LOOK]):
        return True
    if not line.is_title or len(line.words) > 8:
        return False
    chunks = (LEAD.sub("", chunk.strip(MARKS + "()[].*")) for chunk in CHUNK.split(line.text))
    return any(chunk[:1].isupper() and knowledge.outlet(chunk) is not None for chunk in chunks)


def plainly_story(line: Line, layout: Layout, said: Sequence[Feature]) -> bool:
    """Whether nothing can speak for a line but its words, and these do not: most lines are such, and are done with."""
    return (
        line.kind is None
        and layout.zone(line) == "story"
        and not line.asks
        and not line.text.endswith((")", "]"))
        and bool(FULL_STOP.search(line.text[-12:]))
        and total(said) < 0.5
        and ":" not in line.text[-70:]
        and "redit" not in line.text[-70:]
        and not interrupts(line)
        and not PLACED.search(line.text)
    )


def of_tags(line: Line, hints: Hints) -> list[Feature]:
    """Gives what the page's own tags tell of the line."""
    return list(hints.get(" ".join(line.text.split()), ()))


def suspect(line: Line, said: Sequence[Feature]) -> bool:
    """Whether a full sentence is likely none of the story's, so that the story does not begin or end with it."""
    if line.kind is not None and line.kind.weight >= 0.6:
        return True
    return total(said) >= 0.6 and any(name.startswith(("speaks", "gives")) for name, _ in said)


def _is_title(layout: Layout, number: int) -> bool:
    if not 0 <= number < len(layout.lines):
        return False
    line = layout.lines[number]
    return line.is_title and line.unstopped and not line.bulleted


def _stamps(line: Line) -> bool:
    return line.kind is not None and line.kind.reason == "live stamp"


def _share(line: Line, layout: Layout) -> float:
    own = [word for word in line.words if len(word) > 3]
    return sum(word in layout.known for word in own) / max(1, len(own))


def _holding(*features: tuple[str, float, bool]) -> list[Feature]:
    return [(name, weight) for name, weight, holds in features if holds]


def total(features: Iterable[Feature]) -> float:
    """Gives the sum of the weights."""
    return round(sum(weight for _, weight in features), 2)
