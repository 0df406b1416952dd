"""Inline Markdown: to safe HTML, to plain text, and back into a machine's counterpart."""

from digest.markup import align
from digest.markup.html import link_plain, page_to_html, safe, to_html
from digest.markup.inline import as_markdown, links, marks, strip
from digest.markup.parser import References, Targets
from digest.markup.project import project
from digest.markup.text import escape, isolated, text_to_html
from digest.markup.verbatim import plain, verbatim

__all__ = [
    "References",
    "Targets",
    "align",
    "as_markdown",
    "escape",
    "isolated",
    "link_plain",
    "links",
    "marks",
    "page_to_html",
    "plain",
    "project",
    "safe",
    "strip",
    "text_to_html",
    "to_html",
    "verbatim",
]
