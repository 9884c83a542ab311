"""Who wrote a page: names out of what pages write where a name should stand. Stands below clean."""

import re
from collections.abc import Iterable
from html import unescape

LONGEST = 200  # characters of a byline that are looked at
MOST = 12  # names; a longer list is a masthead

BEGINS = re.compile(
    r"^[\s—–•|-]*(?:(?:(?:story|words|text|report|analysis|written|reported|posted|compiled|published|photographs?|additional reporting)\s+)?"
    r"by|from|author|authors|text|автор)(?:\s*:\s*|\s+)(?=\S)",
    re.I,
)
OTHERS = re.compile(
    r"^\W*(?:edited|editing|translated|photographs?|photos?|produced|graphics?|illustrations?) by\b", re.I
)
PARTS = re.compile(r"\s*(?:[;|•·\n]|\s[–—-]\s|/(?=\s*[A-Z]))\s*")
JOINTS = re.compile(r"\s*,?\s+(?:and|&|with)\s+|\s*,\s*", re.I)
PLACED = re.compile(
    r"\s+(?:in|at|for|from|is|are|was|covers|reports|writes)\s+.*$|\s*(?:\(.*|\[.*|@.*|https?:.*|\S+@\S+.*)$"
)
DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
DATED = re.compile(
    rf"(?:\s|,|^)(?:(?:on\s+)?(?:{DAYS}),?(?:\s+(?:{MONTHS}))?\.?(?:\s.*)?|(?:{MONTHS})\.?\s+\d.*|\d.*)$", re.I
)
ONLY_DATE = re.compile(
    rf"(?:\W|\d|\b(?:{DAYS}|{MONTHS}|updated|published|posted|am|pm|gmt|utc|bst|est|edt|et)\b)+", re.I
)
STAMP = re.compile(r"(?i)\s*\b(?:published|updated|posted|last (?:modified|updated))\b.*$")
ROLE = re.compile(
    r"(?:(?:a|an|the|our|chief|senior|deputy|associate|contributing|special|staff|news|foreign|world|political|politics|defen[cs]e"
    r"|diplomatic|security|military|business|economics|international|national|europe|european|middle|east|eastern|africa|asia"
    r"|regional|home|sports?|entertainment|energy|investigative|religion|legal|environment|white house|affairs|crime|local|science|health|technology|digital|data|auto|ap|afp|reuters|bbc|sky|cnn|[a-z]+’s)\s+)*"
    r"(?:reporters?|correspondents?|writers?|editors?|columnists?|contributors?|journalists?|producers?|fellow|analyst|bureau chief"
    r"|photographer|commentator|freelancer?|author)(?:\s+(?:in|at|for|of)\s+.*|-at-large)?",
    re.I,
)
ROLES_BEHIND = re.compile(
    r"\s+(?:(?:senior|chief|staff|news|foreign|world|political|defen[cs]e|diplomatic|security|business|deputy|special|national"
    r"|contributing|europe|home affairs|international)\s+)+(?:reporter|correspondent|writer|editor|columnist|producer)s?\s*$",
    re.I,
)
AGENCIES = re.compile(
    r"(?<=\w)\.?\s+(?:(?:the )?associated press|sputnik international|agence france-presse|reuters|afp|ap)$", re.I
)
NOBODY = frozenset({"admin", "administrator", "webmaster", "author", "guest", "unknown", "anonymous", "none", "null",
                    "undefined", "n/a", "user", "root", "super user", "by", "share", "comments"})  # fmt: skip
NAME = re.compile(r"(?:[^\W\d_][\w’'.-]*\s+){0,4}[^\W\d_][\w’'.-]*")
HOUSE = re.compile(
    r"\b(?:News|Times|Post|Press|Herald|Gazette|Tribune|Journal|Media|Agency|Institute|Ministry|Council|Cent(?:re|er)|University|Radio"
    r"|Television|TV|Newspaper|Magazine|Observer|Chronicle|Online|Reuters|AFP|BBC|CNN|Desk|Bureau|Office|Department|Service)$"
)
PARTICLES = frozenset(
    {
        "de",
        "van",
        "von",
        "der",
        "den",
        "al",
        "bin",
        "ibn",
        "da",
        "di",
        "la",
        "le",
        "el",
        "ter",
        "du",
        "dos",
        "af",
        "ben",
        "y",
    }
)


def names(told: Iterable[str], organisations: Iterable[str] = ()) -> str | None:
    """Gives the names of a page's writers parted by semicolons; roles, dates, places and addresses are left out."""
    found: list[str] = []
    for each in told:
        found += _names(" ".join(unescape(each[:LONGEST]).split()))
    found += [" ".join(unescape(name).split()) for name in organisations]
    once = list({name.casefold(): name for name in reversed(found)}.values())[::-1]
    people = [name for name in once if not ROLE.fullmatch(name)]
    kept = people or once
    return "; ".join(kept) if 0 < len(kept) <= MOST else None


def _names(told: str) -> list[str]:
    if OTHERS.match(told) or told.startswith(("http://", "https://", "www.")):
        return []
    found: list[str] = []
    for part in PARTS.split(BEGINS.sub("", told)):
        if not OTHERS.match(part):
            found += _people(STAMP.sub("", BEGINS.sub("", part)))
    return [name for name in found if _stands(name)]


def _people(part: str) -> list[str]:
    """Gives the names in "Jane Doe in Minsk, Amy Poe and John Roe"; "Ministry of Peace and War" is one."""
    pieces = [_bare(piece) for piece in JOINTS.split(part)]
    if len(pieces) == 1 or not _is_name(pieces[0]) or HOUSE.search(part) and "," not in part:
        return [_bare(part)]
    if len(pieces) == 2 and "," in part and all(len(piece) > 1 and " " not in piece for piece in pieces):
        return [", ".join(pieces)]  # "Doe, Jane"
    long = len(pieces[0].split()) > 1
    return [
        piece
        for n, piece in enumerate(pieces)
        if n == 0
        or (_is_name(piece) and not HOUSE.search(piece) and not ROLE.fullmatch(piece) and (not long or " " in piece))
    ]


def _bare(piece: str) -> str:
    """Gives a name without a place, a role, a day or an agency behind it."""
    bare = PLACED.sub("", piece).strip(" \t,.:;–—-|*")
    dated = DATED.sub("", bare).strip(" ,")
    if dated != bare and (not dated or len(dated.split()) > 1 or any(char.isdigit() for char in bare)):
        bare = dated
    named = ROLES_BEHIND.sub("", bare)
    bare = named if len(named.split()) > 1 else bare
    return (AGENCIES.sub("", bare) if len(bare.split()) > 2 else bare).strip(" ,")


def _is_name(piece: str) -> bool:
    """Whether words may be a person's name: up to five, each with a capital or a particle."""
    words = piece.split()
    return bool(NAME.fullmatch(piece)) and all(word[0].isupper() or word.lower() in PARTICLES for word in words)


def _stands(name: str) -> bool:
    if not name or name.casefold() in NOBODY or ONLY_DATE.fullmatch(name):
        return False
    return len(name) <= 80 and any(char.isalpha() for char in name) and "://" not in name
