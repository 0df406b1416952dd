"""The Markdown parser: CommonMark with footnote marks, and without what could harm a page."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, entity
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from digest.content.text_input import bare_address, inert
from digest.markup.text import escape, text_to_html
from digest.model import Lang

References = Mapping[str, tuple[str, str]]
"""Label (as markdown-it normalises it) to address and title."""

SPECIAL = re.compile(r"[\\`*_\[<&~]")
"""What a text without any markup has none of."""
OUTWARD = 'rel="nofollow noopener"'
"""Of a link that leads elsewhere: the site vouches for nothing there."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x20\x7f]")
_SCHEMES = frozenset({"http", "https", "mailto"})
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


@cache
def parser() -> MarkdownIt:
    """Return the parser, made once. Give it an `environment`."""
    markdown = _Markdown("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["strikethrough", "table"])
    markdown.inline.ruler.before("link", "note", _parse_note)
    markdown.inline.ruler.at("entity", _parse_entity)
    return markdown


def environment(
    references: References | None,
    notes: Mapping[str, int],
    anchor: str = "",
    *,
    base: str = "/",
    lang: Lang | None = None,
) -> dict[str, Any]:
    """Return what the parser is told of the article around a sentence, and of the site; as of `markup.to_html`."""
    targets = {
        label: {"href": href, "title": title} for label, (href, title) in (references or {}).items() if _is_safe(href)
    }
    return {"notes": notes, "anchor": anchor, "references": targets, "base": base, "lang": lang}


class AnyNote(dict[str, int]):
    """Knows every footnote, so that a mark is never taken for text."""

    def __contains__(self, label: object) -> bool:
        return True

    def __missing__(self, label: str) -> int:
        return 0


def plain(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield what a reader sees of parsed Markdown, without footnote marks."""
    for token in tokens:
        if token.type == "note":
            continue
        if token.children:
            yield from plain(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield token.content


def _is_safe(address: str) -> bool:
    """Tell whether a link may lead to an address: of the web, of mail, or relative. Browsers skip controls in it."""
    scheme = _SCHEME.match(_CONTROLS.sub("", address))
    return scheme is None or scheme[1].lower() in _SCHEMES


class _Renderer(RendererHTML):
    """Writes what differs from CommonMark: see each method."""

    def note(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        """A footnote mark: its number, a link to its note."""
        number = tokens[index].meta["number"]
        return f'<sup><a class="noteref" role="doc-noteref" href="#{env["anchor"]}note-{number}">{number}</a></sup>'

    def image(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        """A picture inside a sentence: its alternative text."""
        return escape("".join(plain(tokens[index].children or [])))

    def text(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        """Plain text: in Arabic, what reads from the left is isolated."""
        return text_to_html(tokens[index].content, env["lang"])

    def link_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        """A link: one that leads elsewhere vouches for nothing; one that shows its address reads from the left.

        One that begins with `/` leads below where the site begins, whether the author wrote that too or not.
        """
        token = tokens[index]
        href = escape(bare_address(str(token.attrGet("href") or "")))
        if href.startswith("/") and not href.startswith(("//", env["base"])):
            href = env["base"] + href[1:]
        title = escape(inert(str(token.attrGet("title") or "")))
        extra = f' title="{title}"' if title else ""
        if _SCHEME.match(href) or href.startswith("//"):
            extra += f" {OUTWARD}"
        if token.info == "auto":
            extra += ' dir="ltr"'
        return f'<a href="{href}"{extra}>'

    def code_inline(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        """Code: it reads from the left in any text."""
        return f'<code dir="ltr">{escape(tokens[index].content)}</code>'


class _Markdown(MarkdownIt):
    """CommonMark that links only to the web, to mail, or within the site, judged after entities are decoded."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (its name there)
        return _is_safe(url)


def _parse_note(state: StateInline, silent: bool) -> bool:
    match = _NOTE.match(state.src, state.pos)
    if not match or match[1] not in state.env["notes"]:
        return False
    if not silent:
        state.push("note", "", 0).meta = {"number": state.env["notes"][match[1]], "label": match[1]}
    state.pos = match.end()
    return True


def _parse_entity(state: StateInline, silent: bool) -> bool:
    """Take an entity for its character, unless that is one that `read` takes out of a text that has it itself."""
    found = entity(state, silent)
    if found and not silent:
        state.tokens[-1].content = inert(state.tokens[-1].content)
    return found
