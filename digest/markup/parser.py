"""The Markdown parser: CommonMark with footnote marks and for Arabic, and without what could harm a page."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, emphasis, entity, strikethrough
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from digest.content.text_input import bare_address, inert
from digest.markup.text import escape, text_to_html
from digest.model import Lang
from digest.quality.text import ARABIC_LETTER

References = Mapping[str, tuple[str, str]]
"""Label (as markdown-it normalises it) to address and title."""

Targets = Mapping[str, str | None]
"""Address of a link, as markdown-it normalises it, to where it leads; None for nowhere."""

SPECIAL = re.compile(r"[\\`*_\[<&~]")
"""The characters of which a text without any markup has none."""
OUTWARD = 'rel="nofollow noopener"'
"""The attribute of a link that leads elsewhere: the site vouches for nothing there."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x20\x7f]")
_SCHEMES = frozenset({"http", "https", "mailto"})
_BEGINNING = frozenset({"Ps", "Pi", "Po", "Sc", "Sk", "Sm", "So"})
_STOPS = frozenset(".,;:!?،؛؟…*~_\\")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


@cache
def parser() -> MarkdownIt:
    """Return the parser, made once. Give it an `environment`."""
    markdown = _Markdown("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["strikethrough", "table"])
    markdown.inline.ruler.before("link", "note", _parse_note)
    markdown.inline.ruler.at("entity", _parse_entity)
    markdown.inline.ruler.at("emphasis", partial(_parse_delimiters, emphasis.tokenize))
    markdown.inline.ruler.at("strikethrough", partial(_parse_delimiters, strikethrough.tokenize))
    return markdown


def environment(
    references: References | None,
    notes: Mapping[str, int],
    anchor: str = "",
    *,
    base: str = "/",
    targets: Targets = MappingProxyType({}),
    lang: Lang | None = None,
) -> dict[str, Any]:
    """Return the environment for parsing a sentence: what there is to know of its article and its site.

    The parameters are as of `markup.to_html`.
    """
    return {
        "notes": notes,
        "anchor": anchor,
        "references": _Definitions(references or {}),
        "base": base,
        "targets": targets,
        "lang": lang,
    }


class _Definitions(Mapping[str, Mapping[str, str]]):
    """Link definitions as the parser asks for them by label, each checked only when it is asked for.

    An article may have thousands, and the parser is given them anew for every sentence.
    """

    def __init__(self, references: References) -> None:
        self._references = references

    def __getitem__(self, label: str) -> Mapping[str, str]:
        href, title = self._references[label]
        if not _is_safe(href):
            raise KeyError(label)
        return {"href": href, "title": title}

    def __iter__(self) -> Iterator[str]:
        return (label for label, (href, _) in self._references.items() if _is_safe(href))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class AnyNote(dict[str, int]):
    """Footnotes of which every label is one, so that no footnote mark is taken for text."""

    def __contains__(self, label: object) -> bool:
        return True

    def __missing__(self, label: str) -> int:
        return 0


def plain(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the text that a reader sees of parsed Markdown, without footnote marks."""
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
    """HTML of the elements that differ from CommonMark: see each method."""

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

        One that begins with `/` leads below where the site begins, whether the author wrote that too or not. One that
        leads nowhere has no address.
        """
        token = tokens[index]
        written = str(token.attrGet("href") or "")
        target = env["targets"].get(written, written)
        if target is None:
            return "<a>"
        href = escape(bare_address(target))
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
    """Take an entity for its character, unless that is a control, which is taken out of texts that hold it, too."""
    found = entity(state, silent)
    if found and not silent:
        state.tokens[-1].content = inert(state.tokens[-1].content)
    return found


def _parse_delimiters(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:
    """Take the asterisks or tildes of emphasis as CommonMark does, and beside an Arabic letter in two more cases.

    By CommonMark's rule asterisks between a letter and punctuation may only end emphasis that stands before them, or
    only begin it. Arabic writes `and`, `in` and `for` without a space, so that a quotation in bold follows a letter
    (`و**«الأيام»**`), and much is typed without the space after a colon (`**قال:**نعم`).
    """
    start, delimiters = state.pos, len(state.delimiters)
    taken = rule(state, silent)
    if taken and not silent and state.src[start] != "_":
        before, after = state.src[start - 1 : start], state.src[state.pos : state.pos + 1]
        for delimiter in state.delimiters[delimiters:]:
            delimiter.open = delimiter.open or bool(ARABIC_LETTER.match(before) and _begins(after))
            delimiter.close = delimiter.close or bool(ARABIC_LETTER.match(after) and _ends(before))
    return taken


def _begins(mark: str) -> bool:
    """Whether a punctuation mark or symbol may be the first of what is emphasised: no stop, dash or closing bracket."""
    return mark != "" and unicodedata.category(mark) in _BEGINNING and mark not in _STOPS


def _ends(mark: str) -> bool:
    """Whether a punctuation mark or symbol may be the last of what is emphasised: no opening bracket."""
    return mark != "" and unicodedata.category(mark)[0] in "PS" and unicodedata.category(mark) not in ("Ps", "Pi")
