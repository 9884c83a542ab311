"""Pages that are no article: frames, cookie walls, paywalls, galleries, and two articles on one. Stands below clean."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from vedette.clean.article.blocks import BOXES, NAMED, WORD, Block

STUB = 120  # words of a story; what is shorter may be all that a wall lets through
TEASER = 60  # words beside the captions of a gallery, and of each of two articles
PICTURES = 3
BARE = 5  # words; fewer are a headline or a label
CUT_OFF = 3 * STUB  # words; a longer text may well be whole where a page asks for a subscription below it
NEAR = 3  # elements around a block whose names make it a caption
POSTS = 5  # articles on one page; more are a live page's posts or a list

PAYWALL = re.compile(
    r"(?i)\b(?:subscribe|register|sign (?:in|up)|log in|join|pay|log on|upgrade)\b[^.]{0,50}\b(?:to|and) (?:continue|keep|finish|go on) reading"
    r"|\bto (?:continue|keep|go on|finish) reading\b[^.]{0,60}\b(?:subscri|register|sign|log|account|trial|member|offer)"
    r"|\b(?:continue|keep|finish) reading (?:this (?:article|story) )?(?:with|for) (?:a|an|your|only|just|£|\$|€)"
    r"|\b(?:article|story|content|page|report|analysis|rest|premium) (?:is|are) (?:only |exclusively )?(?:available )?(?:for|to|reserved for)(?: our| paying| registered| premium| the)* (?:subscribers?|members)\b"
    r"|\b(?:subscribers?|members)[ -]only\b|\b(?:exclusive|reserved) (?:to|for) (?:our )?(?:subscribers|members)\b"
    r"|\bunlock (?:this|the (?:full|rest|whole|complete)) (?:article|story|text)?|\b(?:subscribe|log in|sign in|register) to (?:read|unlock|view|access|see) (?:the |this )?(?:full|whole|rest|article|story|more|complete)"
    r"|\b(?:reached|used|read) (?:your|all your|all of your|the) (?:monthly |weekly )?(?:limit|allowance|free (?:articles?|stories))"
    r"|\bto read (?:on|more|the (?:rest|full|whole|remainder)\b[^.\n]{0,40}),?[^.\n]{0,40}\b(?:subscri|register|sign (?:in|up)|log (?:in|on)|become|member)"
    r"|\byou have (?:no|0|1|one) (?:more )?free (?:articles?|stories)|\bread the (?:full|whole|rest of the) (?:article|story) (?:with|by) (?:a )?subscri"
)
# What a server says in a page's stead. Its title says no more than that; its text speaks of the page or of the visitor.
REFUSED = re.compile(
    r"(?i)\W*(?:(?:error|http|status)[ -]*)?(?:(?:40[0-9]|410|429|50[0-9])\b(?:\W*(?:error|page|not found|forbidden|gone|bad gateway|service unavailable|internal server error)\b)*"
    r"|(?:sorry,? )?(?:this |the |your )?(?:page|article|content|site|website|service|story) (?:was |is |has been |could |can ?|temporarily )*(?:not|n[o']t be|unavailable|removed|moved|down)\b(?: (?:be )?(?:found|available))?"
    r"|not found|access (?:to this page has been )?denied|forbidden|just a moment|attention required|one more step|checking (?:your|if)\b.{0,40}|robot check|security check|are you (?:a )?(?:robot|human)"
    r"|(?:please )?verify(?:ing)? (?:that )?you(?:'|’| a)re (?:a )?human|(?:under|down for) maintenance|something went wrong|oops)\W*(?:[|–—-] .{2,40})?"
)
EXCUSE = re.compile(
    r"(?i)\bpage (?:that )?you(?:'|’| a)?(?:re| were)? (?:looking for|requested|tried)|\b(?:requested|this) (?:page|url|article|address)\b[^.]{0,40}\b(?:not found|unavailable|no longer|removed|does(?:n['’]t| not) exist)"
    r"|\bmay have been (?:moved|removed|deleted|renamed)|\b(?:enable|turn on|requires?) (?:javascript|cookies)|\byou are (?:not )?(?:a )?(?:human|robot|bot)\b|\bsecurity check\b|\bray id\b|\bunusual (?:traffic|activity)\b"
    r"|\byour browser\b|\b(?:go )?back to (?:the )?(?:home ?page|front page)|\btry again (?:later|in a)\b|\bcheck the (?:address|url|spelling)\b|\bpermission to access\b"
)
CONSENT = re.compile(
    r"(?i)\bcookies?\b|\bconsent\b|\bpersonal(?:ised|ized)? (?:data|ads|advertising|content)\b|\bour (?:\d+ |[\w-]+ )?partners\b|\bprivacy\b"
    r"|\b(?:accept|reject|agree)(?: to)? (?:all|and (?:close|continue))\b|\btracking\b|\blegitimate interest|\bgdpr\b"
)
WALL = re.compile(
    r"(?i)\b(?:before you (?:continue|go)|we value your privacy|your privacy (?:matters|is important|choices)|(?:accept|allow|agree|reject|manage|decline)\b[^.]{0,20}\b(?:all|cookies?|continue|choices|close)"
    r"|uses? cookies|cookies? (?:settings|preferences|policy|wall)|consent to|(?:to|and) (?:continue|visit|enter|read)[^.]{0,40}\bcookies)"
)
COUNTED = re.compile(r"(?i)^(?:(?:photo|picture|image|slide) )?\d{1,3} ?(?:/|of) ?\d{1,3}$")
SHOWN = re.compile(
    r"(?i)\bin pictures\b|\bphoto ?gallery\b|\bgallery\b|\bslide ?show\b|\bphoto essay\b|^(?:photos|pictures)\b\s*:|\bin photos\b"
)
PICTURED = re.compile(r"(?i)(?:^|[\s_-])(?:gallery|slides?|slideshow|carousel|lightbox)(?:[\s_-]|$|__)")
NO_HEADLINE = re.compile(
    r"(?i)\b(?:comments?|related|read more|more (?:from|on|stories|news)|newsletter|sign up|about (?:us|the author)|you may|most read|latest)\b"
)
SIGNED = re.compile(r"(?i)by [^.]{3,60}$|(?:published|posted|updated)\b|.{0,24}\b(?:19|20)\d\d\b.{0,20}$")
STOP = re.compile(r"[.!?…]['\"”’»)\]]*$")

LACKS = {
    "frames": "is a set of frames and holds no text of its own",
    "cookie wall": "holds a question about cookies and no article",
    "paywall": "shows the beginning only; the rest is for subscribers",
    "gallery": "holds pictures with captions and no article",
    "error page": "says that the page cannot be had, and holds no article",
    "no text": "holds no article",
}


def kind_of(
    tree: HtmlElement, page: Sequence[Block], story: str, headline: str | None, kinds: frozenset[str], free: bool
) -> str | None:
    """Gives what a page is where it is no article, None where it may be one. `story` is what was found to be its text."""
    words = len(story.split())
    if next(tree.iter("frameset"), None) is not None and words < TEASER:
        return "frames"
    if words >= STUB:
        return "gallery" if _is_captions(page, story) and _is_gallery(tree, page, headline, kinds) else None
    shown = [block for block in page if block.words]
    if is_refusal(headline, story):
        return "error page"
    if _is_cookie_wall(story, shown):
        return "cookie wall"
    if is_paywall(" \n".join(block.text for block in shown), words) or (not free and words < STUB // 2):
        return "paywall"
    if _is_gallery(tree, page, headline, kinds):
        return "gallery"
    if words < BARE and next(tree.iter("iframe"), None) is not None and sum(len(b.words) for b in shown) < TEASER:
        return "frames"
    return None if words else "no text"


def is_paywall(shown: str, words: int) -> bool:
    """Whether a page asks for a subscription where no more of a story is there than a teaser."""
    return words < STUB and bool(PAYWALL.search(shown))


def is_cut_off(below: str, words: int, free: bool = True) -> bool:
    """Whether a story of that many words may go on behind a wall: it is not free, or what stands below it says so."""
    return words < CUT_OFF and (not free or bool(PAYWALL.search(below)))


def is_refusal(headline: str | None, text: str) -> bool:
    """Whether a page is what a server says in another's stead: that it is not there, or that the visitor may be a robot."""
    words = len(text.split())
    if words >= STUB:
        return False
    said = sum(len(part.split()) for part in re.split(r"(?<=[.!?])\s+|\n+", text) if EXCUSE.search(part))
    named = bool(REFUSED.fullmatch((headline or "").strip()))
    return (named and (said > 0 or words < BARE)) or said >= 0.5 * words > 0


def is_cookie_wall(text: str) -> bool:
    """Whether a text speaks of cookies and consent, and hardly of anything else."""
    parts = [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
    said = sum(len(part.split()) for part in parts if CONSENT.search(part) or WALL.search(part))
    return bool(WALL.search(text)) and said >= 0.5 * len(text.split())


def _is_cookie_wall(story: str, shown: Sequence[Block]) -> bool:
    whole = "\n".join(block.text for block in shown if block.links < 0.9)
    if is_cookie_wall(story):
        return True
    return len(story.split()) < STUB // 3 and is_cookie_wall(whole)


def _is_gallery(tree: HtmlElement, page: Sequence[Block], headline: str | None, kinds: frozenset[str]) -> bool:
    captions = prose = counts = pictures = 0
    for block in page:
        where = _where(block)
        if COUNTED.match(block.text):
            counts += 1
        elif where == "caption":
            captions += len(block.words)
            pictures += 1
        elif where == "page" and block.element.tag != "h1" and len(block.words) > 7 and STOP.search(block.text[-8:]):
            prose += len(block.words)
    images = sum(1 for _ in tree.iter("img", "amp-img", "picture"))
    named = bool(kinds & {"ImageGallery", "MediaGallery"}) or bool(headline and SHOWN.search(headline))
    if pictures >= PICTURES and prose <= max(TEASER, captions // 4):
        return True
    if pictures:
        return False
    # Captions in plain paragraphs, each with its picture: only where the page itself says that it is a gallery.
    paragraphs = sum(1 for block in page if _where(block) == "page" and block.element.tag in ("p", "div"))
    return (named or counts >= PICTURES) and images >= PICTURES and paragraphs <= images + 2 and prose < 40 * images


def _is_captions(page: Sequence[Block], story: str) -> bool:
    """Whether most of what was found to be a page's text stands in its captions."""
    captions = {" ".join(block.words) for block in page if _where(block) == "caption"}
    lines = [" ".join(WORD.findall(line.lower())) for line in story.split("\n")]
    whole = sum(len(line.split()) for line in lines)
    return sum(len(line.split()) for line in lines if line in captions) >= 0.7 * whole


def _where(block: Block) -> str:
    """Gives whether a block is a caption, stands in a box of the page's, or in the page itself."""
    for n, element in enumerate(_around(block.element)):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        match = NAMED.search(name)
        if element.tag in ("figcaption", "figure") or (n < NEAR and match and match["caption"]):
            return "caption"
        if n < NEAR and PICTURED.search(name) and element.tag not in ("body", "html", "main", "article"):
            return "caption"
        if element.tag in BOXES or (match and element.tag not in ("body", "html", "main", "article")):
            return "box"
    return "page"


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    for n, parent in enumerate(element.iterancestors()):
        if n > 8:
            return
        yield parent


def keep_first(tree: HtmlElement, live: bool) -> str | None:
    """Takes a second article off a page, with all behind it. Gives its headline, None where there is but one."""
    if live:
        return None
    heads = list(_heads(tree))
    if not 2 <= len(heads) <= POSTS:
        return None
    first, second = heads[0], heads[1]
    above = set(first.iterancestors())
    part = second
    for element in second.iterancestors():
        if element in above:
            break
        part = element
    told = " ".join(second.text_content().split())
    parent = part.getparent()
    if parent is None or part in above or part is first or not _stands_apart(second, part):
        return None
    for sibling in [part, *part.itersiblings()]:
        parent.remove(sibling)
    return told


def _stands_apart(head: HtmlElement, part: HtmlElement) -> bool:
    """Whether a heading begins an article and no part of one: in a container of its own, or signed, dated, or ruled off."""
    if NO_HEADLINE.search(head.text_content()):
        return False
    for element in (head, *head.iterancestors()):
        if NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}") or element.tag in BOXES:
            return False
        if element is part:
            break
    before = head.getprevious()
    return part is not head or _is_signed(head) or (before is not None and before.tag == "hr")


def _is_signed(head: HtmlElement) -> bool:
    """Whether a byline or a date stands below a heading."""
    after = head.getnext()
    if after is None or not isinstance(after.tag, str):
        return False
    return after.tag == "time" or bool(SIGNED.match(" ".join(after.text_content().split())))


def _heads(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Gives the headings that each stand above an article of their own: an <h1>, or the first of an <article>."""
    ones = [h for h in tree.iter("h1") if h.text_content().strip() and not _in_masthead(h)]
    parts: list[tuple[HtmlElement, HtmlElement | None]] = [(head, None) for head in ones[: 2 * POSTS]]
    if len(ones) < 2:
        tops = [a for a in tree.iter("article") if not any(e.tag == "article" for e in a.iterancestors())]
        firsts = [(next(a.iter("h1", "h2"), None), a) for a in tops]
        inside = [(head, a) for head, a in firsts if head is not None]
        # A headline outside all articles stands above a page of posts.
        parts = list(inside) if all(any(one is head for head, _ in inside) for one in ones) else []
    if not ones and not parts:  # headlines of a lower rank are told from headings by the byline or date below each
        parts = [(head, None) for head in tree.iter("h2", "h3") if _is_signed(head) and not _in_masthead(head)]
    seen: set[str] = set()
    for n, (head, within) in enumerate(parts):
        told = " ".join(head.text_content().split()).casefold()
        after = parts[n + 1][0] if n + 1 < len(parts) else None
        if told not in seen and _prose(head, after, within) >= TEASER // 2:
            seen.add(told)
            yield head


def _in_masthead(head: HtmlElement) -> bool:
    around = [element.tag for element in head.iterancestors()]
    return bool({"nav", "aside", "footer"} & set(around)) or (
        "header" in around and not {"article", "main"} & set(around)
    )


def _prose(head: HtmlElement, after: HtmlElement | None, within: HtmlElement | None) -> int:
    """Gives the words of the paragraphs between a heading and the next."""
    count = 0
    for element in within.iter("p") if within is not None else head.xpath("following::*"):
        if element is after:
            break
        if element.tag == "p" and not any(
            e.tag in ("aside", "footer", "nav", "figure") for e in element.iterancestors()
        ):
            count += len(element.text_content().split())
        if count > 2 * TEASER:
            break
    return count
