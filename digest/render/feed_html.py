"""The text of a story as HTML for feeds: it is read away from its page, where no style or script of ours goes along."""

import re
from collections.abc import Iterator
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
_FIGURE = re.compile(r'<figure class="picture">(?:<img [^>]*>)?(?:<figcaption( [^>]*)>(.*?)</figcaption>)?</figure>')


def single(html: StoryHtml, lang: Lang, page: str) -> str:
    """Return the text in one language, as it stands on the page at an address."""
    return _away_from(page, _parts(html.single(lang)))


def parallel(html: StoryHtml, page: str) -> str:
    """Return the text in both languages, each part with its counterpart after it.

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


def _away_from(page: str, parts: Iterator[str]) -> str:
    """Return parts of a page fit for another place: with absolute links, and without ids that others may have too."""
    return _ADDRESS.sub(lambda match: _absolute(page, *match.groups()), _ID.sub("", "\n".join(parts)))


def _absolute(page: str, attribute: str, address: str) -> str:
    try:
        address = escape(urljoin(page, unescape(address)))
    except ValueError:  # no address at all, as `http://[`: it leads nowhere from anywhere
        return ""
    return f' {attribute}="{address}"'
