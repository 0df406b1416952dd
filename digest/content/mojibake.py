"""Text that was read in a wrong encoding before it was saved here → the text that was meant.

UTF-8 read as Windows-1252 turns `عنوان` into `Ø¹Ù†ÙˆØ§Ù†`, read as Windows-1256 into `ط¹ظ†ظˆط§ظ†`; Windows-1256 read
as Windows-1252 into `ÚäæÇä`. What is certain is put right with a warning; what has lost letters on the way is refused.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from digest.content.edits import line_number
from digest.errors import DigestError, Problem


def _byte_of(encoding: str, *, latin_1_too: bool) -> Mapping[int, int]:
    """Return code points to the bytes that an encoding writes them as."""
    table = {byte: byte for byte in (range(256) if latin_1_too else range(128))}
    for byte in range(256):
        try:
            table[ord(bytes([byte]).decode(encoding))] = byte
        except UnicodeDecodeError:  # programs take such a byte for a control character, as in Latin-1
            table[byte] = byte
    return table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Misreading:
    """A way in which UTF-8 is read wrongly.

    Attributes:
        encoding: what it was taken for.
        byte_of: code points to bytes.
        certain: matches a text put right that proves the misreading: no writer can have meant what stood there.
        left: matches what remains of misread letters that can't be put right, since a byte of them was lost.
    """

    encoding: str
    byte_of: Mapping[int, int]
    certain: re.Pattern[str]
    left: re.Pattern[str]


_CERTAIN = r"[\u0600-\u06ff]{2}|[^\x00-\x7f]{3}|[\u2010-\u203a\u20ac\u2122\ufeff\ufffd]"
_MISREADINGS = (
    _Misreading(
        encoding="Windows-1252",
        byte_of=_byte_of("cp1252", latin_1_too=True),
        certain=re.compile(_CERTAIN + r"|[\xc0-\xff](?<![\xc5\xd1-\xd4\xd6\xd7\xe0\xeb\xfb])"),  # not `Ã` and a quote
        left=re.compile(r"[\xd8-\xdb]"),
    ),
    _Misreading(
        encoding="Windows-1256",
        byte_of=_byte_of("cp1256", latin_1_too=False),
        certain=re.compile(_CERTAIN),
        left=re.compile(r"(?:[طظ][^\s\w.,،؛؟:!]){2}"),
    ),
)
_UTF8 = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf][\x80-\xbf]|[\xf1-\xf3][\x80-\xbf]{3})+"
)
_CONTINUED = "".join(bytes([byte]).decode("cp1256") for byte in range(0x80, 0xC0))
_ODD = (
    re.compile(r"[\xc0-\xff]"),
    re.compile(rf"[\u0622\u0623\u0637-\u063a][{_CONTINUED}][\u0622\u0623\u0637-\u063a\u00e2]"),
)
"""What any text has that was read in a wrong encoding: as Windows-1252, as Windows-1256. Few others have it, and to
search for a set of characters is fast."""
_SUSPECT = re.compile(
    r"[\u00c2\u00c3\u00d8-\u00db][^\x00-\x7f]|[\u00e2\u00ef][^\x00-\x7f\u0621-\u064a]"
    rf"|[\u0622\u0623\u0637-\u063a][{_CONTINUED}][\u0622\u0623\u0637-\u063a\u00e2]"
)
"""First bytes of Arabic, accented letters and quotation marks, read wrongly, and what follows."""
_MEANT = re.compile(
    r"[\x80-\u017f\u0192\u02c6\u02dc\u0600-\u06ff\u200b-\u200f\u2010-\u203a\u20ac\u2122\ufb50-\ufdff\ufe70-\ufffd]+"
)
"""What the files of a newsroom hold beyond ASCII."""
_BROKEN_PAIRS = re.compile(r"(?:[\xd8-\xdb][\x80-\xbf\u0152-\u02dc\u2013-\u2122]?){4}")
"""Arabic in UTF-8 that was read as Windows-1252 and lost letters."""

_ACCENTS = re.compile(r"[\xc0-\xff]{4}")
_ACCENTED = re.compile(r"[\x80-\xff\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+")
_ONE_BYTE = ("cp1256", "iso8859-6")
_COMMON = re.compile(r"\b(?:وال|بال|ال|لل)(?=[ء-ي]{2})|[ء-ي]ة\b|\b(?:في|من|على|إلى|أن|عن|مع|هذا|التي|الذي)\b")

_LEFT = "?\ufffd□▯"
"""What stands in the place of lost letters: of an encoding without them, or of a font."""
_LOST = re.compile(
    r"\ufffd"
    r"|[□▯]{3,}|(?<=[^\W\d_])[□▯]+(?=[^\W\d_])|(?<!\S)[□▯]{2,}(?!\S)"  # what a font showed, copied
    r"|(?<!\S)[«\"'(]?و?\?{2,}[»\"').,،]?\s+و?\?{2,}"  # words of question marks
    r"|(?<!\S)و\?{2,}"
    r"|(?<=[^\W\d_] )\?{4,}(?= [^\W\d_])"  # one in the midst of others
    r"|[\u0621-\u064a]\?+[\u0621-\u064a]"
    r"|(?<![\w/?=&.-])[A-Za-z]+\?(?:s|t|re|ll|ve|d|m)\b(?![=&/])"
)
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LINE = re.compile(r"[^\r\n]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LETTER = re.compile(r"[^\W\d_]")

_HINT = "take the text from where it came from again, and save it in UTF-8"


def mend(text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return a text as it was meant, with warnings of what was put right or lost.

    Raises `DigestError` with the line where too much was lost on the way.
    """
    warnings: list[Problem] = []
    if any(pattern.search(text) for pattern in _ODD):
        text = _meant(text, path, warnings)
    _check_lost(text, path, warnings)
    return text, tuple(warnings)


def _meant(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text with what was read in a wrong encoding put right."""
    text = _as_one_byte(text, path, warnings)
    undone: set[_Misreading] = set()
    while _SUSPECT.search(text):
        found = {misreading: _misread(text, misreading) for misreading in _MISREADINGS}
        likely = max(found, key=lambda misreading: sum(end - start for start, end, _ in found[misreading]))
        if not found[likely]:
            break
        start, end, said = next(each for each in found[likely] if likely.certain.search(each[2]))
        _warn(text, text[start:end], said, start, f"UTF-8 read as {likely.encoding}", path, warnings)
        text = _replaced(text, found[likely])
        undone.add(likely)
    for misreading in undone:
        if _ARABIC.search(text) and (left := misreading.left.search(text)):
            raise _beyond_repair(text, left.start(), path)
    if (broken := _BROKEN_PAIRS.search(text)) is not None:
        raise _beyond_repair(text, broken.start(), path)
    return text


def _misread(text: str, misreading: _Misreading) -> list[tuple[int, int, str]]:
    """Return where UTF-8 stands that was read wrongly, and what it says.

    What a writer may mean as well (`نبأ،` is `نبá` in Windows-1256) counts where its line has what no writer means, or
    nothing else beyond ASCII.
    """
    data, _ = codecs.charmap_encode(text, "replace", misreading.byte_of)  # a byte a character
    found: list[tuple[int, int, str]] = []
    certain = False
    for line in _LINE.finditer(text):
        places = [(match.start(), match.end(), match[0].decode()) for match in _UTF8.finditer(data, *line.span())]
        places = [(start, end, said) for start, end, said in places if _MEANT.fullmatch(said)]
        sure = any(misreading.certain.search(said) for _, _, said in places)
        certain = certain or sure
        if places and (sure or sum(end - start for start, end, _ in places) == len(_BEYOND_ASCII.findall(line[0]))):
            found += places
    return found if certain else []


def _replaced(text: str, found: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, said in found:
        parts += (text[done:start], said)
        done = end
    return "".join((*parts, text[done:]))


def _as_one_byte(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text with what was Windows-1256 or ISO-8859-6 and was read as Windows-1252 put right."""
    first = _ACCENTS.search(text)
    if not first:
        return text
    best = max((_accents_as(text, encoding) for encoding in _ONE_BYTE), key=lambda found: len(_COMMON.findall(found)))
    if len(_COMMON.findall(best)) - len(_COMMON.findall(text)) >= 3:
        shown = slice(first.start(), first.start() + 12)
        _warn(
            text,
            text[shown].split()[0],
            best[shown].split()[0],
            first.start(),
            "Arabic read as Windows-1252",
            path,
            warnings,
        )
        return best
    if len(_ACCENTS.findall(text)) >= 3:
        raise _beyond_repair(text, first.start(), path)
    return text


def _accents_as(text: str, encoding: str) -> str:
    """Return a text in which accented letters are what their bytes are in another encoding."""

    def meant(match: re.Match[str]) -> str:
        data, _ = codecs.charmap_encode(match[0], "replace", _MISREADINGS[0].byte_of)
        return data.decode(encoding, "replace")

    return _ACCENTED.sub(meant, text)


def _check_lost(text: str, path: str, warnings: list[Problem]) -> None:
    """Object to letters that became U+FFFD, question marks or empty boxes."""
    if not any(mark in text for mark in _LEFT):
        return
    lost = list(_LOST.finditer(text))
    if not lost and not ("??" in text and _is_lost(text)):
        return
    if _is_lost(text):
        raise DigestError("its letters were lost: question marks or boxes are left of them", path, _HINT)
    line = line_number(text, lost[0].start())
    more = f", and in {len(lost) - 1:,} more places" if len(lost) > 1 else ""
    warnings.append(
        Problem(
            f"letters were lost here before it was saved{more}",
            f"{path}:{line}",
            _HINT,
            _excerpt(text, lost[0].start()),
        )
    )


def _is_lost(text: str) -> bool:
    return sum(map(text.count, _LEFT)) > len(_LETTER.findall(text))


def _warn(text: str, before: str, after: str, place: int, how: str, path: str, warnings: list[Problem]) -> None:
    """Say once what was put right."""
    if not warnings:
        said = f"it was {how} once, and was put right: `{before[:24]}` is `{after[:24]}`"
        warnings.append(Problem(said, f"{path}:{line_number(text, place)}", "look it through, and save it in UTF-8"))


def _beyond_repair(text: str, place: int, path: str) -> DigestError:
    return DigestError(
        "its letters were read in a wrong encoding before it was saved, and some are lost",
        f"{path}:{line_number(text, place)}",
        _HINT,
        _excerpt(text, place),
    )


def _excerpt(text: str, place: int) -> str:
    start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    return re.split(r"[\r\n]", text[start : start + 400], maxsplit=1)[0].strip()[:120]
