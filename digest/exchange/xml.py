"""XML of other programs, read with the line of each element; what it says is not trusted.

No file beside it and no address is opened, and a document that declares entities is refused: they could make a small
file a huge one, or take in another file's text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from digest.errors import DigestError

MAX_BYTES = 64 * 2**20
"""Of a file; a memory of some hundred thousand sentences."""

MAX_DEPTH = 64

LANG = "http://www.w3.org/XML/1998/namespace}lang"

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Element:
    """An element.

    Attributes:
        name: without its namespace.
        attributes: by name; of those in a namespace, that stands before the name and `}`.
        line: on which it begins, from 1.
        content: the texts and elements in it, in order.
    """

    name: str
    attributes: Mapping[str, str]
    line: int
    content: "list[str | Element]" = field(default_factory=list)

    def children(self, *names: str) -> "Iterator[Element]":
        """Yield the elements directly in it, of some names."""
        return (one for one in self.content if isinstance(one, Element) and one.name in names)

    def child(self, name: str) -> "Element | None":
        """Return the first element of a name directly in it, or None."""
        return next(self.children(name), None)

    def all(self, *names: str) -> "Iterator[Element]":
        """Yield the elements anywhere in it, of some names, in order."""
        for one in self.content:
            if isinstance(one, Element):
                if one.name in names:
                    yield one
                yield from one.all(*names)

    def text(self, without: Iterable[str] = ()) -> str:
        """Return the text in it, that of elements of some names left out."""
        without = frozenset(without)
        return "".join(
            one if isinstance(one, str) else one.text(without)
            for one in self.content
            if isinstance(one, str) or one.name not in without
        )


def read(data: bytes, path: str) -> Element:
    """Return the root element of a document. Raises `DigestError` with the line of what is wrong."""
    top = Element("", {}, 0)
    open_elements = [top]
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > MAX_DEPTH:
            raise DigestError("its elements stand too deep in each other", f"{path}:{parser.CurrentLineNumber}")
        element = Element(name.rpartition("}")[2], attributes, parser.CurrentLineNumber)
        open_elements[-1].content.append(element)
        open_elements.append(element)

    def refuse(*_: object) -> None:
        where = f"{path}:{parser.CurrentLineNumber}"
        raise DigestError("it declares entities, which may do harm", where, "export it again, as plain XML")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_elements.pop()
    parser.CharacterDataHandler = lambda text: open_elements[-1].content.append(text)
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # expat takes it by its place
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise DigestError(f"it is not XML: {reason}", f"{path}:{error.lineno}", "export it again") from None
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise DigestError(f"it is not XML: {error}", path, "export it again, in UTF-8") from None
    return next(top.children(*(one.name for one in top.content if isinstance(one, Element))))


def text(value: str) -> str:
    """Return a text as it stands in XML."""
    return escape(_NOT_XML.sub("", value), quote=False)


def attribute(value: str) -> str:
    """Return a text as it stands in an attribute between `"`."""
    kept = _NOT_XML.sub("", value)
    return escape(kept).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
