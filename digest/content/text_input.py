"""Bytes of a file → its text, and text → clean text: what sentences are found in, matched and translated by."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from digest.content import mojibake
from digest.content.edits import EditedText, Edits, line_number
from digest.errors import DigestError, Problem

MAX_BYTES = 3 * 2**20
"""Of an article file. A novel has a tenth of it."""
MAX_LINES = 20_000
"""Of an article file; with two characters a break."""
MAX_BRACKETS = 20_000
"""Opening square brackets of a Markdown article: each may begin a link, and costs as much as a sentence."""

MAX_LINE = 200_000
"""Characters in a line: more is data, or a file whose line breaks were lost."""

MAX_MARKS = 60
"""Combining marks on one letter."""


# --- bytes → text -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file.

    Attributes:
        text: as it stands in the file, without a byte order mark; line breaks are not touched. What was read in a wrong
            encoding before it was saved is put right.
        warnings: set when the encoding was a guess on little evidence, or letters were put right or lost.
    """

    text: str
    warnings: tuple[Problem, ...] = ()


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BINARY = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a Word, OpenDocument or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "a rich text document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a WebP picture or a sound",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
}
_LEGACY = ("cp1256", "iso8859-6", "cp1252")
_LEGACY_NAMES = {"cp1256": "Windows-1256", "iso8859-6": "ISO-8859-6", "cp1252": "Windows-1252"}
_UTF8_RUN = re.compile(rb"(?:[\xd8-\xdb][\x80-\xbf]){3}")
"""Three Arabic letters in UTF-8, which in no one-byte encoding say anything."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ORDINARY = re.compile(r"[\n -~«»“”…،؛؟\u0621-\u063f\u0641-\u0652]*+")
"""What most texts are all of, which is told in a third of the time that a search for anything odd takes."""
_MANY_MARKS = re.compile(rf"[^\x00-\x7f\u0621-\u064a][^\x00-\x7f\u0621-\u064a]{{{MAX_MARKS},}}+")
"""What may be more marks than any script has: that many characters that are not ASCII, nor Arabic letters."""
_COMMON = re.compile(r"\b(?:وال|بال|ال|لل)(?=[ء-ي]{2})|[ء-ي]ة\b|\b(?:في|من|على|إلى|أن|عن|مع|هذا|التي|الذي)\b")
_MISFIT = re.compile(r"[A-Za-z][ء-ْ]|[ء-ْ][A-Za-z]|[ء-ي][À-ɏ]|[À-ɏ][ء-ي]|[À-ɏ]{3}|[\x80-\x9f]")
_SAVE_AS = "save it as plain text in UTF-8"


def decode(data: bytes, path: str) -> Decoded:
    """Find out how a file is encoded, and return its text.

    UTF-8, UTF-16 and UTF-32 with or without their byte order mark, Windows-1256, ISO-8859-6 and Windows-1252.

    Raises `DigestError` for a file that is binary, too large, in two encodings at once, or has an endless line.
    """
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 2**20:.1f} MB"
        raise DigestError(f"it is too large for an article: {size}", path, f"the limit is {MAX_BYTES // 2**20} MB")
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise DigestError(f"it is not text but {what}", path, _SAVE_AS)
    decoded = decode_any(data, path)
    ordinary = _ORDINARY.fullmatch(decoded.text)
    controls = [] if ordinary else _CONTROLS.findall(decoded.text)
    if "\0" in controls or len(controls) * 20 > len(decoded.text):
        raise DigestError("it is not text: it is full of control characters", path, _SAVE_AS)
    if (lines := decoded.text.count("\n") + decoded.text.count("\r")) > 2 * MAX_LINES:
        raise DigestError(f"it has too many lines for an article: {lines:,}", path, "divide it into several")
    if len(decoded.text) > MAX_LINE:
        _check_lines(decoded.text, path)
    _check_marks(decoded.text, path)
    text, warnings = mojibake.mend(decoded.text, path)
    return replace(decoded, text=text, warnings=(*decoded.warnings, *warnings))


def decode_any(data: bytes, path: str) -> Decoded:
    """Return the text of a file that need not be an article: as `decode`, without its limits, and nothing put right.

    Raises `DigestError` where no encoding fits, or two are mixed.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, path)
    if encoding := _unmarked_utf16(data):
        return _decode_as(data, encoding, path)
    try:
        return Decoded(text=data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data):
            raise _mixed(data, error.start, path) from None
    if stray := _UTF8_RUN.search(data):
        raise _mixed_in(data, stray.start(), path)
    return _decode_legacy(data, path)


def _decode_as(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        return Decoded(text=data.decode(encoding))
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            raise _mixed(data, error.start, path) from None
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise DigestError(
            f"it says it is {encoding.upper()} but breaks off or is damaged", f"{path}:{line}", _SAVE_AS
        ) from None


def _unmarked_utf16(data: bytes) -> str:
    """Return the encoding of UTF-16 without its mark: every second byte is that of a Latin or an Arabic block."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 2 or b"\x00" not in sample:
        return ""
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if (high.count(0x00) + high.count(0x06) + high.count(0x20)) * 10 >= half * 9:
            return encoding
    return ""


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether more bytes beyond ASCII stand in whole UTF-8 sequences than alone."""
    beyond = len(data.translate(None, bytes(range(0x80))))
    alone = len(data) - len(data.decode("utf-8", "ignore").encode())
    return beyond > 2 * alone


def _mixed(data: bytes, start: int, path: str) -> DigestError:
    line = data.count(b"\n", 0, start) + 1
    return DigestError(
        f"it is UTF-8, but for the byte `0x{data[start]:02X}`: two encodings are mixed in it",
        f"{path}:{line}",
        "type the passage again, or paste it as text, and save the file as UTF-8",
        data.splitlines()[line - 1].decode("utf-8", "replace").strip()[:120] if data else "",
    )


def _mixed_in(data: bytes, start: int, path: str) -> DigestError:
    line = data.count(b"\n", 0, start) + 1
    return DigestError(
        "it is not UTF-8, but for this line: two encodings are mixed in it",
        f"{path}:{line}",
        "type the passage again, or paste it as text, and save the file as UTF-8",
        data.splitlines()[line - 1].decode("utf-8", "replace").strip()[:120],
    )


def _decode_legacy(data: bytes, path: str) -> Decoded:
    """Choose among the one-byte encodings by what is common in Arabic, and what never stands in any text."""
    best: tuple[int, str, str] | None = None
    for encoding in _LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = len(_COMMON.findall(text)) - 3 * len(_MISFIT.findall(text))
        if best is None or score > best[0]:
            best = (score, encoding, text)
    if best is None:
        raise DigestError("its encoding is not known", path, _SAVE_AS)
    score, encoding, text = best
    if _MISFIT.search(text) and score < 0:
        raise DigestError("its encoding is not known, or it is not text", path, _SAVE_AS)
    if score >= 3:
        return Decoded(text=text)
    name = _LEGACY_NAMES[encoding]
    return Decoded(
        text=text,
        warnings=(Problem(f"it is not UTF-8, and was read as {name} on little evidence", path, _SAVE_AS),),
    )


def _check_marks(text: str, path: str) -> None:
    """Refuse letters with more marks than any script has (UAX 15 allows 30): to order them takes the square of time."""
    for run in _MANY_MARKS.finditer(text):
        marks = 0
        for letter in run[0]:
            marks = marks + 1 if unicodedata.combining(letter) else 0
            if marks > MAX_MARKS:
                line = line_number(text, run.start())
                raise DigestError(
                    f"a letter has more than {MAX_MARKS} marks", f"{path}:{line}", "take away those that nobody reads"
                )


def _check_lines(text: str, path: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE:
            raise DigestError(
                f"the line has {len(line):,} characters",
                f"{path}:{number}",
                f"an article's lines have at most {MAX_LINE:,}: were its line breaks lost?",
                line[:80] + "…",
            )


# --- text → clean text ------------------------------------------------------------------------------------------------

_ARABIC = "\u0621-\u064a\u064b-\u0652\u0670-\u06d3"
_INVISIBLE = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f"
)
_BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_WIDE = r"\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = _BREAKS + _WIDE + _INVISIBLE
_FORMS = r"[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfc\ufe70-\ufefc]"
_EMOJI_JOIN = r"(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"

_SUSPECT = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u00ad\u034f\u061c\u0640\u115f\u1160\u1680\u180b-\u180e\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\ufb50-\ufdff\ufe70-\uffff\U000e0000-\U000e007f]"
)
"""What a text without it need not be searched for more than spaces."""
_DIRTY = re.compile(
    rf"(?P<keep>{_EMOJI_JOIN}|(?<![{_ARABIC}])ه\u0640(?![{_ARABIC}]))"
    rf"|(?P<blank>(?:  | (?=[{_ODD}\u0640])|[{_ODD}])[ {_ODD}\u0640]*)"
    rf"|(?P<form>{_FORMS})"
    r"|(?P<tatweel>\u0640+)"
)
_SPACES = re.compile(r"(?P<keep>(?!))|(?P<form>(?!))|(?P<blank>  +(?:\n *)*| *(?:\n *)+)")
_LINE_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_AFTER_DASH = re.compile(rf"[{_INVISIBLE}]*[ {_WIDE}][ {_WIDE}{_INVISIBLE}\u0640]*[^ {_ODD}\u0640]")
_DASHED = re.compile(rf"[{_BREAKS}][^{_BREAKS}\u0640]*\u0640+[{_INVISIBLE}]*[ {_WIDE}][^{_BREAKS}\u0640]*\Z")
"""White space in which a tatweel begins the next line: the dash of Arabic keyboards, as `ـ بند`."""
_ANY_SPACE = re.compile(rf"[ {_WIDE}]")
_REPEATED = re.compile(r"،،+|؛؛+|؟؟+|!!+")
_LATIN_STOP = re.compile(
    rf"[,;?](?:(?<=[{_ARABIC}].)|(?<=[{_ARABIC}] .))(?=$|[\s{_ARABIC}\"'»”’)!.؟])(?! +[A-Za-z])", re.MULTILINE
)
_TO_ARABIC = {",": "،", ";": "؛", "?": "؟"}
_WORD = re.compile(r"[^\s.,!?:;،؛؟…\"'«»“”()]+")


def clean(source: str) -> EditedText:
    """Derive the clean text of an author's text, with the way back to it.

    Clean text is NFC; without tatweel, presentation forms, directional, zero-width and control characters; white space
    is one space, or line feeds (for line breaks of every kind) without spaces beside them; none at the ends. Latin `,`
    `;` `?` after an Arabic word are `،` `؛` `؟`, unless a Latin word follows. Letters are never folded, digits and
    quotation marks stay.
    """
    text = source
    passes = []
    if not _ORDINARY.fullmatch(text) and _SUSPECT.search(text):
        passes.append(edits := Edits())
        text = edits.apply(_DIRTY, _cleaned, text)
    elif "  " in text or " \n" in text or "\n " in text:
        passes.append(edits := Edits())
        text = edits.apply(_SPACES, _cleaned, text)
    if not unicodedata.is_normalized("NFC", text):
        passes.append(edits := Edits())
        text = edits.apply(_WORD, lambda word: unicodedata.normalize("NFC", word[0]), text)
    if "," in text or "?" in text or ";" in text:
        text = _LATIN_STOP.sub(lambda match: _TO_ARABIC[match[0]], text)
    if _REPEATED.search(text):
        passes.append(edits := Edits())
        text = edits.apply(_REPEATED, lambda match: match[0][0], text)
    if text[:1].isspace() or text[-1:].isspace():
        passes.append(edits := Edits())
        text = edits.strip(text)
    return EditedText(text, tuple(passes))


def _cleaned(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "blank":
        run = match[0]
        if breaks := len(_LINE_BREAK.findall(run)):
            return "\n" * breaks + ("- " if _DASHED.search(run) and match.end() < len(match.string) else "")
        return " " if _ANY_SPACE.search(run) else ""
    if kind == "tatweel":
        begins = match.start() == 0 or match.string[match.start() - 1].isdigit()
        return "-" if begins and _AFTER_DASH.match(match.string, match.end()) else ""
    if kind == "form":
        return _forms()[match[0]]
    return match[0] if kind == "keep" else ""


@cache
def _forms() -> dict[str, str]:
    """Return presentation forms and the letters they stand for (Unicode, Arabic Presentation Forms-A and -B).

    The forms of a mark alone decompose to the mark on a space or a tatweel, of which only the mark is wanted.
    """
    forms = {}
    for code in (*range(0xFB50, 0xFDFD), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        bare = plain.replace("\u0640", "").lstrip(" ")
        forms[chr(code)] = bare or plain
    forms["\ufdfc"] = "ريال"  # which decomposes with the Persian yeh, a letter that Arabic words don't have
    return forms


# --- text → text fit to be shown --------------------------------------------------------------------------------------

_UNSHOWABLE = re.compile(rf"[{_INVISIBLE}\r\n\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]|\s\s")
_SHOW = re.compile(
    rf"(?P<mark>[\u061c\u200c-\u200f])|(?P<open>[\u202a\u202b\u2066-\u2068])|(?P<close>[\u202c\u2069])"
    rf"|(?P<space>\s+)|[{_INVISIBLE}]"
)
_CLOSING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}


def show(source: str) -> str:
    """Return an author's text as a page can show it: every directional control closed, overrides and controls gone.

    Marks (LRM, RLM, ALM) and joiners stay: they end with themselves. An override (LRO, RLO) goes, because it makes a
    text read otherwise than it is written (UTR 36).
    """
    source = source.strip()
    if not _UNSHOWABLE.search(source):
        return source
    opened: list[str] = []

    def shown(match: re.Match[str]) -> str:
        found = match[0]
        match match.lastgroup:
            case "mark":
                return found
            case "space":
                return found if len(found) == 1 and found == "\xa0" else " "
            case "open":
                opened.append(_CLOSING[found])
                return found
            case "close" if opened and opened[-1] == found:
                return opened.pop()
        return ""

    return _SHOW.sub(shown, source).strip() + "".join(reversed(opened))


def inert(text: str) -> str:
    """Return what stands inside a text without anything that acts on what follows it: as `show`, and no direction."""
    return _SHOW.sub(_inert, text)


def _inert(match: re.Match[str]) -> str:
    if match.lastgroup == "space":
        return match[0] if match[0] == "\xa0" else " "
    return match[0] if match.lastgroup == "mark" else ""


_IN_ADDRESS = re.compile(
    r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    r"|%(?:C2%AD|D8%9C|E2%80%8[BEF]|E2%80%A[A-E]|E2%81%A[0-46-9]|EF%BB%BF)",
    re.IGNORECASE,
)


def bare_address(address: str) -> str:
    """Return a web address without the invisible marks that were pasted with it, percent-encoded or not."""
    return _IN_ADDRESS.sub("", address)


_JOINER = re.compile(r"(?<=\S)\u200c(?=\S)")


def clean_name(source: str) -> str:
    """Return the clean text of a name, with the non-joiners inside it: `می‌بیند` is not written `میبیند`."""
    return "\u200c".join(clean(part).text for part in _JOINER.split(source))
