"""The head of a file: `Name: value` lines, TOML between `+++`, or YAML between `---`. The same names in each."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from digest.errors import Problem
from digest.messages import nearest

_NAMES = """
title       العنوان | headline
date        التاريخ | تاريخ النشر | published
updated     التحديث | تاريخ التحديث | آخر تحديث | modified
expires     الانتهاء | تاريخ الانتهاء
section     القسم | الباب | category
tags        الوسوم | الكلمات المفتاحية | keywords
author      الكاتب | الكاتبة | المؤلف | الكتاب | authors
source      المصدر
url         الرابط | link
lang        اللغة | language
draft       مسودة | المسودة
package     الحزمة | حزمة الترجمة
standfirst  المقدمة | الملخص | summary | description
dateline    المكان | مكان الخبر
ticker      الشريط | شريط الأخبار
"""
"""The names a header may use: the one messages show, then the others it goes by."""

_MARKS = re.compile("[\u0640\u200e\u200f\u061c\ufeff]")
_BLANK = " \t\xa0\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\ufeff\x0b\x0c"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FENCES = ("+++", "---")
_FIELD = re.compile(r"^[ \t\xa0]*([^\W\d_][^:：\n.,،؛!?؟]{0,29}?)[ \t\xa0]*[:：][ \t\xa0]*(.*?)[ \t\xa0]*$")


def _known() -> dict[str, str]:
    known = {}
    for line in _NAMES.strip().splitlines():
        name, others = line.split(None, 1)
        known.update({other.strip(): name for other in (name, *others.split("|"))})
    return known


NAMES = _known()
"""Every name of a header, small letters, to the one that stands for it."""


class Field(NamedTuple):
    """One entry of a header.

    Attributes:
        name: one of `NAMES`' values.
        values: its text, or the texts of a list.
        line: in the file, from 1.
        start, end: of the value in the file; of its line where the value is not written as it reads.
        is_list: whether it was written as a list.
    """

    name: str
    values: tuple[str, ...]
    line: int
    start: int
    end: int
    is_list: bool = False

    @property
    def value(self) -> str:
        return ", ".join(self.values)


@dataclass(slots=True)
class Header:
    """The head of a file, read.

    Attributes:
        fields: by name.
        end: offset in the file where the text begins.
        problems: what is wrong with it.
    """

    fields: dict[str, Field] = field(default_factory=dict)
    end: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_header(text: str, path: str) -> Header:
    """Find and read the head of a file. A file without one gives an empty header; mistakes are collected in it.

    A first block is a header only when every line of it is `Name: value` and at least one name is known: a headline may
    well read `بومبيو: مستمرون …`.
    """
    lines = _lines(text)
    first = next((index for index, line in enumerate(lines) if line.bare), None)
    if first is None:
        return Header(end=len(text))
    if lines[first].bare in _FENCES:
        return _fenced(text, lines, first, path)
    return _plain(lines, first, path)


class _Line(NamedTuple):
    text: str
    bare: str
    start: int
    end: int
    next: int


_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_HEAD_LINES = 400
"""Lines in which a header must end."""


def _lines(text: str) -> list[_Line]:
    """Return the lines that may be a head: the first block, or as far as front matter may reach."""
    lines: list[_Line] = []
    fenced = begun = False
    for match in _LINE.finditer(text):
        written = match[1]
        line = _Line(written, written.strip(_BLANK), match.start(), match.end(1), match.end())
        lines.append(line)
        if not begun and line.bare:
            begun, fenced = True, line.bare in _FENCES
        elif begun and not fenced and not line.bare:
            break
        if line.next == len(text) or len(lines) == _HEAD_LINES:
            break
    return lines


# --- Name: value ------------------------------------------------------------------------------------------------------


def _plain(lines: list[_Line], first: int, path: str) -> Header:
    found = []
    for number, line in enumerate(lines[first:], first + 1):
        if not line.bare:
            break
        match = _FIELD.match(line.text)
        if not match:
            return Header()
        found.append((number, line, match))
    if not any(_canonical(match[1]) in NAMES for _, _, match in found):
        return Header()
    header = Header(end=found[-1][1].next)
    for number, line, match in found:
        _add(
            header,
            path,
            match[1],
            Field(
                "",
                (_MARKS.sub("", match[2]).strip(),),
                number,
                line.start + match.start(2),
                line.start + match.end(2),
            ),
            line.text,
        )
    return header


@lru_cache(256)  # most files have the same
def _canonical(name: str) -> str:
    return " ".join(_MARKS.sub("", name).replace("\xa0", " ").casefold().split())


def _add(header: Header, path: str, written: str, entry: Field, excerpt: str) -> None:
    """Take an entry into the header, under the name that stands for the one it was written with."""
    where = f"{path}:{entry.line}"
    key = _canonical(written)
    if key not in NAMES:
        hint = nearest(key, NAMES) or "known are " + ", ".join(
            f"`{name.title()}`" for name in dict.fromkeys(NAMES.values())
        )
        header.problems.append(
            Problem(f"`{written.strip()}` is not a name of a header", where, hint, excerpt.strip()[:120])
        )
        return
    name = NAMES[key]
    if name in header.fields:
        header.problems.append(
            Problem(
                f"`{written.strip()}` is given twice",
                where,
                f"the first is in line {header.fields[name].line}; keep one",
                excerpt.strip()[:120],
            )
        )
        return
    values = tuple(_CONTROLS.sub("", value) for value in entry.values)
    if any(values):
        header.fields[name] = Field(name, values, entry.line, entry.start, entry.end, entry.is_list)


# --- front matter -----------------------------------------------------------------------------------------------------


def _fenced(text: str, lines: list[_Line], first: int, path: str) -> Header:
    fence = lines[first].bare
    ends = (fence, "...") if fence == "---" else (fence,)
    last = next((index for index in range(first + 1, len(lines)) if lines[index].bare in ends), None)
    if last is None:
        header = Header(end=len(text))
        header.problems.append(
            Problem(
                f"the front matter is not closed: `{fence}` has no second `{fence}`",
                f"{path}:{first + 1}",
                f"write `{fence}` on a line of its own after it",
                fence,
            )
        )
        return header
    header = Header(end=lines[last].next)
    start, end = lines[first].next, lines[last].start
    entries = _toml(text, start, end, first + 2) if fence == "+++" else _yaml(text, start, end, first + 2)
    try:
        for written, entry in entries:
            _add(header, path, written, entry, lines[entry.line - 1].text if entry.line <= len(lines) else "")
    except _SyntaxError as error:
        excerpt = lines[error.line - 1].text.strip() if error.line <= len(lines) else ""
        header.problems.append(
            Problem(f"{error.problem}", f"{path}:{error.line}:{error.column}", error.hint, excerpt[:120])
        )
    return header


class _SyntaxError(Exception):
    def __init__(self, problem: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(problem)
        self.problem, self.line, self.column, self.hint = problem, line, column, hint


def _toml(text: str, start: int, end: int, line: int) -> Iterator[tuple[str, Field]]:
    source = text[start:end].replace("\r\n", "\n").replace("\r", "\n")
    try:
        data = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        row, column = (int(place[1]), int(place[2])) if place else (source.count("\n"), 1)
        raise _SyntaxError(
            f"the front matter is not TOML: {_lower(str(error).split(' (at')[0])}",
            line + row - 1,
            column,
            'as in `title = "…"`, a line each',
        ) from None
    for name, value in data.items():
        key = re.search(
            rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=[ \t]*(.*)$",
            text[start:end].replace("\r", "\n"),
            re.MULTILINE,
        )
        position = start + key.start() if key else start
        row = line + _breaks(text, start, position)
        if isinstance(value, dict):
            raise _SyntaxError(f"`{name}` is a table", row, 1, f"write `{name}` as a line of its own")
        values = tuple(_plain_value(item) for item in (value if isinstance(value, list) else [value]))
        first, last = _find(text, values[0] if values else "", start + key.start(1) if key else start, end)
        yield name, Field("", values, row, first, last, isinstance(value, list))


def _yaml(text: str, start: int, end: int, line: int) -> Iterator[tuple[str, Field]]:
    import yaml

    source = text[start:end]
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _SyntaxError(
            f"the front matter is not YAML: {_lower(error.problem or 'it breaks off')}",
            line + (mark.line if mark else 0),
            mark.column + 1 if mark else 1,
            "a value with a colon stands in quotation marks",
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        what = getattr(error, "reason", "") or (
            "it is nested too deep" if isinstance(error, RecursionError) else "a value or an escape is out of range"
        )
        position = getattr(error, "position", 0)
        raise _SyntaxError(
            f"the front matter is not YAML: {_lower(str(what))}", line + source[: max(position, 0)].count("\n"), 1
        ) from None
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _SyntaxError("the front matter has no names", line, 1, "as in `title: …`, a line each")
    for key, value in root.value:
        row, column = line + key.start_mark.line, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _SyntaxError("a name of the front matter must be plain text", row, column, "as in `title: …`")
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for node in (key, *nodes):
            if isinstance(node, yaml.ScalarNode) and (half := _SURROGATE.search(node.value)):
                raise _SyntaxError(
                    f"`\\u{ord(half[0]):04x}` is half of a character",
                    line + node.start_mark.line,
                    node.start_mark.column + 1,
                    "write the character itself",
                )
        if not all(isinstance(node, yaml.ScalarNode) for node in nodes):
            raise _SyntaxError(
                f"`{key.value}` holds more than text", row, column, "a text, or a list of texts, in square brackets"
            )
        null = "tag:yaml.org,2002:null"
        values = tuple(" ".join(node.value.split()) for node in nodes if node.tag != null)
        first = start + (nodes[0].start_mark.index if nodes else value.start_mark.index)
        last = start + (nodes[0].end_mark.index if nodes else value.end_mark.index)
        found = _find(text, values[0] if values else "", first, max(last, first))
        yield key.value, Field("", values, row, *found, isinstance(value, yaml.SequenceNode))


def _plain_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return " ".join(str(value).split())


def _find(text: str, value: str, start: int, end: int) -> tuple[int, int]:
    """Return where a value stands; what it was written as, where that differs."""
    position = text.find(value, start, max(end, start + len(value))) if value else -1
    if position >= 0:
        return position, position + len(value)
    line_end = min((found for mark in "\r\n" if (found := text.find(mark, start)) >= 0), default=len(text))
    return start, max(start + 1, min(line_end, max(end, start + 1)))


def _breaks(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    return piece.count("\n") + piece.count("\r") - piece.count("\r\n")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
