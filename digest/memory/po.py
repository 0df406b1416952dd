"""GNU PO files: bytes → `Sidecar` → bytes, losslessly.

The format is that of the GNU gettext manual, "The Format of PO Files", read as GNU's own lexer reads it. What was read
and not changed is written byte for byte; an entry that is new or changed, as `msgcat --no-wrap` would write it.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from digest.content import text_input
from digest.errors import DigestError, Problem

MAX_BRACKETS = 3 * text_input.MAX_BRACKETS
"""Opening square brackets of a sidecar, which has each sentence up to three times: before, now, and translated."""

MAX_BYTES = 32 * 2**20
"""Of a sidecar: ten times that of the longest article."""


class Entry(Struct, frozen=True, kw_only=True):
    """A message and its translation; a struct, for it takes a tenth of the time of a frozen dataclass to make.

    Attributes:
        msgid: the source text; empty for the header.
        msgstr: the translation; empty when there is none; of a plural entry, the first form.
        msgctxt: tells apart entries with the same `msgid`; None when the entry has no context.
        comments: its comment lines as written, `#` included, other than flags and previous text.
        flags: of its `#,` lines, in order: `fuzzy`, `no-wrap`, ….
        previous: the `#| msgid` that the translation was made for; None when it has none.
        plural: `msgid_plural` and every plural form, in order; empty for an ordinary entry.
        obsolete: every line is marked `#~`: kept for its translation, not in use.
        line: of its `msgid` in the file, from 1; 0 for an entry that was not read from one.
        raw: its text in the file, from the first comment to the last string; empty for one that was not read.
    """

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    comments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str | None = None
    plural: tuple[str, ...] = ()
    obsolete: bool = False
    line: int = 0
    raw: str = ""

    @property
    def fuzzy(self) -> bool:
        """Whether the translation waits for a person to look at it."""
        return bool(self.flags) and any(flag.casefold() == "fuzzy" for flag in self.flags)

    @property
    def is_header(self) -> bool:
        """Whether it holds the header fields of the file instead of a message."""
        return not self.msgid and self.msgctxt is None and not self.obsolete


class Sidecar(Struct, frozen=True, kw_only=True):
    r"""A PO file.

    Attributes:
        entries: in file order; the header and obsolete ones too.
        trailer: comments after the last entry.
        newline: how its lines end: `\n` or `\r\n`.
        bom: whether it begins with a byte order mark.
        data: the file as read; empty when it was not read or says something else by now.
    """

    entries: tuple[Entry, ...] = ()
    trailer: str = ""
    newline: str = "\n"
    bom: bool = False
    data: bytes = b""

    @property
    def header(self) -> Entry | None:
        """The entry that holds the header fields, or None."""
        return next((entry for entry in self.entries if entry.is_header), None)

    def with_entries(self, entries: Sequence[Entry]) -> "Sidecar":
        """Return the file with other entries; itself when they are the same."""
        return self if tuple(entries) == self.entries else replace(self, entries=tuple(entries), data=b"")


def parse(data: bytes, path: str) -> Sidecar:
    """Read a PO file. Raises `DigestError` with all that is wrong with it, up to a hundred problems, by line."""
    if b"\0" in data:
        raise DigestError("not a text file, or UTF-16", path, "save it as UTF-8")
    if (brackets := data.count(b"[")) > MAX_BRACKETS:
        hint = f"at most {MAX_BRACKETS:,} `[` may stand in it"
        raise DigestError(f"it has too many brackets for a sidecar: {brackets:,}", path, hint)
    text, problems = _decode(data, path)
    entries: list[Entry] = []
    line, counted = 1, 0
    at = _after_blank(text, 0)
    while at < len(text) and len(problems) < _ENOUGH:
        if match := _LIVE.match(text, at) or _OBSOLETE.match(text, at):
            start, at = match.start("start"), match.end()
            line, counted = line + text.count("\n", counted, start), start
            try:
                entries.append(_entry(match, line))
            except ValueError:
                problems += _bad_escapes(match, path)
        elif _TRAILER.match(text, at):
            break
        else:
            problem, at = _diagnose(text, at, path)
            problems.append(problem)
            at = _after_blank(text, at)
    problems += _duplicates(entries, path)
    problems += _marks(entries, path)
    sidecar = Sidecar(
        entries=tuple(entries),
        trailer=text[at:].rstrip(),
        newline="\r\n" if text[: text.find("\n")].endswith("\r") else "\n",
        bom=data.startswith(codecs.BOM_UTF8),
        data=data,
    )
    if sidecar.header:
        problems = _charset(sidecar.header, path) or problems
    if problems:
        raise DigestError.of(sorted(problems, key=lambda problem: int(problem.where.rpartition(":")[2])))
    return sidecar


def write(sidecar: Sidecar) -> bytes:
    """Return the bytes of a PO file: what was read as it stood, and the rest in canonical form."""
    if sidecar.data:
        return sidecar.data
    pieces = [entry.raw or sidecar.newline.join(_lines(entry)) for entry in sidecar.entries]
    if sidecar.trailer:
        pieces.append(sidecar.trailer)
    text = (sidecar.newline * 2).join(pieces) + sidecar.newline * bool(pieces)
    return codecs.BOM_UTF8 * sidecar.bom + text.encode()


# The grammar. A live entry and an obsolete one differ in the margin of their lines. The quantifiers are possessive, so
# that no file takes long.

_STRING = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'


def _gap(margin: str) -> str:
    """Return the pattern of white space, over lines that begin with `margin`."""
    return rf"(?:[ \t\r\f\v]|\n{margin})*+"


def _strings(margin: str) -> str:
    """Return the pattern of one or more strings, which together are one, over lines that begin with `margin`."""
    return rf"{_STRING}(?:{_gap(margin)}{_STRING})*+"


def _grammar(margin: str) -> re.Pattern[str]:
    """Return the pattern of an entry, comments first, whose lines begin with `margin`, and of the blanks after it."""
    gap, strings = _gap(margin), _strings(margin)
    plain = rf'"(?P<{{}}>[^"\\\n]*+)" (?! {gap} ")'  # one string without escapes, as most are
    return re.compile(
        rf"""
        (?P<raw>
        (?P<comments> (?: [ \t\r\f\v]*+ (?: \#(?!~[^|])[^\n]*+ )? \n )*+ )
        {margin} {gap}
        (?: msgctxt {gap} (?P<msgctxt>{strings}) {gap} )?
        (?P<start> msgid ) {gap} (?: {plain.format("plain_msgid")} | (?P<msgid>{strings}) ) {gap}
        (?: msgstr {gap} (?: {plain.format("plain_msgstr")} | (?P<msgstr>{strings}) )
          | msgid_plural {gap} (?P<plural>{strings}) (?P<forms> (?: {gap} msgstr\[[0-9]+\] {gap} {strings} )++ ) )
        [ \t\f\v]*+ (?= \r?+ (?: \n | \Z ) )
        )
        [ \t\r\n\f\v]*+
        """,
        re.VERBOSE,
    )


_LIVE = _grammar("")
_OBSOLETE = _grammar(r"[ \t]*+\#~(?!\|)")
_PREVIOUS = re.compile(r"^[ \t]*#~?\|[ \t]*msgid[ \t]*(" + _strings(r"[ \t]*+#~?\|") + ")", re.MULTILINE)
_FORM = re.compile(r"msgstr\[[0-9]+\](?:\s|#~)*+(" + _strings(r"(?:[ \t]*+#~)?") + ")")
_TRAILER = re.compile(r"(?:[ \t\r\f\v]*+(?:#(?!~[^|])[^\n]*+)?(?:\n|\Z))*+\Z")
_INK = re.compile(r"[^ \t\r\n\f\v]")


def _after_blank(text: str, at: int) -> int:
    """Return where the white space that begins at an offset ends."""
    ink = _INK.search(text, at)
    return ink.start() if ink else len(text)


def _decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return the text without a byte order mark; where it is not UTF-8, with replacement characters and a problem."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        text = data.decode(errors="replace")
        line = data.count(b"\n", 0, error.start) + 1
        return text, [Problem("not UTF-8", f"{path}:{line}", "save the file as UTF-8", _line(text, line))]


def _entry(match: re.Match[str], line: int) -> Entry:
    """Make an entry of what the grammar found. Raises `ValueError` for an escape that PO does not have."""
    raw, comments, msgctxt, _, msgid, quoted_msgid, msgstr, quoted_msgstr, plural, forms = match.groups()
    kept, flags, previous = _comments(comments)
    translations = [_value(form) for form in _FORM.findall(forms)] if forms else []
    if msgid is None:
        msgid = _value(quoted_msgid)
    if msgstr is None:
        msgstr = translations[0] if forms else _value(quoted_msgstr)
    return Entry(
        msgid=msgid,
        msgstr=msgstr,
        msgctxt=None if msgctxt is None else _value(msgctxt),
        comments=kept,
        flags=flags,
        previous=previous,
        plural=(_value(plural), *translations) if forms else (),
        obsolete=match.re is _OBSOLETE,
        line=line,
        raw=raw,
    )


@lru_cache(256)  # most entries of a file have the same
def _comments(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Part an entry's comments: those to keep, its flags, its previous text or None. Raises as `_entry`."""
    kept: list[str] = []
    flags: list[str] = []
    for comment in map(str.strip, text.split("\n")):
        if comment.startswith("#,"):
            flags += filter(None, map(str.strip, comment[2:].split(",")))
        elif comment and not comment.startswith(("#|", "#~|")):
            kept.append(comment)
    found = _PREVIOUS.search(text) if "|" in text else None
    return tuple(kept), tuple(flags), _value(found[1]) if found else None


# Strings. The escapes are those of C; a number stands for a byte, as it does there.

_ESCAPES = {"\\": "\\", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PIECE = re.compile(_STRING)
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]+|.)")
_ESCAPED = {code: rf"\{code:03o}" for code in range(1, 32)} | {
    ord(to): rf"\{letter}" for letter, to in _ESCAPES.items()
}
_ESCAPED |= {0: "", 4: ""}  # gettext ends a string at NUL, and keeps EOT to itself


def _value(strings: str) -> str:
    """Return what one or more quoted strings say together. Raises `ValueError` for an escape that PO does not have."""
    if "\\" not in strings and strings.find('"', 1) == len(strings) - 1:
        return strings[1:-1]
    text = "".join([_ESCAPE.sub(_unescape, piece[1:-1]) for piece in _PIECE.findall(strings)])
    return text.encode("utf-8", "surrogateescape").decode() if "\\" in strings else text


def _unescape(match: re.Match[str]) -> str:
    """Return what an escape stands for; a byte beyond ASCII as a surrogate (PEP 383), for `_value` to decode."""
    code = match[1]
    if code in _ESCAPES:
        return _ESCAPES[code]
    if code[0] in "01234567":
        byte = int(code, 8) & 0xFF
    elif code[0] == "x" and len(code) > 1:
        byte = int(code[1:], 16) & 0xFF
    else:
        raise ValueError(code)
    return chr(byte if byte < 0x80 else 0xDC00 + byte)


def _lines(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry in canonical form: comments in the order of the manual, strings not wrapped."""
    margin = "#~ " if entry.obsolete else ""
    order = {"#.": 1, "#:": 2}
    yield from sorted(entry.comments, key=lambda comment: order.get(comment[:2], 0))
    if entry.flags:
        yield "#, " + ", ".join(entry.flags)
    if entry.previous is not None:
        yield from _quoted("#~| " if entry.obsolete else "#| ", "msgid", entry.previous)
    if entry.msgctxt is not None:
        yield from _quoted(margin, "msgctxt", entry.msgctxt)
    yield from _quoted(margin, "msgid", entry.msgid)
    if entry.plural:
        yield from _quoted(margin, "msgid_plural", entry.plural[0])
        for number, form in enumerate(entry.plural[1:]):
            yield from _quoted(margin, f"msgstr[{number}]", form)
    else:
        yield from _quoted(margin, "msgstr", entry.msgstr)


def _quoted(margin: str, keyword: str, text: str) -> Iterator[str]:
    """Yield a keyword and its string; a text of several lines goes below the keyword, a line each."""
    first, *rest = [f'"{line.translate(_ESCAPED)}"' for line in re.findall(r"[^\n]*\n|[^\n]+", text)] or ['""']
    if rest:
        yield f'{margin}{keyword} ""'
        yield from (f"{margin}{line}" for line in (first, *rest))
    else:
        yield f"{margin}{keyword} {first}"


# What is wrong with a file. The grammar says only that something is; here the lines are read one by one to say what.

_ENOUGH = 100
"""Problems after which a file is read no further."""

_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
_CONFLICT_END = re.compile(r"^>{7}(?: [^\n]*)?\r?(?:\n|\Z)", re.MULTILINE)
_OBSOLETE_MARGIN = re.compile(r"\A#~(?!\|)[ \t]*")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)(?![A-Za-z_])[ \t]*")
_ANY_STRINGS = re.compile(_strings(""))
_NEXT = re.compile(r"^[ \t]*(?=\r?$|#(?!~)|(?:#~[ \t]*)?msg(?:id|ctxt)\b|<{7})", re.MULTILINE)


def _diagnose(text: str, start: int, path: str) -> tuple[Problem, int]:
    """Say what is wrong with the entry that begins at `start`, and where, further on, the next one may begin."""
    number = text.count("\n", 0, start)
    seen: dict[str, int] = {}
    at = start
    while at < len(text):
        number, first = number + 1, at
        at = text.find("\n", at) + 1 or len(text)
        line = text[first:at].strip()
        body = _OBSOLETE_MARGIN.sub("", line, count=1)
        if _CONFLICT.match(line):
            end = _CONFLICT_END.search(text, at)
            hint = "keep one of the two versions, and delete the markers"
            return Problem("a git conflict marker", f"{path}:{number}", hint, line), end.end() if end else at
        if ((match := _KEYWORD.match(body)) and _opens(match[1], seen)) or (seen and body.startswith("#")):
            at = first
            break
        if fault := _fault(body, match, seen):
            following = _NEXT.search(text, at)
            return Problem(fault[0], f"{path}:{number}", fault[1], line), following.start() if following else len(text)
        if match:
            seen[match[1]] = number
    if "msgid" in seen and not any(keyword.startswith("msgstr") for keyword in seen):
        fault, number = ("`msgid` without `msgstr`", 'add a line `msgstr ""` below it'), seen["msgid"]
    elif "msgctxt" in seen and "msgid" not in seen:
        fault, number = ("`msgctxt` without `msgid`", "add the `msgid` that it belongs to"), seen["msgctxt"]
    else:
        fault = ("not an entry of a PO file", "an entry is a `msgid` line and a `msgstr` line")
        number = min(seen.values(), default=number)
    return Problem(fault[0], f"{path}:{number}", fault[1], _line(text, number)), at


def _opens(keyword: str, seen: Collection[str]) -> bool:
    """Tell whether a keyword begins another entry than the one that the keywords seen belong to."""
    return keyword in ("msgctxt", "msgid") and ("msgid" in seen or keyword in seen)


def _fault(body: str, keyword: re.Match[str] | None, seen: Collection[str]) -> tuple[str, str] | None:
    """Return what is wrong with one line of an entry, and a hint; None when the line is right by itself."""
    if not body or body.startswith("#"):
        return None
    if not keyword and (not seen or not body.startswith('"')):
        return "neither a comment, nor `msgid`, `msgstr` or a string in quotes", "every text stands in double quotes"
    if keyword and keyword[1].startswith("msgstr") and "msgid" not in seen:
        return f"`{keyword[1]}` without `msgid`", "add the `msgid` that it translates, above it"
    if keyword and keyword[1] in seen:
        return f"`{keyword[1]}` twice in one entry", "keep one of them"
    strings = body[keyword.end() :] if keyword else body
    whole = _ANY_STRINGS.match(strings)
    if not strings or (whole and whole.end() == len(strings)):
        return None
    if whole:
        return "text after the closing quote", 'write a quote inside a text as `\\"`'
    if strings.startswith('"'):
        return "a string without its closing quote", 'end the line with `"`, and write a line break as `\\n`'
    return "a string without its opening quote", "every text stands in double quotes"


def _bad_escapes(match: re.Match[str], path: str) -> Iterator[Problem]:
    """Yield a problem for each escape in the strings of an entry that PO does not have."""
    text = match.string
    places = [match.span(group) for group in ("msgctxt", "msgid", "msgstr", "plural", "forms") if match[group]]
    if previous := _PREVIOUS.search(match["comments"]):
        places.insert(0, (match.start() + previous.start(1), match.start() + previous.end(1)))
    for place in places:
        for piece in _PIECE.finditer(text, *place):
            try:
                _value(piece[0])
            except ValueError:
                line = text.count("\n", 0, piece.start()) + 1
                hint = 'write a backslash as `\\\\`; `\\n`, `\\t` and `\\"` are the usual escapes'
                yield Problem("an escape that PO does not have", f"{path}:{line}", hint, _line(text, line))


def _duplicates(entries: Iterable[Entry], path: str) -> Iterator[Problem]:
    """Yield a problem for each entry with the `msgid` and `msgctxt` of an earlier one, as `msgfmt` does."""
    first: dict[tuple[str, str | None], Entry] = {}
    for entry in entries:
        earlier = first.setdefault((entry.msgid, entry.msgctxt), entry)
        if earlier is not entry:
            hint = f"the first is on line {earlier.line}; keep one of them"
            yield Problem("the same `msgid` twice", f"{path}:{entry.line}", hint, entry.msgid)


def _marks(entries: Iterable[Entry], path: str) -> Iterator[Problem]:
    """Yield a problem for each translation that holds the marks by which a merge shows two versions of it."""
    for entry in entries:
        if entry.is_header or not _MARK.search(entry.msgstr):
            continue
        lines = entry.raw.split("\n")
        start = next(number for number, line in enumerate(lines) if _MSGID.match(line))
        marked = [number for number, line in enumerate(lines) if number > start and _QUOTED_MARK.match(line)]
        number = marked[0] if marked else start
        what = "a mark of `msgcat`" if "#-#-#" in entry.msgstr else "a git conflict marker in a translation"
        hint = "keep one of the versions that it parts, and delete the marks"
        yield Problem(what, f"{path}:{entry.line - start + number}", hint, lines[number].strip())


_MARKS = r"(?:\#-\#-\#-\#-\#|<{7}|\|{7}|={7}|>{7})"
_MARK = re.compile(rf"^{_MARKS}(?: |$)", re.MULTILINE)
_QUOTED_MARK = re.compile(rf'[^"]*"{_MARKS}(?: |\\|"|$)')
_MSGID = re.compile(r"[ \t]*(?:#~[ \t]*)?msgid\b")


def _charset(header: Entry, path: str) -> list[Problem]:
    """Return a problem when the header names a character set that is not UTF-8 (`CHARSET` is a template's blank)."""
    found = re.search(r"charset=([^\s;]+)", header.msgstr, re.IGNORECASE)
    if not found or found[1].lower() in ("utf-8", "utf8", "charset"):
        return []
    hint = "save it as UTF-8, or run `msgconv -t UTF-8` on it"
    return [Problem(f"its character set is `{found[1]}`, not UTF-8", f"{path}:{header.line}", hint)]


def _line(text: str, number: int) -> str:
    """Return a line, by its number from 1, without the white space around it."""
    return text.split("\n", number)[number - 1].strip()
