"""Markdown to HTML that is safe to publish, whoever wrote it: a sentence, or a whole text for the site's own pages."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from digest.markup.parser import OUTWARD, SPECIAL, References, Resolve, environment, escape, parser

_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”؛،]+", re.IGNORECASE)
_AFTER_ADDRESS = ".,:;!?؟'’…"


def safe(html: str) -> Markup:
    """Mark HTML that was made of escaped parts as such, so that a template takes it as it is."""
    return str.__new__(Markup, html)  # as `Markup(html)`, which takes three times as long to ask what it is given


def link_plain(text: str) -> str:
    """Return plain text as HTML in which bare `http` and `https` addresses are links."""
    if "://" not in text:
        return escape(text)
    parts = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trim_address(match[0])
        parts.append(escape(text[end : match.start()]))
        end = match.start() + len(address)
        shown = escape(address)
        parts.append(f'<a href="{shown}" {OUTWARD} dir="ltr">{shown}</a>')
    parts.append(escape(text[end:]))
    return "".join(parts)


def to_html(
    text: str,
    references: References | None = None,
    *,
    notes: Mapping[str, int] | None = None,
    anchor: str = "",
    resolve: Resolve = str,
) -> str:
    """Return the inline Markdown of one sentence as HTML that is safe to publish, whoever wrote it.

    `references` are the article's link definitions. `notes` numbers its footnotes by label: `[^label]` becomes a link
    to `#<anchor>note-<number>`. `resolve` says where links lead.
    """
    if not SPECIAL.search(text):
        return escape(text)
    html: str = parser().renderInline(text, environment(references, notes or {}, anchor, resolve))
    return html


def page_to_html(text: str) -> str:
    """Return a whole text in Markdown (the site's own, as of its About page) as safe HTML."""
    html: str = parser().render(text, environment(None, {}))
    return html


def _trim_address(address: str) -> str:
    """Return an address without the punctuation that ends the clause it stands in."""
    while address:
        if address[-1] in _AFTER_ADDRESS or (address[-1] == ")" and address.count("(") < address.count(")")):
            address = address[:-1]
        else:
            break
    return address
