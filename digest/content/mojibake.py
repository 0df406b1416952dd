"""Text that was read in a wrong encoding before it was saved here → the text that was meant.

UTF-8 read as Windows-1252 turns `عنوان` into `Ø¹Ù†ÙˆØ§Ù†`, read as Windows-1256 into `ط¹ظ†ظˆط§ظ†`, on a console into
`╪╣┘å┘ê╪º┘å`; Windows-1256 read as Windows-1252 into `ÚäæÇä`, on a Macintosh into `⁄‰Ê«‰`; JSON and mail leave
`\u0639\u0646` and `=D8=B9=D9=86` behind. What is certain is put right with a warning; what has lost letters on the way
is refused.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from digest.content.edits import line_number
from digest.errors import DigestError, Problem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Misreading:
    """A way in which UTF-8 is read wrongly.

    Attributes:
        encoding: what it was taken for.
        byte_of: code points to bytes.
        suspect: matches what every text has that was read so, and few others have.
        certain: matches a text put right that proves the misreading: no writer can have meant what stood there.
        left: matches what remains of misread letters that can't be put right, since a byte of them was lost.
    """

    encoding: str
    byte_of: Mapping[int, int]
    suspect: re.Pattern[str]
    certain: re.Pattern[str]
    left: re.Pattern[str]


_FIRST_OF_TWO = (0xC2, 0xC3, 0xD8, 0xD9, 0xDA, 0xDB)
_FIRST_OF_THREE = (0xE2, 0xEF)
"""First bytes in UTF-8 of Arabic and accented letters, and of quotation marks and presentation forms."""
_CERTAIN = r"[\u0621-\u064a]{2}|[^\x00-\x7f]{3}|[\u2010-\u203a\u20ac\u2122\ufeff\ufffd]"
_ACCENT = r"|[\xc0-\xff](?<![\xc5\xd1-\xd4\xd6\xd7\xe0\xeb\xfb])"  # not `Ã` and a quote
_NEVER = "(?!)"


def _byte_of(codec: str) -> Mapping[int, int]:
    """Return code points to the bytes that an encoding writes them as."""
    latin_1_too = codec == "cp1252"
    table = {byte: byte for byte in (range(256) if latin_1_too else range(128))}
    for byte in range(256):
        try:
            table[ord(bytes([byte]).decode(codec))] = byte
        except UnicodeDecodeError:  # programs take such a byte for a control character, as in Latin-1
            table[byte] = byte
    return table


def _misreading(encoding: str, codec: str, *, certain: str = _CERTAIN + _ACCENT, left: str) -> _Misreading:
    byte_of = _byte_of(codec)

    def signs(first: int, last: int) -> str:
        return re.escape("".join(chr(code) for code, byte in byte_of.items() if first <= byte <= last))

    of_two, of_three = ("".join(signs(byte, byte) for byte in each) for each in (_FIRST_OF_TWO, _FIRST_OF_THREE))
    after = signs(0x80, 0xBF)
    return _Misreading(
        encoding=encoding,
        byte_of=byte_of,
        suspect=re.compile(f"[{of_two}][{after}]|[{of_three}][{after}]{{2}}"),
        certain=re.compile(certain),
        left=re.compile(left),
    )


_MISREADINGS = {
    "cp1252": _misreading("Windows-1252", "cp1252", left=r"[\xd8-\xdb]"),
    "cp1256": _misreading("Windows-1256", "cp1256", certain=_CERTAIN, left=r"(?:[طظ][^\s\w.,،؛؟:!]){2}"),
    "iso8859-15": _misreading("ISO-8859-15", "iso8859-15", left=r"[\xd8-\xdb]"),
    "mac_roman": _misreading("Mac Roman", "mac_roman", left="[ÿŸ⁄]"),
    "cp437": _misreading("code page 437", "cp437", left="[█╪┘]"),
    "cp850": _misreading("code page 850", "cp850", left="[█┘]"),
    "cp720": _misreading("code page 720", "cp720", left="[█╪┘]"),
    "cp1251": _misreading("Windows-1251", "cp1251", left=_NEVER),
    "iso8859-6": _misreading("ISO-8859-6", "iso8859-6", certain=_CERTAIN, left=_NEVER),
}
"""By Python's name of the encoding; the likeliest first."""
_UTF8 = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf][\x80-\xbf]|[\xf1-\xf3][\x80-\xbf]{3})+"
)
_AS_ARABIC = _MISREADINGS["cp1256"].suspect.pattern
_ODD = (
    re.compile(r"[\x80-\x9f\xc0-\xff\u0393\u0410-\u044f\u2020\u2044\u221a\u2248\u2260\u2264\u2265\u2500-\u2593]"),
    re.compile(f"(?:{_AS_ARABIC})(?:(?<![،؛؟«»‘’“”…–—\xa0])|(?={_AS_ARABIC}))"),  # not `النفط،`
)
"""What any text has that was read in a wrong encoding: as another than Windows-1256, as that. Few others have it, and
to search for a set of signs is fast."""
_MEANT = re.compile(
    r"[\x80-\u017f\u0192\u02c6\u02dc\u0600-\u06ff\u200b-\u200f\u2010-\u203a\u20ac\u2122\ufb50-\ufdff\ufe70-\ufffd]+"
)
"""What the files of a newsroom hold beyond ASCII."""
_BROKEN_PAIRS = re.compile(r"(?:[\xd8-\xdb][\x80-\xbf\u0152-\u02dc\u2013-\u2122?\ufffd]?){4}")
"""Arabic in UTF-8 that was read as Windows-1252 and lost letters."""

_ACCENTS = re.compile(r"[\xc0-\xff]{4}")
_ACCENT_OR_LATIN = re.compile(r"[\xc0-\xff]|[A-Za-z]")
_ONE_BYTE = ("cp1256", "iso8859-6", "mac_arabic", "cp720")
"""Encodings of Arabic in which a letter is one byte; the likeliest first."""
_COMMON = re.compile(r"\b(?:وال|بال|ال|لل)(?=[ء-ي]{2})|[ء-ي]ة\b|\b(?:في|من|على|إلى|أن|عن|مع|هذا|التي|الذي)\b")

_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
_ESCAPED_ARABIC = re.compile(r"(?:\\u06[0-9A-Fa-f]{2}){2}")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n(?==[0-9A-F]{2}))+|=\r?\n")
_QUOTED_ARABIC = re.compile(r"(?:=D[89AB]=[89AB][0-9A-F]){2}")
_HALF_QUOTE = re.compile(r"\xe2\u20ac(?![\x80-\xbf\u0152-\u02dc\u2013-\u2122])")
"""`”` whose last byte Windows-1252 has no character for."""
_LONE_ACCENT = re.compile(
    r"(?<![A-Z\xc0-\xde])\xc2(?=[\x80-\xbf])|(?<=[a-z\d.,:;)\xbb\u0621-\u064a])\xc2(?= )"  # not `MÂ»`
)
"""The first of the two bytes of a no-break space or a sign, where the second was read as itself."""

_LEFT = "?\ufffd□▯\xe2"
"""What stands in the place of lost letters: of an encoding without them, or of a font; or begins what is left."""
_LOST = re.compile(
    r"\ufffd"
    r"|[□▯]{3,}|(?<=[^\W\d_])[□▯]+(?=[^\W\d_])|(?<!\S)[□▯]{2,}(?!\S)"  # what a font showed, copied
    r"|(?<!\S)[«\"'(]?و?\?{2,}[»\"').,،]?\s+و?\?{2,}"  # words of question marks
    r"|(?<!\S)و\?{2,}"
    r"|(?<=[^\W\d_] )\?{4,}(?= [^\W\d_])"  # one in the midst of others
    r"|[\u0621-\u064a]\?+[\u0621-\u064a]"
    r"|(?<![\w/?=&.-])[A-Za-z]+\?[a-z]+(?![\w=&/.-])"
    r"|(?<=[:a-z\u0621-\u064a] )\?(?=[^\W\d_])"  # of a quotation mark
    r"|(?<=[a-z] )\?(?= [a-z])"  # of a dash
    r"|(?<=\w )\xe2(?= \w)|(?<=[A-Za-z]{3})\xe2(?=(?:s|re|ll|ve)\b)"
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
    if "\\u06" in text:
        text = _unescaped(text, path, warnings)
    if "=D" in text:
        text = _unquoted(text, path, warnings)
    if any(pattern.search(text) for pattern in _ODD):
        text = _meant(text, path, warnings)
    _check_lost(text, path, warnings)
    return text, tuple(warnings)


def _unescaped(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text in which the letters that JSON escapes are themselves, if there is any Arabic among them."""
    if first := _ESCAPED_ARABIC.search(text):
        said = _ESCAPED.sub(_escaped, first[0])
        _warn(text, first[0], said, first.start(), "JSON", path, warnings)
        return _ESCAPED.sub(_escaped, text)
    return text


def _escaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _unquoted(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text without the encoding of mail (`=D8=B9`, RFC 2045), if there is any Arabic in it."""
    if first := _QUOTED_ARABIC.search(text):
        _warn(text, first[0], _quoted(first), first.start(), "quoted-printable", path, warnings)
        return _QUOTED.sub(_quoted, text)
    return text


def _quoted(match: re.Match[str]) -> str:
    data = bytes.fromhex(re.sub(r"=\r?\n|=", "", match[0]))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return match[0]


def _meant(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text with what was read in a wrong encoding put right, time after time."""
    undone: set[_Misreading] = set()
    while True:
        before = text
        text = _as_one_byte(text, path, warnings)
        if text == before and (found := _utf8(text)):
            misreading, places = found
            start, end, said = next(each for each in places if misreading.certain.search(each[2]))
            _warn(text, text[start:end], said, start, f"UTF-8 read as {misreading.encoding}", path, warnings)
            text = _replaced(text, places)
            undone.add(misreading)
        if text == before:
            break
    text = _signs(text, path, warnings)
    for misreading in undone:
        if _ARABIC.search(text) and (left := misreading.left.search(text)):
            raise _beyond_repair(text, left.start(), path)
    broken = _BROKEN_PAIRS.search(text)
    accents = _ACCENTS.search(text)
    if broken or (accents and len(_ACCENTS.findall(text)) >= 3):
        raise _beyond_repair(text, (broken or accents).start(), path)  # type: ignore[union-attr]
    return text


def _utf8(text: str) -> tuple[_Misreading, list[tuple[int, int, str]]] | None:
    """Return the likeliest way in which UTF-8 was read, and where, as `_misread`; None where none is certain."""
    ways = [misreading for misreading in _MISREADINGS.values() if misreading.suspect.search(text)]
    found = [(misreading, places) for misreading in ways if (places := _misread(text, misreading))]
    return max(found, key=lambda each: sum(end - start for start, end, _ in each[1]), default=None)


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


def _signs(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text in which half a quotation mark is a whole one, and no `Â` stands before a sign or a space."""
    for pattern, said in ((_HALF_QUOTE, "”"), (_LONE_ACCENT, "")):
        if first := pattern.search(text):
            shown = text[first.start() : first.end() + 1 - len(said)]
            after = said or shown[1:]
            _warn(text, shown, after, first.start(), "UTF-8 read as Windows-1252", path, warnings)
            text = pattern.sub(said, text)
    return text


def _as_one_byte(text: str, path: str, warnings: list[Problem]) -> str:
    """Return a text with what was Arabic of one byte a letter, and was read as another encoding, put right."""
    read = [
        (misreading, encoding)
        for name, misreading in _MISREADINGS.items()
        if not name.startswith(("cp1256", "iso8859-6"))
        for encoding in _ONE_BYTE
        if _holds_articles(text, name, encoding) or (name == "cp1252" and _ACCENTS.search(text))
    ]
    if not read:
        return text
    misreading, best = max(
        ((misreading, _as_bytes(text, misreading, encoding)) for misreading, encoding in read),
        key=lambda found: len(_COMMON.findall(found[1])) - found[1].count("\ufffd"),
    )
    gained = len(_COMMON.findall(best)) - len(_COMMON.findall(text))
    if gained < 3 and not (gained and _is_all_odd(text)):
        return text
    first = next(index for index, (one, other) in enumerate(zip(text, best, strict=True)) if one != other)
    shown = slice(first, first + 12)
    how = f"Arabic read as {misreading.encoding}"
    _warn(text, text[shown].split()[0], best[shown].split()[0], first, how, path, warnings)
    return best


def _holds_articles(text: str, name: str, encoding: str) -> bool:
    """Tell whether `ال` stands more than once in a text, if it was written in one encoding and read in another."""
    try:
        return text.count("ال".encode(encoding).decode(name)) > 1
    except UnicodeDecodeError:
        return False


def _is_all_odd(text: str) -> bool:
    """Tell whether most letters are accented, as in no language."""
    letters = _ACCENT_OR_LATIN.findall(text)
    return len(letters) > 8 and sum(map(str.isascii, letters)) * 3 < len(letters)


def _as_bytes(text: str, misreading: _Misreading, encoding: str) -> str:
    """Return a text in which the lines that hold no Arabic are what their bytes are in another encoding."""

    def meant(line: re.Match[str]) -> str:
        if _ARABIC.search(line[0]):
            return line[0]
        return "".join(
            bytes([byte]).decode(encoding, "replace") if (byte := misreading.byte_of.get(ord(sign), 0)) > 0x7F else sign
            for sign in line[0]
        )

    return _LINE.sub(meant, text)


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
