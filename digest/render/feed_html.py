"""The text of a story as HTML for feeds: it is read away from its page, where no style or script of ours goes along.

Many programs take out attributes too, `dir` among them, so each piece of text also stands between characters that say
its direction (UAX #9: U+2066 or U+2067, and U+2069).
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import zip_longest
from urllib.parse import urljoin

from digest.markup import escape
from digest.model import Lang, other
from digest.render.story_html import StoryHtml, ViewHtml

# What is matched is made by `story_html`, in which no text or value holds a bare quotation mark or angle bracket.
_ADDRESS = re.compile(r' (href|src)="([^"]*)"')
_ID = re.compile(r' id="[^"]*"')
_TAG = re.compile(r"<[^>]*>")
_ELEMENTS = "p|h[1-6]|li|figcaption|th|td"
_TEXT = re.compile(
    rf'(<(?:{_ELEMENTS})(?: [^>]*)? dir="(rtl|ltr)"[^>]*>)(.+?)(?=</?(?:{_ELEMENTS}|ul|ol|blockquote|pre|div)[ >])',
    re.DOTALL,
)
"""The beginning of an element with text of its own, its direction, and the text."""
_SENTENCE = re.compile(r'<span data-s="[^>]* lang="(ar|en)" dir="(rtl|ltr)">(.*?)</span>', re.DOTALL)
_ISOLATES: Mapping[str, str] = {"rtl": "\u2067", "ltr": "\u2066"}
_FIGURE = re.compile(r'<figure class="picture">(?:<img [^>]*>)?(?:<figcaption( [^>]*)>(.*?)</figcaption>)?</figure>')


def single(html: StoryHtml, lang: Lang, page: str) -> Iterator[str]:
    """Yield the parts of the text in one language, as it stands on the page at an address."""
    return _away_from(page, _parts(html.single(lang)))


def parallel(html: StoryHtml, page: str) -> Iterator[str]:
    """Yield the parts of the text in both languages, each with its counterpart after it.

    A part is what stands on its own: a paragraph, a whole list, a picture. What says the same in both languages, as a
    text that is not translated, and a picture, stand there once.
    """
    source = html.story.article.lang
    return _away_from(page, _interleaved(html.single(source), html.single(other(source))))


def _interleaved(source: ViewHtml, target: ViewHtml) -> Iterator[str]:
    for part, counterpart in zip_longest(_parts(source), _parts(target), fillvalue=""):
        yield part
        text = _FIGURE.sub(_caption, counterpart)
        if _TAG.sub("", text) != _TAG.sub("", part):
            yield text


def _parts(text: ViewHtml) -> Iterator[str]:
    """Yield what stands below the headline."""
    for name, elements in text.head.items():
        if name != "title":
            yield from filter(None, elements)
    yield from text.rows


def _caption(figure: re.Match[str]) -> str:
    """Return the caption of a picture as a paragraph; nothing where it has none."""
    return f"<p{figure[1]}>{figure[2]}</p>" if figure[2] else ""


def directed(html: str) -> str:
    """Return elements whose text says its direction in characters; the sentences have no elements of their own."""
    return _TEXT.sub(_directed, html)


def _directed(text: re.Match[str]) -> str:
    element, direction, inner = text.groups()
    inner = _SENTENCE.sub(lambda match: _unwrapped(direction, *match.groups()), inner)
    return element + "<br>".join(_isolated(line.strip(), direction) for line in inner.split("<br>"))


def _unwrapped(around: str, lang: str, direction: str, sentence: str) -> str:
    """Return a sentence without its element; with one where it is in another language than the text around it."""
    if direction == around:
        return sentence
    return f'<span lang="{lang}" dir="{direction}">{_isolated(sentence, direction)}</span>'


def _isolated(text: str, direction: str) -> str:
    return f"{_ISOLATES[direction]}{text}\u2069" if text else ""


def _away_from(page: str, parts: Iterator[str]) -> Iterator[str]:
    """Yield parts of a page fit for another place: with absolute links, and without ids that others may have too."""
    for part in parts:
        yield directed(_ADDRESS.sub(lambda match: _absolute(page, *match.groups()), _ID.sub("", part)))


def _absolute(page: str, attribute: str, address: str) -> str:
    try:
        address = escape(urljoin(page, unescape(address)))
    except ValueError:  # no address at all, as `http://[`: it leads nowhere from anywhere
        return ""
    return f' {attribute}="{address}"'
