"""Inline Markdown: one sentence to safe HTML, and to plain text. Whole texts too, for the site's own pages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, entity
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from digest.intake import inert

References = Mapping[str, tuple[str, str]]
"""Label (as markdown-it normalises it) to address and title."""

_SPECIAL = re.compile(r"[\\`*_\[<&~]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x20\x7f]")
_SCHEMES = frozenset({"http", "https", "mailto"})
_MARKS = re.compile(r"[\\`*_\[\]<>&~]")
_STOPS = " .!?؟…"
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”؛،]+", re.IGNORECASE)
_AFTER_ADDRESS = ".,:;!?؟'’…"
_OUTWARD = 'rel="nofollow noopener"'


def escape(text: str) -> str:
    """Return text as HTML, fit for an element or a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def safe(html: str) -> Markup:
    """Mark HTML that was made of escaped parts as such, so that a template takes it as it is."""
    return Markup(html)  # noqa: S704


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
        parts.append(f'<a href="{shown}" {_OUTWARD} dir="ltr">{shown}</a>')
    parts.append(escape(text[end:]))
    return "".join(parts)


def to_html(
    text: str, references: References | None = None, *, notes: Mapping[str, int] | None = None, anchor: str = ""
) -> str:
    """Return the inline Markdown of one sentence as HTML that is safe to publish, whoever wrote it.

    `references` are the article's link definitions. `notes` numbers its footnotes by label: `[^label]` becomes a link
    to `#<anchor>note-<number>`.
    """
    if not _SPECIAL.search(text):
        return escape(text)
    html: str = _parser().renderInline(text, _environment(references, notes or {}, anchor))
    return html


def strip(text: str, references: References | None = None) -> str:
    """Return the plain text of one sentence of inline Markdown: what a reader sees, without footnote marks."""
    if not _SPECIAL.search(text):
        return text
    return "".join(_plain(_parser().parseInline(text, _environment(references, _AnyNote())))).strip()


def links(text: str, references: References | None = None) -> list[str]:
    """Return the addresses of the links of one sentence of inline Markdown, sorted."""
    if not _SPECIAL.search(text):
        return []
    return sorted(span.address for span in _spans(text, references) if span.address)


def as_markdown(text: str) -> str:
    """Return plain text as inline Markdown that says just that."""
    return _MARKS.sub(r"\\\g<0>", text)


def project(source: str, plain: str, references: References | None = None) -> str:
    """Return a machine's counterpart, plain text, as inline Markdown with the links, emphasis and code of its source.

    What stands in both languages alike (a name, a number, code) is marked where it stands. Of the rest, a link that is
    the only one of its sentence covers the whole counterpart; other marks are left out.
    """
    if not _SPECIAL.search(source):
        return as_markdown(plain)
    spans = _spans(source, references)
    whole = [span for span in spans if span.text == strip(source, references).rstrip(_STOPS)]
    found = whole[:1] or _placed(spans, plain)
    addresses = [span for span in spans if span.address]
    if len(addresses) == 1 and addresses[0] not in found:
        found = addresses
    if len(found) == 1 and found[0].text not in plain:
        body = plain.rstrip(_STOPS)
        return found[0].mark(as_markdown(body)) + as_markdown(plain[len(body) :])
    parts, end = [], 0
    for span in sorted(found, key=lambda span: plain.index(span.text)):
        start = plain.index(span.text)
        parts += [as_markdown(plain[end:start]), span.mark(span.text if span.before == "`" else as_markdown(span.text))]
        end = start + len(span.text)
    return "".join([*parts, as_markdown(plain[end:])])


@dataclass(frozen=True, slots=True)
class _Span:
    """A marked part of a sentence: its plain text, the marks around it, and the address of a link."""

    text: str
    before: str
    after: str
    address: str = ""

    def mark(self, text: str) -> str:
        return f"{self.before}{text}{self.after}"


def _spans(text: str, references: References | None) -> list[_Span]:
    """Return the outermost marked parts of a sentence, in order."""
    tokens = _parser().parseInline(text, _environment(references, _AnyNote()))[0].children or []
    spans: list[_Span] = []
    depth, start = 0, 0
    for place, token in enumerate(tokens):
        if token.nesting == 1:
            start = place if depth == 0 else start
            depth += 1
        elif token.nesting == -1:
            depth -= 1
            if depth == 0:
                spans.append(_span(tokens[start], "".join(_plain(tokens[start + 1 : place]))))
        elif token.type == "code_inline" and depth == 0:
            spans.append(_Span(token.content, "`", "`"))
    return [span for span in spans if span.text.strip()]


def _span(opening: Token, text: str) -> _Span:
    if opening.type == "link_open":
        address = str(opening.attrGet("href") or "")
        return _Span(text, "[", f"](<{address}>)", address)
    return _Span(text, opening.markup, opening.markup)


def _placed(spans: Iterable[_Span], plain: str) -> list[_Span]:
    """Return the spans whose text stands once in the counterpart too, word for word, none inside another."""
    placed: list[_Span] = []
    for span in spans:
        alone = re.findall(rf"(?<!\w){re.escape(span.text)}(?!\w)", plain)
        if len(alone) == 1 == plain.count(span.text) and not any(
            span.text in other.text or other.text in span.text for other in placed
        ):
            placed.append(span)
    return placed


def page_to_html(text: str) -> str:
    """Return a whole text in Markdown (the site's own, as of its About page) as safe HTML."""
    html: str = _parser().render(text, _environment(None, {}))
    return html


class _AnyNote(dict[str, int]):
    """Knows every footnote, so that a mark is never taken for text."""

    def __contains__(self, label: object) -> bool:
        return True

    def __missing__(self, label: str) -> int:
        return 0


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
        return escape("".join(_plain(tokens[index].children or [])))

    def link_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        """A link: one that leads elsewhere vouches for nothing; one that shows its address reads from the left."""
        token = tokens[index]
        href = escape(str(token.attrGet("href") or ""))
        title = escape(inert(str(token.attrGet("title") or "")))
        extra = f' title="{title}"' if title else ""
        if _SCHEME.match(href) or href.startswith("//"):
            extra += f" {_OUTWARD}"
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


@cache
def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["strikethrough", "table"])
    parser.inline.ruler.before("link", "note", _parse_note)
    parser.inline.ruler.at("entity", _parse_entity)
    return parser


def _environment(references: References | None, notes: Mapping[str, int], anchor: str = "") -> dict[str, Any]:
    """Return what the parser is told of the article around a sentence."""
    targets = {
        label: {"href": href, "title": title} for label, (href, title) in (references or {}).items() if _is_safe(href)
    }
    return {"notes": notes, "anchor": anchor, "references": targets}


def _parse_note(state: StateInline, silent: bool) -> bool:
    match = _NOTE.match(state.src, state.pos)
    if not match or match[1] not in state.env["notes"]:
        return False
    if not silent:
        state.push("note", "", 0).meta = {"number": state.env["notes"][match[1]]}
    state.pos = match.end()
    return True


def _parse_entity(state: StateInline, silent: bool) -> bool:
    """Take an entity for its character, unless that is one that `read` takes out of a text that has it itself."""
    found = entity(state, silent)
    if found and not silent:
        state.tokens[-1].content = inert(state.tokens[-1].content)
    return found


def _plain(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "note":
            continue
        if token.children:
            yield from _plain(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield token.content


def _trim_address(address: str) -> str:
    """Return an address without the punctuation that ends the clause it stands in."""
    while address:
        if address[-1] in _AFTER_ADDRESS or (address[-1] == ")" and address.count("(") < address.count(")")):
            address = address[:-1]
        else:
            break
    return address
