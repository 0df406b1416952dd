"""HTML and shortcodes in an author's text → Markdown, or plain text, that says the same.

It comes from where a text was copied: a content management system, a word processor, an editor's own note in a comment.
What it marks is kept where it is plain (paragraphs, headings, lists, tables, links, emphasis, pictures); comments,
styles and scripts are nobody's text.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from digest.content.edits import EditedText, line_number
from digest.errors import DigestError, Problem

_BLOCKS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hgroup html legend main nav p section summary tbody tfoot thead"
)
_INLINE = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub "
    "sup time tt u var wbr"
)
_STRUCTURE = "br h[1-6] hr img li ol ul table tr td th"
_UNSHOWN = "applet audio button canvas embed iframe input link map meta object option picture source track video"
_GONE = "script style head noscript svg math template select textarea xml"
"""Elements whose content is not for readers."""


def _any(*names: str) -> str:
    return "|".join(name for line in names for name in line.split())


_NAME = rf"(?:{_any(_BLOCKS, _INLINE, _STRUCTURE, _UNSHOWN)})(?=[\s/>])|[ovwm]:[a-z]+"
_VALUES = r"(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*"
_TAG = rf"<(?P<close>/?)(?P<name>{_NAME})(?P<attributes>{_VALUES})>"
_SIMPLE = rf"(?:[^<>]|</?(?:{_any(_INLINE.removeprefix('a '))})(?:\s{_VALUES})?>){{0,2000}}?"
"""Text with nothing but inline tags in it."""

_MEDIA = "video|audio|youtube|vimeo"
_NOTE = (
    r"(?P<note>\{#(?:(?!\{#|#\})[^\n]){0,2000}#\}"
    r"|\{%-?\s{0,9}comment\s{0,9}-?%\}(?:(?!\{%).){0,9000}\{%-?\s{0,9}endcomment\s{0,9}-?%\}"
    r"|\{\{?-?\s{0,9}/\*(?:(?!/\*|\*/).){0,9000}\*/\s{0,9}-?\}\}?"
    r"|(?<!\S)%%(?!%)[^%]{1,9000}%%(?!\S))"
)
"""What other systems and editors have for notes that are not published, as `{# … #}`."""
_SHORTCODE = (
    rf"{_NOTE}|"
    r"(?P<shortcode>\[/?(?P<wordpress>(?:wp_)?caption|gallery|embed|playlist|contact-form-7"
    rf"|(?:vc|et_pb|su|fusion|av|ngg)_[a-z_]+|(?:{_MEDIA})(?=\s+\w+=)|(?<=/)(?:{_MEDIA}))"
    r"(?:\s[^\[\]\n]{0,2000}|/)?\](?![(:]|\[[^\[\]_/ ]*\])"
    r"|\{\{[<%](?P<hugo>[^{}\n]{1,2000})[%>]\}\}|\{%(?P<jekyll>[^{}\n]{1,2000})%\})"
)
"""What other systems have in a text in the place of pictures, videos and notes, as `[gallery ids="1,2"]`."""
_SHORTCODES = re.compile(_SHORTCODE, re.DOTALL)

_HTML = re.compile(
    rf"<!--|<!doctype\b|<\?xml\b|<!\[(?:if|endif|CDATA)|</?(?:(?:{_any(_GONE)})(?=[\s/>])|{_NAME})|&[#a-z0-9]{{2,8}};",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    rf"<!--|<!doctype\b|<!\[endif|</(?:{_any(_GONE, _BLOCKS, _INLINE, _STRUCTURE, _UNSHOWN)})\s*>"
    r"|<(?:br|hr|img)\b[^<>]*>|&(?:nbsp|quot|amp|lt|gt|[lr]aquo|[lr][sd]quo|[mn]dash|hellip|zwnj|rlm|lrm|#x?[0-9a-f]{2,6});",
    re.IGNORECASE,
)
"""What shows that a file of plain text holds HTML: more than a tag, for a writer may well speak of the `<b>` tag."""

_CODE = (
    r"(?P<code>\\[^\n]"
    r"|^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)"
    r"|(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)(?P=ticks)(?!`)|`+)"
)
_TOKENS = (
    r"(?P<comment><!--(?:-?>|.*?--!?>|(?P<open_comment>.*\Z)))"
    r"|(?P<declaration><!doctype\b[^<>]*>|<\?xml\b[^<>]*>|<!\[(?:if|endif)[^<>]*\]>|<!\[CDATA\[|\]\]>)"
    rf"|(?P<gone><(?P<gone_name>{_any(_GONE)})(?=[\s/>]){_VALUES}"
    r"(?:(?<=/)>|>(?:.*?</(?P=gone_name)\s*>|(?P<open_gone>.*\Z))))"
    rf"|(?P<pre><pre\b{_VALUES}>(?P<preformatted>(?:(?!<pre\b).)*?)</pre\s*>)"
    rf"|(?P<linked_picture><a\b{_VALUES}>\s{{0,99}}<img\b(?P<linked>{_VALUES})>\s{{0,99}}</a\s*>)"
    rf"|(?P<link><a\b(?P<link_values>{_VALUES})>(?P<linked_text>{_SIMPLE})</a\s*>)"
    rf"|(?P<emphasis><(?P<mark>b|strong|em|i|code)(?:\s{_VALUES})?>(?P<marked>[^<>\n]*)</(?P=mark)\s*>)"
    r"|(?P<raised><su(?P<how>[pb])>\s?(?P<raised_text>[-+()0-9٠-٩−]{1,8})\s?</su(?P=how)>)"
    rf"|(?P<tag>{_TAG}[ \t]*)"
    rf"|{_SHORTCODE}"
    r"|(?P<line>\n[ \t]*)"
    r"|(?P<pipe>\|)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)"
)
_FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE
_IN_MARKDOWN = re.compile(rf"{_CODE}|{_TOKENS}", _FLAGS)
_IN_PLAIN = re.compile(_TOKENS, _FLAGS)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_SPECIAL = frozenset("<>&*_[]\\`#~|")
_DEEPEST = 20
"""Lists in lists, and quotes in quotes; what stands deeper stands as deep as that."""
_LINE_START = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)?")
_RAISED = {
    "p": str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾"),
    "b": str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩+-−()", "₀₁₂₃₄₅₆₇₈₉₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎"),
}
_EMPHASIS = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`"}


def without_html(
    edited: EditedText, start: int, path: str, *, markdown: bool
) -> tuple[EditedText, tuple[Problem, ...]]:
    """Return a text in which HTML and shortcodes after the offset `start` are Markdown or plain text, with warnings.

    Its line breaks are line feeds.

    In Markdown, code stays as it is. Raises `DigestError` for a comment, script or style that does not end.
    """
    text = edited.text
    has_any = "<" in text or "&" in text
    found = (_HTML if markdown else _EVIDENCE).search(text, start) if has_any else None
    shortcode = _SHORTCODES.search(text, start) if "[" in text or "{" in text or "%%" in text else None
    if not found and not shortcode:
        return edited, ()
    converter = _Converter(text, path, markdown)
    tokens = _IN_MARKDOWN if markdown else _IN_PLAIN if found else _SHORTCODES
    edited = edited.edited(tokens, converter.replace, start)
    if not markdown and found and edited.text != text:
        converter.warn("it holds HTML, which was read as text", found.start(), "save it as text without tags")
    return edited, tuple(converter.warnings)


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its last item, or None for bullets, and where the text of its items begins."""

    number: int | None
    indent: int


@dataclass(slots=True)
class _Converter:
    """Replaces tags, one after the other.

    Attributes:
        open: how many block elements are open.
        lists: those that are open.
        quotes: how many block quotes are open.
        table: the cells so far of the first row of the table that is open, negative after it; None without one.
        fresh: where the text goes on after the mark of an item, with nothing between.
    """

    text: str
    path: str
    markdown: bool
    open: int = 0
    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    table: int | None = None
    fresh: int = -1
    warnings: list[Problem] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def warn(self, problem: str, place: int, hint: str) -> None:
        """Warn once of each kind."""
        if problem not in self._told:
            self._told.add(problem)
            self.warnings.append(Problem(problem, self._where(place), hint))

    def _where(self, place: int) -> str:
        return f"{self.path}:{line_number(self.text, place)}"

    def replace(self, match: re.Match[str]) -> str:
        """Return what stands in the place of a tag, a comment, an entity; of code, the code."""
        groups = match.groupdict()
        if groups.get("code"):
            return match[0]
        if match["note"]:
            return ""
        if match["shortcode"]:
            return self._shortcode(match)
        if match["comment"] or match["gone"]:
            return self._left_out(match)
        if match["pre"]:
            return self._preformatted(match["preformatted"])
        if match["linked_picture"]:
            return self._picture(match["linked"], match)
        if match["link"]:
            return self._link(match)
        if match["emphasis"]:
            return self._emphasis(match["mark"].lower(), match["marked"])
        if match["raised"]:
            return match["raised_text"].translate(_RAISED[match["how"].lower()])
        if match["tag"]:
            return self._tag(match)
        if match["line"]:
            return " " if self.table is not None else "\n" if self.open else match[0]
        if match["pipe"]:
            return "\\|" if self.table is not None and self.markdown else "|"
        if match["entity"]:
            letter = unescape(match[0])
            return match[0] if self.markdown and not _SPECIAL.isdisjoint(letter) else letter
        return ""

    def _left_out(self, match: re.Match[str]) -> str:
        """Leave out a comment, a script or a style."""
        name = "comment" if match["comment"] else match["gone_name"].lower()
        if match["open_comment"] is not None or match["open_gone"] is not None:
            end = "-->" if name == "comment" else f"</{name}>"
            excerpt = match[0].splitlines()[0][:120]
            raise DigestError(
                f"the {name} that begins here does not end",
                self._where(match.start()),
                f"write `{end}` after it",
                excerpt,
            )
        if name != "comment":
            self.warn(f"a `{name}` is left out", match.start(), "remove it")
        return ""

    def _shortcode(self, match: re.Match[str]) -> str:
        """Leave out a shortcode; the words between two stay."""
        name = match["wordpress"] or (match["hugo"] or match["jekyll"]).strip(" /-").split(" ")[0]
        if name not in ("caption", "wp_caption", "embed"):
            hint = f"`{name}` shows nothing here: write in Markdown what it showed, or remove it"
            self.warn("a shortcode of another program is left out", match.start(), hint)
        return " " if self.table is not None or self._is_row(match) else self._break(match)

    def _preformatted(self, text: str) -> str:
        text = unescape(_ANY_TAG.sub("", text)).strip("\n")
        return f"\n\n~~~~\n{text}\n~~~~\n\n" if self.markdown else f"\n\n{text}\n\n"

    def _picture(self, values: str, match: re.Match[str]) -> str:
        attributes = _attributes(values)
        address = attributes.get("src", "")
        if not address or address.startswith("data:") or not self.markdown:
            self.warn(
                "a picture in HTML is left out", match.start(), "write it in a Markdown file: `![words](name.jpg)`"
            )
            return " "
        alternative = " ".join(attributes.get("alt", "").replace("[", "(").replace("]", ")").split())
        if self.table is not None:
            return f"![{alternative}]({_target(address)})"
        return f"{self._break(match)}![{alternative}]({_target(address)}){self._break(match)}"

    def _link(self, match: re.Match[str]) -> str:
        text = " ".join(_ANY_TAG.sub("", match["linked_text"]).split())
        address = _attributes(match["link_values"]).get("href", "")
        text = unescape(text) if not self.markdown else text
        if not text or not address or not self.markdown:
            return text
        return f"[{text}]({_target(address)})"

    def _emphasis(self, name: str, text: str) -> str:
        words = text.strip()
        if not self.markdown or not words:
            return text if self.markdown else unescape(text)
        mark = _EMPHASIS[name]
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}{mark}{words}{mark}{after}"

    def _tag(self, match: re.Match[str]) -> str:
        name, closes = match["name"].lower(), bool(match["close"])
        if name in _UNSHOWN.split():
            if not closes:
                self.warn(f"a `{name}` can't be shown", match.start(), "write a link to it")
            return " "
        if name in ("table", "tr", "td", "th"):
            return self._cell(name, closes, match)
        if name == "img":
            return self._picture(match["attributes"], match)
        if self.table is not None or self._is_row(match):
            return " "
        if name == "br":
            return self._line_break(match)
        if name == "hr":
            return f"{self._break(match)}---{self._break(match)}" if self.markdown else "\n\n"
        if name in ("ul", "ol"):
            return self._list(name, closes, match)
        if name == "li":
            return self._item(closes, match)
        if name[0] == "h" and name[1:].isdigit():
            self._open(closes)
            sign = "#" * int(name[1]) + " " if self.markdown and not closes else ""
            return self._break(match) + sign
        if name in _BLOCKS.split():
            self._open(closes)
            if name == "blockquote":
                self.quotes = min(_DEEPEST, max(0, self.quotes + (-1 if closes else 1)))
            if self.fresh == match.start():
                self.fresh = match.end()
                return ""
            return self._break(match)
        return match[0][len(match[0].rstrip(" \t")) :]

    def _open(self, closes: bool) -> None:
        self.open = max(0, self.open + (-1 if closes else 1))

    def _list(self, name: str, closes: bool, match: re.Match[str]) -> str:
        self._open(closes)
        if closes:
            del self.lists[-1:]
            return self._break(match)
        first = _attributes(match["attributes"]).get("start", "1")
        number = int(first) - 1 if first.isdecimal() and len(first) < 9 else 0
        around = self.lists[-1].indent if self.lists else 0
        if len(self.lists) < _DEEPEST:
            self.lists.append(_List(number if name == "ol" else None, around + 2))
        return "\n" if len(self.lists) > 1 else self._break(match)

    def _item(self, closes: bool, match: re.Match[str]) -> str:
        if closes:
            return ""
        if not self.lists:
            self.lists.append(_List(None, 2))
        lowest = self.lists[-1]
        around = self.lists[-2].indent if len(self.lists) > 1 else 0
        sign = "- "
        if lowest.number is not None:
            lowest.number += 1
            sign = f"{lowest.number}. "
        lowest.indent = around + len(sign)
        self.fresh = match.end()
        return f"\n{'> ' * self.quotes if self.markdown else ''}{' ' * around if self.markdown else ''}{sign}"

    def _cell(self, name: str, closes: bool, match: re.Match[str]) -> str:
        if name == "table":
            self._open(closes)
            self.table = None if closes else 0
            return self._break(match)
        if not self.markdown or self.table is None:
            return "\n" if name == "tr" and not closes else " "
        if name == "tr":
            if not closes:
                return "\n| "
            first, self.table = self.table, -1
            return "\n|" + "---|" * first if first > 0 else ""
        if closes:
            return " | "
        if self.table >= 0:
            self.table += 1
        return ""

    def _line_break(self, match: re.Match[str]) -> str:
        if not self.markdown:
            return "\n"
        after = self.text[match.end() : match.end() + 1]
        return "\\" if after in ("\n", "\r") else f"\\\n{self._prefix(match)}"

    def _break(self, match: re.Match[str]) -> str:
        """Return what parts two blocks; nothing after the mark of a quote or an item, which parts them already."""
        before = self._before(match)
        if self.markdown and before.strip() and _LINE_START.fullmatch(before):
            return ""
        prefix = self._prefix(match)
        return f"\n{prefix.rstrip()}\n{prefix}" if self.markdown else "\n\n"

    def _prefix(self, match: re.Match[str]) -> str:
        """Return what a line has to begin with to stay in the quote or the item it stands in."""
        if self.quotes or self.lists:
            return "> " * self.quotes + (" " * self.lists[-1].indent if self.lists else "")
        begun = _LINE_START.match(self._before(match))
        return re.sub(r"[^>\s]", " ", begun[0]) if begun and begun[0].strip() else ""

    def _before(self, match: re.Match[str]) -> str:
        """Return what stands before a tag on its line; of a long line its beginning."""
        start = self.text.rfind("\n", 0, match.start()) + 1
        return self.text[start : min(match.start(), start + 100)]

    def _is_row(self, match: re.Match[str]) -> bool:
        """Tell whether a tag stands in a row of a table in Markdown, which must stay one line."""
        return self.markdown and self._before(match).lstrip(" \t>").startswith("|")


def _attributes(values: str) -> dict[str, str]:
    return {
        name.lower(): unescape(double or single or bare).strip()
        for name, double, single, bare in _ATTRIBUTE.findall(values)
    }


def _target(address: str) -> str:
    """Return an address as the target of a Markdown link."""
    return "<" + re.sub(r"[<>\s]", lambda odd: f"%{ord(odd[0]):02X}", address) + ">"
