"""The head of a file: `Name: value` lines, TOML between `+++`, or YAML between `---`. The same names in each."""

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from digest.content import conventions
from digest.content.folding import folded
from digest.errors import Problem

if TYPE_CHECKING:
    import yaml

_NAMES = """
title       العنوان | عنوان | headline
date        التاريخ | تاريخ | تاريخ النشر | published
updated     محدث | التحديث | تاريخ التحديث | آخر تحديث | modified | last updated
expires     ينتهي | تنتهي | الانتهاء | تاريخ الانتهاء | expiry
section     القسم | قسم | الباب | category
tags        الوسوم | وسوم | الكلمات المفتاحية | keywords
author      الكاتب | الكاتبة | المؤلف | الكتاب | بقلم | authors
translator  المترجم | المترجمة | translators
reviewer    المراجع | المراجعة | reviewers
source      المصدر
url         الرابط | رابط | link
lang        اللغة | لغة | language
slug        الرابط الدائم | permalink
aliases     عناوين سابقة | العناوين السابقة | former addresses
image       صورة المقال | صورة الغلاف | cover
draft       مسودة | المسودة
id          المعرف | معرف
lead        الخبر الرئيسي | رئيسي
weight      الوزن | الترتيب
correction  تصحيح | التصحيح | تصويب | corrections | corrected
withdrawn   سحب | سحبت | سبب السحب | retracted
package     الحزمة | حزمة الترجمة
standfirst  المقدمة | الملخص | summary | description
dateline    المكان | مكان الخبر
ticker      الشريط | شريط الأخبار
"""
"""The names a header may use: the one messages show in English, the one they show in Arabic, then the others."""

_UNSEEN = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""What editors put around a name or a value to make it stand right."""
_MARKS = re.compile(f"[\u0640{_UNSEEN}]")
_ARABIC = re.compile("[\u0621-\u064a]")
_BLANK = " \t\xa0\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x0b\x0c"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FENCES = ("+++", "---")
_SPACE = rf"[ \t\xa0{_UNSEEN}]*+"
_FIELD = re.compile(
    rf"^{_SPACE}\*{{0,2}}([^\W\d_][^:：\n.,،؛!?؟*]{{0,29}}?){_SPACE}\*{{0,2}}[:：]\*{{0,2}}{_SPACE}(.*)"
)
_NAME_WITHIN = re.compile(r"(?<=\s)([^\W\d_]{2,20})\s?[:：]")
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).)*-->", re.DOTALL)
"""An editor's note, which is for no reader."""


SPELLINGS = {
    name: (name, *(other.strip() for other in others.split("|")))
    for name, others in (line.split(None, 1) for line in _NAMES.strip().splitlines())
}
"""Each name that stands for others, and all spellings of it: the one that messages show in English first."""
NAMES = {folded(spelling): name for name, spellings in SPELLINGS.items() for spelling in spellings}
"""Every name of a header, folded, to the one that stands for it."""


_LISTS = frozenset({"tags", "author", "translator", "reviewer", "aliases", "ticker", "standfirst", "correction"})
"""The names that may have several values."""


_REPEATABLE = frozenset({"correction"})
"""The names that may stand on several lines, each with a value."""


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
        warnings: what its author should know.
    """

    fields: dict[str, Field] = field(default_factory=dict)
    end: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_header(text: str, path: str) -> Header:
    """Find and read the head of a file. A file without one gives an empty header; mistakes are collected in it.

    A first block is a header when every line of it is `Name: value` and at least one name is known, the first at least
    nearly: a headline may well read `بومبيو: مستمرون …`. One line alone may be a headline all the same (`Source: talks
    resume …`), and a header may lack the empty line after it; see `_is_headline` and `_broken`.
    """
    lines = _lines(text)
    first = next((index for index, line in enumerate(lines) if line.bare), None)
    if first is None:
        return Header(end=len(text))
    if lines[first].bare in _FENCES:
        return _fenced(text, lines, first, path)
    return _plain(text, lines, first, path)


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
        bare = written.strip(_BLANK)
        if not begun and _COMMENT.fullmatch(bare):  # an editor's note above the head
            bare = ""
        line = _Line(written, bare, match.start(), match.end(1), match.end())
        lines.append(line)
        if not begun and line.bare:
            begun, fenced = True, line.bare in _FENCES
        elif begun and not fenced and not line.bare:
            break
        if line.next == len(text) or len(lines) == _HEAD_LINES:
            break
    return lines


# --- Name: value ------------------------------------------------------------------------------------------------------


class _Written(NamedTuple):
    """A line `Name: value`, as it stands in the file.

    Attributes:
        line: its number in the file, from 1.
        name: as written.
        entry: what it says; its name is the one of `NAMES`, or empty for one that is not known.
        text: the line.
        next: where the next line begins.
    """

    line: int
    name: str
    entry: Field
    text: str
    next: int


def _plain(text: str, lines: list[_Line], first: int, path: str) -> Header:
    block = list(takewhile(lambda line: line.bare, lines[first:]))
    found = [_written(line, number) for number, line in enumerate(block, first + 1)]
    fields = [each for each in found if each]
    if not any(each.entry.name for each in fields):
        forgotten = len(block) > 1 and all(_lacks_colon(line.bare) for line in block)
        return _refused(block[0], first + 1, path) if forgotten else Header()
    if len(fields) < len(block):
        return _broken(found, block, first + 1, path)
    lead = fields[0]
    if not lead.entry.name and len(lead.entry.value.split()) > 2 and not _nearest(lead.name, 0.75):
        return Header()
    if conventions.ticker(lead.text, ()) is not None:
        return Header()
    if len(fields) == 1 and _is_headline(lead.entry, text[lead.next :]):
        return Header()
    header = _header(fields, path)
    if odd := _continued(text[header.end : header.end + 10_000], header):
        header.problems.append(
            Problem(
                "the header goes on after an empty line",
                f"{path}:{lead.line + len(fields) + odd.line}",
                "take the empty line away",
                odd.text[:120],
            )
        )
    return header


def _continued(text: str, header: Header) -> _Written | None:
    """Return the first line of a second header below the first; None where the text begins, if only with credits.

    Its number is counted from the end of the header on, from 0.
    """
    fields: list[_Written] = []
    for number, line in enumerate(_lines(text)):
        if line.bare:
            each = _written(line, number)
            if not each or not each.entry.name or not _fits(each.entry):
                return None
            fields.append(each)
    names = {each.entry.name for each in fields}
    if names <= {"source", "author", "url", "dateline"} or names & header.fields.keys():
        return None
    return fields[0]


def _written(line: _Line, number: int) -> _Written | None:
    match = _FIELD.match(line.text)
    if not match:
        return None
    value = match[2].rstrip(" \t\xa0")
    start = line.start + match.start(2)
    entry = Field(NAMES.get(folded(match[1]), ""), (_MARKS.sub("", value).strip(),), number, start, start + len(value))
    return _Written(number, match[1], entry, line.text, line.next)


def _header(fields: list[_Written], path: str) -> Header:
    header = Header(end=fields[-1].next)
    for each in fields:
        _add(header, path, each.name, each.entry, each.text, "; an empty line ends the header")
        if each.entry.name == "title" and (name := _name_within(each.entry.value)):
            problem = f"the headline holds `{name}:`, a name of the header"
            hint = "put it on a line of its own if it is not part of the headline"
            header.warnings.append(Problem(problem, f"{path}:{each.line}", hint, each.text[:120]))
    return header


def _name_within(value: str) -> str:
    """Return the name of a header that a colon follows within a value, where a line break was lost; empty if none."""
    found = (match[1] for match in _NAME_WITHIN.finditer(value))
    return next((name for name in found if NAMES.get(folded(name)) not in (None, "source", "title")), "")


def _broken(found: list[_Written | None], block: list[_Line], number: int, path: str) -> Header:
    """Return the header of a first block that goes on with other lines; its first line has the number `number`.

    The text begins at the first of these where nothing like a header comes after it; then an empty line was forgotten.
    """
    lead = list(takewhile(lambda each: each is not None and each.entry.name, found))
    fields = [each for each in lead if each]
    count = len(fields)
    if not count:
        if len(block) > 1 and _lacks_colon(block[0].text) and all(each and each.entry.name for each in found[1:]):
            return _refused(block[0], number, path)
        return Header()
    if count == 1 and fields[0].entry.name != "title" and not _fits(fields[0].entry):
        return Header()
    odd = block[count]
    if odd.bare in _FENCES:  # front matter whose first line was left out
        header = _header(fields, path)
        header.end = odd.next
        return header
    goes_on = any(each and each.entry.name for each in found[count + 1 :]) or odd.text[:1] in " \t"
    if goes_on or _lacks_colon(odd.text):
        return _refused(odd, number + count, path)
    header = _header(fields, path)
    header.warnings.append(
        Problem(
            "the text begins here, without an empty line after the header",
            f"{path}:{number + count}",
            "put an empty line before it",
            odd.bare[:120],
        )
    )
    return header


def _refused(line: _Line, number: int, path: str) -> Header:
    problem = Problem(
        "this line of the header is not `Name: value`",
        f"{path}:{number}",
        "write a colon after its name, or an empty line before it if the text begins here",
        line.bare[:120],
    )
    return Header(end=line.start, problems=[problem])


def _lacks_colon(line: str) -> bool:
    """Tell whether a line is `Name value`, with a name that is known and a value that fits it."""
    words = line.split()
    for count in (1, 2, 3):
        name = NAMES.get(folded(" ".join(words[:count]).rstrip("=;؛")))
        value = " ".join(words[count:])
        if name and value and len(words) <= 6 and _fits(Field(name, (value,), 0, 0, 0)):
            return not conventions.reads_as_text(line)
    return False


def _fits(entry: Field) -> bool:
    """Tell whether a value may well be one of its name: a date of `date`, a few words of `source`."""
    if entry.name in ("date", "updated", "expires"):
        return any(map(str.isdigit, entry.value))
    if entry.name == "url":
        return "://" in entry.value
    return entry.name in ("title", "tags", "ticker", "standfirst", "correction") or len(entry.value.split()) < 4


def _is_headline(entry: Field, text: str) -> bool:
    """Tell whether the only line of a header is the headline of the `text` below it: `Source: talks resume …`.

    It is when it reads like one, and the text has none of its own.
    """
    words = entry.value.split()
    if entry.name == "title" or len(words) < 3 or re.search(r"[.,،]|://", entry.value):
        return False
    if entry.name in ("date", "updated", "expires") and _fits(entry):
        return False
    lines = [line.strip(_BLANK) for line in islice(re.split(r"[\r\n]+", text[:20_000]), 20)]
    lines = [line for line in lines if line]
    if len(lines) == 1:
        return True
    return bool(lines) and len(words) > 3 and conventions.reads_as_text(lines[0])


def _add(header: Header, path: str, written: str, entry: Field, excerpt: str, more: str = "") -> None:
    """Take an entry into the header, under the name that stands for the one it was written with.

    `more` is what else to say where no such name is known.
    """
    where = f"{path}:{entry.line}"
    name = NAMES.get(folded(written), "")
    shown = _shortened(written)
    if not name:
        header.problems.append(
            Problem(f"`{shown}` is not a name of a header", where, _hint(written, more), excerpt.strip()[:120])
        )
        return
    if name in header.fields and name not in _REPEATABLE:
        header.problems.append(
            Problem(
                f"`{shown}` is given twice",
                where,
                f"the first is in line {header.fields[name].line}; keep one",
                excerpt.strip()[:120],
            )
        )
        return
    if len(entry.values) > 1 and name not in _LISTS:
        hint = "keep one; brackets that belong to a text stand in quotation marks with it"
        header.problems.append(Problem(f"`{shown}` takes one text, not a list", where, hint, excerpt.strip()[:120]))
        return
    values = tuple(_CONTROLS.sub("", _COMMENT.sub("", value)).strip() for value in entry.values)
    if name == "withdrawn" and not any(values):  # else what was taken back would be published
        header.problems.append(
            Problem(f"`{shown}` says no reason", where, "write why it was withdrawn, or `yes`", excerpt.strip()[:120])
        )
    if any(values):
        first = header.fields.get(name, Field(name, (), entry.line, entry.start, entry.end, entry.is_list))
        header.fields[name] = first._replace(values=(*first.values, *values), end=entry.end)


def _shortened(name: str) -> str:
    name = name.strip()
    return name if len(name) <= 40 else f"{name[:40]}…"


def _hint(written: str, more: str) -> str:
    """Return what to write instead of a name that is not known: the nearest one, or all of its language."""
    if near := _nearest(written):
        return f"did you mean `{near}`?"
    is_arabic = _is_arabic(written)
    names = (every[1] if is_arabic else every[0].title() for every in SPELLINGS.values())
    return f"known are {', '.join(f'`{name}`' for name in names)}{more}"


def _nearest(written: str, alike: float = 0.6) -> str:
    """Return the name of a header that is most like another, as it is spelled; empty when none is `alike` (0 to 1)."""
    is_arabic = _is_arabic(written)
    every = (spelling for spellings in SPELLINGS.values() for spelling in spellings)
    choices = {folded(spelling): spelling for spelling in every if _is_arabic(spelling) == is_arabic}
    near = difflib.get_close_matches(folded(written), choices, 1, alike) if len(written) <= 40 else ()
    return choices[near[0]] if near else ""


def _is_arabic(text: str) -> bool:
    return _ARABIC.search(text) is not None


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


_MAX_PARTS = 16
"""Of a TOML key with dots in it: the standard library's parser takes memory and time by their square."""
_TOML_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|'
    r"'''(?:[^']|'(?!''))*+(?:'''|\Z)|"
    r'"(?:[^"\\\n]|\\.)*+"?|'
    r"'[^'\n]*+'?|#[^\n]*+",
    re.DOTALL,
)
_TOML_PARTS = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MAX_PARTS}}}")
_TOML_KEY = re.compile(r"""^[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([\w-]+))[ \t]*=[ \t]*(.*)$""", re.MULTILINE)


def _toml(text: str, start: int, end: int, line: int) -> Iterator[tuple[str, Field]]:
    source = text[start:end].replace("\r\n", "\n").replace("\r", "\n")
    if parts := _TOML_PARTS.search(bare := _TOML_TEXT.sub(lambda match: "q" + "\n" * match[0].count("\n"), source)):
        row = line + bare.count("\n", 0, parts.start())
        raise _SyntaxError("a name of the front matter has too many parts", row, 1, 'as in `title = "…"`, a line each')
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
    places: dict[str, tuple[int, int]] = {}
    for key in _TOML_KEY.finditer(text[start:end].replace("\r", "\n")):
        places.setdefault(next(name for name in key.groups() if name is not None), (key.start(), key.start(4)))
    row, counted = line, start
    for name, value in data.items():
        key_start, value_start = (start + place for place in places.get(name, (0, 0)))
        row, counted = row + _breaks(text, counted, key_start) - _breaks(text, key_start, counted), key_start
        if isinstance(value, dict):
            raise _SyntaxError(f"`{_shortened(name)}` is a table", row, 1, "write its name as a line of its own")
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in items):
            raise _SyntaxError(
                f"`{_shortened(name)}` holds more than text", row, 1, "a text, or a list of texts, in square brackets"
            )
        values = tuple(map(_plain_value, items))
        first, last = _find(text, values[0] if values else "", value_start, end)
        yield name, Field("", values, row, first, last, isinstance(value, list))


def _yaml(text: str, start: int, end: int, line: int) -> Iterator[tuple[str, Field]]:
    import yaml

    source = text[start:end]
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        is_open = "quoted scalar" in (error.context or "")
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        raise _SyntaxError(
            f"the front matter is not YAML: {_lower(error.problem or 'it breaks off')}",
            line + (mark.line if mark else 0),
            mark.column + 1 if mark else 1,
            _yaml_hint(error, source),
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
                f"`{_shortened(key.value)}` holds more than text",
                row,
                column,
                "a text, or a list of texts, in square brackets",
            )
        null = "tag:yaml.org,2002:null"
        values = tuple(" ".join(node.value.split()) for node in nodes if node.tag != null)
        first = start + (nodes[0].start_mark.index if nodes else value.start_mark.index)
        last = start + (nodes[0].end_mark.index if nodes else value.end_mark.index)
        found = _find(text, values[0] if values else "", first, max(last, first))
        yield key.value, Field("", values, row, *found, isinstance(value, yaml.SequenceNode))


def _yaml_hint(error: "yaml.MarkedYAMLError", source: str) -> str:
    """Return what to do about front matter that PyYAML does not understand."""
    problem, mark = error.problem or "", error.problem_mark
    written = (source.splitlines()[mark.line : mark.line + 1] or [""])[0] if mark else ""
    value = written.partition(":")[2].strip()
    if "'\\t'" in problem:
        return "write spaces in place of the tab"
    if "quoted scalar" in (error.context or ""):
        return "close the quotation mark that begins the value"
    if value[:1] in ("'", '"') and "scalar" in problem:
        return "quotation marks in a value that has some around it: write `«…»`, or `'…'` around it"
    if "',' or ']'" in problem or "',' or '}'" in problem:
        return "close the bracket, or put the value in quotation marks"
    if "block mapping start" in problem or (written[:1] == " " and "mapping values" in problem):
        return "names begin at the start of their lines"
    if "expected ':'" in problem:
        return "a name ends with a colon, and an item of a list begins with `- `: a space is part of both"
    if value[:1] and value[0] in "@`%*&!|>":
        return f"a value that begins with `{value[0]}` stands in quotation marks"
    return "a value with a colon stands in quotation marks"


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
