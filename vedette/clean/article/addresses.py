"""The address that all copies of an article share: for phones, for print and from a cache. Stands below clean."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters by which campaigns and platforms know a reader; an article is the same without them.
TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|ms|y|tw)clid|mc_[ce]id|ocid|cmpid|(?:at|ns)_\w+|xtor|igshid|smid|ref_?src|_ga"
)
# Parameters that ask for another shape of the same article, by their name or by what they are set to.
SHAPE = re.compile(r"amp|print(?:able|er|view|_view|_friendly|erfriendly)?|is_?amp|is_?print")
SHAPES = re.compile(r"amp|print(?:able|er|view|-friendly|erfriendly)?")
SHAPED = frozenset({"view", "mode", "format", "output", "outputtype", "display", "layout", "version", "type", "tmpl"})
HOST = re.compile(r"^(?:(?:www\.)?(?:m|amp|mobile|print)\.)(?=[^.]+\.[^.])")
TAIL = re.compile(r"(?:/(?:amp|print|printable)/?|\.amp(?=\.html?$)|\.amp)$|\.amp(?=\.html?$)")
CACHED = re.compile(r"https?://(?:[\w-]+\.cdn\.ampproject\.org/\w|(?:www\.)?google\.[a-z.]+/amp)/(s/)?(.+)", re.I)


def canonical(url: str | None, address: str) -> str | None:
    """Gives the address that all copies of an article share: no fragment, no reader's trace, no shape for phone or print.

    A front page is nobody's article, and another site's address is the original's, not this copy's.
    """
    here = _parted(address) if address.startswith(("http://", "https://")) else None
    there = _parted(url or "")
    usable = there is not None and there.scheme in ("http", "https") and (there.path.strip("/") or there.query)
    if here and (there is None or not usable or site(there.hostname or "") != site(here.hostname or "")):
        there = here
    elif not usable:
        return None
    if there is None or not there.hostname:
        return None
    query = urlencode([(name, value) for name, value in parse_qsl(there.query) if not _is_idle(name.lower(), value)])
    path = TAIL.sub("", there.path) if TAIL.sub("", there.path).strip("/") else there.path
    if path.startswith("/amp/") and path.strip("/") != "amp":
        path = path.removeprefix("/amp")
    return urlunsplit((there.scheme.lower(), HOST.sub("", there.netloc.lower()), path, query, ""))


def item_key(url: str) -> str:
    """Gives what two addresses of one article agree in: neither the protocol nor `www.` nor a last stroke counts."""
    parts = urlsplit(url)
    return urlunsplit(("https", parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query, ""))


def site(host: str) -> str:
    """Gives a host's name without the parts that tell phones from desks."""
    return HOST.sub("", host.lower()).removeprefix("www.")


def _parted(url: str) -> SplitResult | None:
    try:
        bare = url.strip()
        if match := CACHED.match(bare):
            bare = f"http{'s' if match[1] else ''}://{match[2]}"
        parts = urlsplit(bare)
        return parts if parts.hostname else None
    except ValueError:
        return None


def _is_idle(name: str, value: str) -> bool:
    if TRACKING.fullmatch(name) or (SHAPE.fullmatch(name) and value.lower() in ("1", "true", "yes", "y", "on", "amp")):
        return True
    return name in SHAPED and bool(SHAPES.fullmatch(value.lower()))
