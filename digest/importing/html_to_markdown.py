"""HTML of another program → Markdown that says the same. What pages of ours can't show is left out, and named."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from digest.importing.item import library

Rewrite = Callable[[str], str]
"""The address of a link or a picture → what to write in its place; empty leaves a picture out."""


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


_BLOCKS = _names(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form",
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table ul",
)
_SILENT = _names("script style head template noscript link meta title")
_LEFT_OUT = _names("iframe object embed video audio form input button select textarea canvas svg math applet")
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*"}
_SPECIAL = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~~")
_AT_START = re.compile(r"^(#{1,6}(?=\s)|>|[-+](?=\s)|={3,}\s*$|-{3,}\s*$|\|)")
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
_SAFE = re.compile(r"(?:https?:|mailto:|tel:)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DEEPEST = 200
_BREAK = "\x00"
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What lxml refuses."""


def to_markdown(html: str, *, link: Rewrite, picture: Rewrite, is_loose: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return HTML as Markdown, and what was left out, in words.

    `link` and `picture` give the addresses to write. In `is_loose` HTML an empty line parts paragraphs, and a line
    break is one.
    """
    if not html.strip():
        return "", ()
    parsing = library("lxml.html")
    parser = parsing.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    body = _NOT_TEXT.sub("", html).encode("utf-8", "replace")
    root = parsing.document_fromstring(b"<body>" + body + b"</body>", parser=parser)
    writer = _Writer(link, picture, is_loose)
    return "\n\n".join(writer.blocks(root, 0)) + "\n", tuple(dict.fromkeys(writer.left_out))


def plain(html: str) -> str:
    """Return the text of a stretch of HTML on one line."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    root = library("lxml.html").fragment_fromstring(_NOT_TEXT.sub("", html), create_parent="div")
    return " ".join("".join(root.itertext()).split())


@dataclass(slots=True)
class _Writer:
    link: Rewrite
    picture: Rewrite
    is_loose: bool
    left_out: list[str] = field(default_factory=list)

    def blocks(self, element: Any, depth: int) -> Iterator[str]:
        """Yield the Markdown of what stands in an element, block by block."""
        if depth > _DEEPEST:
            self.left_out.append("what stands in more than 200 elements")
            return
        inline = self._loose(element.text or "")
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _BLOCKS or self._holds_blocks(child):
                yield from self._paragraphs(inline)
                yield from self._block(child, tag, depth + 1)
                inline = ""
            elif tag == "img":
                yield from self._paragraphs(inline)
                yield from self._picture(child)
                inline = ""
            else:
                inline += self._inline(child, depth + 1)
            inline += self._loose(child.tail or "")
        yield from self._paragraphs(inline)

    def _holds_blocks(self, element: Any) -> bool:
        """Tell whether an inline element has blocks or pictures in it, as a link around a picture has."""
        return any(each.tag in _BLOCKS or each.tag == "img" for each in element.iterdescendants())

    def _block(self, element: Any, tag: str, depth: int) -> Iterator[str]:
        if tag in _SILENT:
            return
        if re.fullmatch("h[1-6]", tag):
            text = self._line(element, depth)
            if text:
                yield f"{'#' * max(2, int(tag[1]))} {text}"
            for picture in element.iter("img"):
                yield from self._picture(picture)
        elif tag == "hr":
            yield "---"
        elif tag in ("ul", "ol"):
            yield from self._list(element, tag == "ol", depth)
        elif tag == "blockquote":
            quoted = "\n\n".join(self.blocks(element, depth))
            if quoted:
                yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
        elif tag == "pre":
            code = "".join(element.itertext()).strip("\n")
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
            if code.strip():
                yield f"{fence}\n{code}\n{fence}"
        elif tag == "table":
            yield from self._table(element, depth)
        elif tag == "figcaption":
            if text := self._line(element, depth):
                yield f"*{text.strip('*')}*"
        else:
            yield from self.blocks(element, depth)

    def _list(self, element: Any, ordered: bool, depth: int) -> Iterator[str]:
        items: list[str] = []
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            mark = f"{len(items) + 1}. " if ordered else "- "
            body = "\n\n".join(self.blocks(child, depth) if tag == "li" else self._block(child, tag, depth))
            if body:
                items.append(mark + body.replace("\n", "\n" + " " * len(mark)))
        if items:
            yield re.sub(r"\n +\n", "\n\n", "\n".join(items))

    def _table(self, element: Any, depth: int) -> Iterator[str]:
        rows = [
            [self._line(cell, depth).replace("|", "\\|") for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        width = max(map(len, rows))
        if width == 1:
            yield from (row[0] for row in rows)
            return
        first, *others = [row + [""] * (width - len(row)) for row in rows]
        yield "\n".join(f"| {' | '.join(row)} |" for row in (first, ["---"] * width, *others))

    def _picture(self, element: Any) -> Iterator[str]:
        address = (element.get("data-src") or element.get("src") or "").strip()
        written = self.picture(address) if address and not address.startswith("data:") else ""
        if not written:
            self.left_out.append(f"the picture `{address[:80]}`")
            return
        alt = _escaped(" ".join((element.get("alt") or "").split()))
        yield f"![{alt}]({_target(written)})"

    def _line(self, element: Any, depth: int) -> str:
        """Return what stands in an element as one line."""
        return " ".join(self._inside(element, depth).replace(_BREAK, " ").split())

    def _inside(self, element: Any, depth: int) -> str:
        text = _escaped(element.text or "")
        for child in element:
            text += self._inline(child, depth + 1) + _escaped(child.tail or "")
        return text

    def _inline(self, element: Any, depth: int) -> str:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SILENT or not tag or depth > _DEEPEST:
            if tag == "script":
                self.left_out.append("a script")
            return ""
        if tag in _LEFT_OUT:
            return self._embedded(element, tag)
        if tag == "br":
            return _BREAK
        if tag == "img":
            return ""
        if tag in ("code", "kbd", "samp", "tt"):
            code = " ".join("".join(element.itertext()).split())
            ticks = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
            return f"{ticks} {code} {ticks}" if "`" in code else f"`{code}`" if code else ""
        inside = self._inside(element, depth)
        if tag in _EMPHASIS:
            return _around(inside, _EMPHASIS[tag])
        if tag == "a":
            return self._link(element, inside)
        return inside

    def _link(self, element: Any, inside: str) -> str:
        address = (element.get("href") or "").strip()
        if not address or not inside.strip() or address.startswith("#"):
            return inside
        if _SCHEME.match(address) and not _SAFE.match(address):
            self.left_out.append(f"a link to `{address[:40]}`")
            return inside
        return f"[{inside.strip()}]({_target(self.link(address))})" + (" " if inside.endswith(" ") else "")

    def _embedded(self, element: Any, tag: str) -> str:
        sources = [element.get("src") or element.get("data"), *(each.get("src") for each in element.iter("source"))]
        address = next((each for each in sources if each), "")
        if address.startswith("//"):
            address = "https:" + address
        self.left_out.append(f"`<{tag}>`{f' of {address[:80]}' if address else ''}")
        if not address or tag in ("form", "input", "button") or not _SAFE.match(address):
            return ""
        return f"{_BREAK}{_BREAK}[{_escaped(address)}]({_target(self.link(address))}){_BREAK}{_BREAK}"

    def _loose(self, text: str) -> str:
        escaped = _escaped(text)
        if not self.is_loose or not text.strip():
            return _BREAK * 2 if self.is_loose and _BLANK_LINE.search(text) else escaped
        return _BLANK_LINE.sub(_BREAK * 2, escaped).replace("\n", _BREAK)

    def _paragraphs(self, inline: str) -> Iterator[str]:
        """Yield the paragraphs of inline text: two line breaks in a row part them, one stays one."""
        for paragraph in re.split(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*", inline):
            lines = [" ".join(line.split()) for line in paragraph.split(_BREAK)]
            lines = [
                _AT_START.sub(r"\\\1", line) if line[:1] in "#>-+=|" else _numbered(line) for line in lines if line
            ]
            if lines:
                yield "\\\n".join(lines)


def _numbered(line: str) -> str:
    """Return a line that would begin a list as one that does not."""
    return re.sub(r"^(\d{1,9})([.)])(?=\s)", r"\1\\\2", line)


def _around(text: str, mark: str) -> str:
    """Return text in marks of emphasis, which stand at its words."""
    bare = text.strip(f" \t\n\xa0{_BREAK}")
    if not bare or _BREAK in bare:
        return text
    start = text.index(bare)
    return f"{text[:start]}{mark}{bare}{mark}{text[start + len(bare) :]}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _target(address: str) -> str:
    """Return an address as it stands in a link of Markdown."""
    address = re.sub(r"[\s<>\"\\]", lambda match: f"%{ord(match[0]):02X}", address)
    return f"<{address}>" if "(" in address or ")" in address else address
