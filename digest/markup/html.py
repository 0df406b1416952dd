"""Markdown to HTML that is safe to publish, whoever wrote it: a sentence, or a whole text for the site's own pages."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from digest.content.text_input import bare_address
from digest.markup.parser import OUTWARD, SPECIAL, References, Targets, environment, parser
from digest.markup.text import escape, text_to_html
from digest.model import Lang

_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”؛،]+", re.IGNORECASE)
_AFTER_ADDRESS = ".,:;!?؟'’…"


def safe(html: str) -> Markup:
    """Mark HTML that was made of escaped parts as such, so that a template takes it as it is."""
    return str.__new__(Markup, html)  # as `Markup(html)`, which takes three times as long to ask what it is given


def link_plain(text: str, lang: Lang | None = None) -> str:
    """Return plain text as HTML in which bare `http` and `https` addresses are links.

    In Arabic (`lang`), what reads from the left in any text is isolated.
    """
    if "://" not in text:
        return text_to_html(text, lang)
    parts = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trim_address(match[0])
        parts.append(text_to_html(text[end : match.start()], lang))
        end = match.start() + len(address)
        parts.append(f'<a href="{escape(bare_address(address))}" {OUTWARD} dir="ltr">{escape(address)}</a>')
    parts.append(text_to_html(text[end:], lang))
    return "".join(parts)


def to_html(
    text: str,
    lang: Lang | None = None,
    references: References | None = None,
    *,
    notes: Mapping[str, int] | None = None,
    anchor: str = "",
    base: str = "/",
    targets: Targets = MappingProxyType({}),
) -> str:
    """Return the inline Markdown of one sentence as HTML that is safe to publish, whoever wrote it.

    In Arabic (`lang`), what reads from the left in any text is isolated. `references` are the article's link
    definitions. `notes` numbers its footnotes by label: `[^label]` becomes a link to `#<anchor>note-<number>`. `base`
    is the path where the site begins: `/about/` becomes a link below it. `targets` says where some links lead.
    """
    if not SPECIAL.search(text):
        return text_to_html(text, lang)
    html: str = parser().renderInline(
        text, environment(references, notes or {}, anchor, base=base, targets=targets, lang=lang)
    )
    return html


def page_to_html(text: str, lang: Lang | None = None, base: str = "/") -> str:
    """Return a whole text in Markdown (the site's own, as of its About page) as safe HTML: as `to_html`."""
    html: str = parser().render(text, environment(None, {}, base=base, lang=lang))
    return html


def _trim_address(address: str) -> str:
    """Return an address without the punctuation, and the invisible marks, that end the clause it stands in."""
    while address:
        if (
            address[-1] in _AFTER_ADDRESS
            or not bare_address(address[-1])
            or (address[-1] == ")" and address.count("(") < address.count(")"))
        ):
            address = address[:-1]
        else:
            break
    return address
