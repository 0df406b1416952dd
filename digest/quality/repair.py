"""What models get wrong in form, put right without a model: each repair small, all of them in one order.

A repair changes marks, spaces, letter case and how a figure is written; never a word. What the source has as addresses,
handles and code stands in the counterpart as it does there.
"""

# ruff: noqa: ARG001 - repairs have one signature

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import cache
from html.entities import html5

from digest.model import Lang, other
from digest.quality.quantities import named
from digest.quality.text import (
    ARABIC,
    DIRECTION_MARKS,
    LITERAL,
    QUOTE_MARK,
    QUOTED,
    TERMINAL,
    UNKNOWN,
    marks_around,
    relative_length,
)
from digest.quality.text import literals as find_literals

Repair = Callable[[str, str, Lang], str]
"""Takes the source, the model's text and its language; returns the text."""

_UNMISTAKABLE = "quot(?![ae]) nbsp laquo raquo lsaquo rsaquo lsquo rsquo sbquo ldquo rdquo bdquo ndash mdash hellip"
_COMMON = (
    f"amp lt gt quot apos {_UNMISTAKABLE} middot deg plusmn frac12 frac14 frac34 shy ensp emsp thinsp zwnj zwj lrm rlm"
)
_WORDS = "bull copy reg trade euro pound yen cent times divide"
_ENTITY = re.compile(
    rf"&(?P<unmistakable>{'|'.join(_UNMISTAKABLE.split())})(?![\s;=])"
    rf"|&\s?(?P<common>{'|'.join(_COMMON.split())})\s?;"
    rf"|&(?P<unended>{'|'.join([*_COMMON.split(), *_WORDS.split()])})(?![\w;=])"
    r"|&\s?(?P<number>#\d{1,7}|#x[\da-f]{1,6})\s?;"
    r"|&(?P<unended_number>#\d{2,7})(?![\d;])"
    r"|&(?P<name>[a-z][a-z\d]{1,31});",
    re.IGNORECASE,
)
"""An HTML entity: a common one also as models write it, with spaces or without its semicolon; any other as it is.

A name that is a word too may follow an ampersand and a space: `pound & euro;`.
"""

_CONTRACTION = re.compile(r"(?<=\w) ?(['’]) ?(s|t|re|ve|ll|d|m)\b(?! ?['’]\w)", re.IGNORECASE)
_ELISION = re.compile(r"(?<![\w'’])([dlDLO]|[Qq]u) ['’] (?=\w)")
_PLURAL_OWNER = re.compile(r"(?<=s) ['’](?= \w)")
_SPACED_QUOTES = re.compile(r'(?<!\S)" ([^"]*?) "(?!\w)')
_REPEATED = re.compile(r"([,،;؛:])(?:\s*\1)+")
_REPEATED_STOP = re.compile(r"(?<![.!?؟])([.!?؟])\s?\1(?![.!?؟])")
_SPACE_BEFORE = re.compile(r"(?<=\S)\s+(?=[,،;؛:!?؟…](?:\s|$)|[)\]»”](?:\W|$)|\.(?:\s|$))")
_SPACE_AFTER = re.compile(r"(?<=[(\[«“])\s+(?=\S)")
_ARABIC_MARK = re.compile(
    rf"(?<=[{ARABIC}])([»”\")\]]*)\s?([,;?])(?=\s|$|[»”\")\]])|(?<=\w)([»”\")\]]*)([,;?])(?=\s[{ARABIC}])"
)
_MARKS: Mapping[Lang, Mapping[int, int]] = {
    "ar": str.maketrans(",;?", "،؛؟"),
    "en": str.maketrans("،؛؟٪٫٬٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;?%.,01234567890123456789"),
}
"""The marks and digits of the other language to those of each."""

_BETWEEN_NUMBERS = re.compile(r"(?<![0-9])[,;?]|[,;?](?![0-9])|[^,;?]+")
_QUESTION_MARK: Mapping[Lang, str] = {"ar": "؟", "en": "?"}
_HAS_APOSTROPHES: Mapping[Lang, bool] = {"ar": False, "en": True}
_HAS_CAPITALS: Mapping[Lang, bool] = {"ar": False, "en": True}
_THOUSANDS = re.compile(
    r"(?<![\d.,:٫٬،])\d{1,3}(?:[,٬،]\d{3})+(?![.,:٫٬،]?\d)"
    r"(?!\s*(?:[ملب]?(?:مليون|ملايين|مليار|بليون|تريليون|ألف|آلاف)|دينار|دنانير|د\.|million|billion|thousand|dinar))"
)
_POINTS = re.compile(r"(?<![\d.,:٫٬،])\d{1,3}(?:[.٫]\d{3})+(?![.,:٫٬،]?\d)")
_BEFORE_CHRIST = re.compile(r"(?:\d|قرن|سن[ةه]|عام|عشر|ال\w+)\s+قبل الميلاد(?! ب)")
_BC = re.compile(r"\bB\.?C\b|\bBefore Christ\b", re.IGNORECASE)
_BEFORE_A_BIRTH = re.compile(
    r"\b(?:before|prior to) (?:the )?(?:Christmas|birth(?: of (?:Christ|Jesus))?|nativity)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"[؟?](?P<closing>['\"»”’]?)[)\] .]*$")
_QUESTION_MARKS = re.compile(r"[؟?]")
_CLOSING = re.compile(r"['\"»”’][)\] .]*$")
_QUOTATION = re.compile(r"[«»“”\"]")
_BRACKET = re.compile(r"[(\[{]")
_BRACKETED_NAME = re.compile(rf"\(([{ARABIC}]+(?:[ -][{ARABIC}]+){{0,3}})\)")
_DOUBLE_MONTH = re.compile(
    r"(?:كانون الثاني|كانون الأول|تشرين الأول|تشرين الثاني|شباط|[آأا]ذار|نيسان|[أا]يار|حزيران|تموز|[آا]ب|[أا]يلول)"
    r" ?/ ?((?:يناير|فبراير|مارس|[أا]بريل|مايو|يوني[وه]|يولي[وه]|[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر)\b)"
)
_QUOTED_WHOLE = re.compile(
    r"(?P<frame>[^:«»“”„\"]+:\s*)?(?:«[^«»]+»|“[^“”]+”|„[^„“”]+[“”]|\"[^\"]+\")\s*(?P<stop>[.!?؟…]?)"
)
_STOP_AT_END = re.compile(r"[.!?؟…]+$")
_STOP_OF_QUESTION = re.compile(r"(?<=\w)\.?(['\"»”]*)$")
PASSES = 5
_ENCODED = 3
"""How often an entity may have been encoded: `&amp;amp;quot;`"""
WHOLE = 0.7
"""How long a counterpart without a stop must be, measured by what is usual, to count as a whole one."""


def repair(source: str, text: str, lang: Lang, *, without: Collection[str] = ()) -> str:
    """Return a model's text in a language, repaired; `without` names repairs to leave out.

    The repairs are made again while they change something, for one can make room for another: what is repaired needs
    no repair.
    """
    for _ in range(PASSES):
        before, text = text, text.strip()
        for name, apply in REPAIRS.items():
            if name not in without:
                text = apply(source, text, lang)
        if text == before:
            break
    return text.strip()


def direction_marks(source: str, text: str, lang: Lang) -> str:
    """Take out marks that turn the direction: the page says it, by element."""
    return DIRECTION_MARKS.sub("", text)


def entities(source: str, text: str, lang: Lang) -> str:
    """Decode HTML entities that the model was trained to write, but those that the source writes too."""
    written = {match[0] for match in _ENTITY.finditer(source)}
    for _ in range(_ENCODED):
        text = _ENTITY.sub(lambda match: match[0] if match[0] in written else _decoded(match), text)
    return text


def _decoded(match: re.Match[str]) -> str:
    """Return the character of an entity, a plain space for every kind of space; what is no entity stays."""
    name = match[match.lastgroup or 0]
    if name.startswith("#"):
        character = html.unescape(f"&{name};")
    else:
        character = html5.get(f"{name};") or html5.get(f"{name.lower()};") or match[0]
    return " " if character.isspace() else character.replace("\u00ad", "")


def literals(source: str, text: str, lang: Lang) -> str:
    """Write addresses, handles, code and versions as the source does: `https : / / example. com / a b` for `…/a_b`.

    A source that is nothing else is its own counterpart.
    """
    there = find_literals(source)
    if there and not re.search(r"\w", LITERAL.sub("", source)):
        return source.strip()
    for literal in sorted(set(there), key=lambda found: (-len(found), found)):
        lacking = source.count(literal) - text.count(literal)
        if lacking > 0:
            text = _mangled(literal).sub(literal.replace("\\", r"\\"), text, count=lacking)
    return text


def apostrophes(source: str, text: str, lang: Lang) -> str:
    """Close up `the country ' s`, `don ' t`, `10 years ' prison`, `coup d ' état`."""
    if not _HAS_APOSTROPHES[lang]:
        return text
    text = _CONTRACTION.sub(r"\1\2", text)
    text = _ELISION.sub(r"\1'", text)
    return _PLURAL_OWNER.sub("'", text) if text.count(" ' ") == 1 else text


def spaced_quotes(source: str, text: str, lang: Lang) -> str:
    """Close up `" words "`."""
    return _SPACED_QUOTES.sub(r'"\1"', text) if text.count('"') % 2 == 0 else text


def unknown_marks(source: str, text: str, lang: Lang) -> str:
    """Put the source's symbols where the model wrote that it knows no such piece, when their number is the same.

    What cannot be put back stays, so that the check sees it.
    """
    marks = UNKNOWN.findall(text)
    said = named(text)
    symbols = [mark for mark in source if unicodedata.category(mark)[0] == "S"]
    missing = [mark for mark in symbols if mark not in text and not named(mark) & said]
    if not marks or len(marks) != len(missing):
        return text
    left = iter(missing)
    return UNKNOWN.sub(lambda match: match[0].replace(match[0].strip(), next(left)), text)


def other_script(source: str, text: str, lang: Lang) -> str:
    """Write the marks and digits of the language: `،` is `,` in English, and the reverse between Arabic words."""
    return _outside_literals(text, _IN_OWN_SCRIPT[lang])


def figures(source: str, text: str, lang: Lang) -> str:
    """Write numbers as the source does where the model has its own ways with the same digits.

    In Arabic the model puts the groups of `104,500` the wrong way round (`500 104`); in English it writes `9:30` as
    `9.30` or `0930 hours`. In both it writes `6,387` as `6.387`.
    """
    figures = re.findall(r"\d+(?:[.,:٫٬،]\d+)*", source)
    return _with_thousands(source, _WITH_FIGURES_OF[lang](figures, text))


def _with_thousands(source: str, text: str) -> str:
    """Return a text with a comma between thousands where the source has one and the text a point.

    Not of dinars, of which there are thousandths, nor before a scale: `1,250 million` may be less than two.
    """
    commas = {_ascii(figure) for figure in _THOUSANDS.findall(source)}
    points = {figure.replace(",", "."): figure for figure in commas if figure not in text.translate(_MARKS["en"])}
    return _POINTS.sub(lambda match: points.get(_ascii(match[0]), match[0]), text) if points else text


def eras(source: str, text: str, lang: Lang) -> str:
    """Write `BC` where the model took the birth of Christ for another: `400 before Christmas`."""
    if lang != "en" or not _BEFORE_CHRIST.search(source) or _BC.search(text):
        return text
    return _BEFORE_A_BIRTH.sub("BC", text)


def repeated_marks(source: str, text: str, lang: Lang) -> str:
    """Write a mark once where the model wrote it twice; `::` or `..` stays where the source has it."""
    written = {match[0] for match in _REPEATED.finditer(source)}
    text = _REPEATED.sub(lambda match: match[0] if match[0] in written else match[1], text)
    return text if re.search(r"[.!?؟]\s?[.!?؟]|…", source) else _REPEATED_STOP.sub(r"\1", text)


def brackets(source: str, text: str, lang: Lang) -> str:
    """Turn brackets round that stand `)so(`, as much Arabic text was once stored."""
    opened = text.find("(")
    if -1 < text.find(")") < opened and text.count("(") == text.count(")"):
        return text.translate(str.maketrans("()", ")("))
    return text


def subtitle_brackets(source: str, text: str, lang: Lang) -> str:
    """Take brackets off names that the source has without, as subtitles write every name: `قال (ميلر)`."""
    if lang != "ar" or _BRACKET.search(source):
        return text
    return _BRACKETED_NAME.sub(r"\1", text)


def double_months(source: str, text: str, lang: Lang) -> str:
    """Write a month by one name where the model wrote two, as the United Nations do: `آب/أغسطس`."""
    return text if lang != "ar" or "/" in source else _DOUBLE_MONTH.sub(r"\1", text)


def spaces(source: str, text: str, lang: Lang) -> str:
    """Write one space between words, none before a mark or within a bracket."""
    text = " ".join(text.split())
    return _SPACE_AFTER.sub("", _SPACE_BEFORE.sub("", text))


def ending(source: str, text: str, lang: Lang) -> str:
    """End as the source ends: a full stop after a sentence, `?` after a question.

    What is so short that it may have been cut off gets none: the check is to see it. A question within a sentence, as
    one that is quoted, may stand elsewhere in the counterpart.
    """
    if question := _QUESTION.search(source):
        lacks = len(_QUESTION_MARKS.findall(text)) < len(_QUESTION_MARKS.findall(source))
        ends_alike = bool(question["closing"]) == bool(_CLOSING.search(text)) or not _QUOTATION.search(source)
        return _STOP_OF_QUESTION.sub(rf"{_QUESTION_MARK[lang]}\1", text) if lacks and ends_alike else text
    full = re.search(r"[.!…]['\"»”)\]’]*\s*$", source)
    if full and re.search(r"\w['\"»”)\]’]*$", text) and relative_length(source, text, other(lang)) >= WHOLE:
        return f"{text}."
    return text


def quotation(source: str, text: str, lang: Lang) -> str:
    """Put marks back that the model left out, where the source says where: around all, after a colon, or a lone one.

    A lone mark at the beginning or end has its other one in another sentence.
    """
    if not QUOTE_MARK.search(source) or QUOTE_MARK.search(text) or not re.search(r"\w", text):
        return text
    opening, closing = marks_around(source, lang)
    if (whole := _QUOTED_WHOLE.fullmatch(source.strip())) and len(QUOTED.findall(source)) == 1:
        begin = ""
        if whole["frame"]:
            begin, colon, text = text.partition(": ")
            if not text or ": " in text:
                return begin + colon + text
            begin += colon
        return f"{begin}{opening}{_closed(text, closing, outside=bool(whole['stop']))}"
    lone = [match.start() for match in _QUOTATION.finditer(QUOTED.sub(lambda match: "_" * len(match[0]), source))]
    if len(lone) != 1:
        return text
    if not source[: lone[0]].strip():
        return f"{opening}{text}"
    after = source[lone[0] + 1 :]
    return text if re.search(r"\w", after) else _closed(text, closing, outside=bool(after.strip()))


def _closed(text: str, closing: str, *, outside: bool) -> str:
    """Return a text with a closing mark, before its stop if that is outside of the quotation."""
    stop = _STOP_AT_END.search(text) if outside else None
    return f"{text[: stop.start()]}{closing}{stop[0]}" if stop else f"{text}{closing}"


def without_added_stop(source: str, text: str) -> str:
    """Return the counterpart of a line that is no sentence, as a headline, without a full stop that its source lacks.

    A stop after an abbreviation stays, and so does that of the last of several sentences.
    """
    added = not TERMINAL.search(source) and re.search(r"[^\W\d_]{3}\.$", text) and "." not in text[:-1]
    return text[:-1] if added else text


def sentence_case(source: str, text: str, lang: Lang) -> str:
    """Begin a full sentence with a capital, unless its first word has a form of its own (`iPhone`)."""
    first = re.match(r"[\"'“«(\[]*([a-zà-ÿ])([^\s]*)", text)
    if not _HAS_CAPITALS[lang] or not first or not TERMINAL.search(source):
        return text
    if any(letter.isupper() or letter in "@._/" for letter in first[2].rstrip(".,:;!?")):
        return text
    return text[: first.start(1)] + first[1].upper() + text[first.end(1) :]


@cache
def _mangled(literal: str) -> re.Pattern[str]:
    """Return what finds a literal with other spaces, marks or capitals in it, and nothing before or after it."""
    pieces = re.findall(r"\d+|[^\W\d_]+|.", literal)
    between = {"_": r"[_\s-]*", "-": r"[-‐-–\s]*", ".": r"\s*[.,،·]\s*", "'": r"\s*['’]\s*"}
    body = r"\s*".join(between.get(piece, re.escape(piece)) for piece in pieces)
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)


def marks_in(lang: Lang, text: str) -> str:
    """Return a text without words as a language writes its marks and digits; the marks within a number stay."""
    return _outside_literals(
        text, lambda part: _BETWEEN_NUMBERS.sub(lambda mark: mark[0].translate(_MARKS[lang]), part)
    )


def _ascii(figure: str) -> str:
    """Return a figure in the digits and marks of English."""
    return figure.translate(_MARKS["en"])


def _outside_literals(text: str, change: Callable[[str], str]) -> str:
    """Change a text, but not the addresses, handles and code in it."""
    parts: list[str] = []
    end = 0
    for match in LITERAL.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def _with_english_marks(text: str) -> str:
    return text.translate(_MARKS["en"])


def _with_arabic_marks(text: str) -> str:
    """Return a text with Arabic marks between Arabic words; Latin words and numbers keep theirs."""
    return _ARABIC_MARK.sub(lambda match: "".join(match.groups("")).translate(_MARKS["ar"]), text)


_IN_OWN_SCRIPT: Mapping[Lang, Callable[[str], str]] = {"ar": _with_arabic_marks, "en": _with_english_marks}


def _with_groups_in_order(figures: Collection[str], text: str) -> str:
    """Return a text with the groups of its figures the way round in which they stand in the source's."""
    plain = {_ascii(figure): figure for figure in figures}
    grouped = {digits.replace(",", ""): figure for digits, figure in plain.items() if digits.replace(",", "").isdigit()}

    def turned(match: re.Match[str]) -> str:
        groups = _ascii(match[0]).split()
        return match[0] if "".join(groups) in grouped else grouped.get("".join(reversed(groups)), match[0])

    return re.sub(r"(?<![\d.,])\d{3}(?: \d{3})* \d{1,3}(?![\d.,]\d|\d)", turned, text)


def _with_times(figures: Collection[str], text: str) -> str:
    """Return a text with the times of day of the source's figures written with a colon, as there."""
    plain = set(map(_ascii, figures))
    times = {digits.replace(":", ""): digits for digits in plain if re.fullmatch(r"\d{1,2}:\d\d", digits)}

    def timed(match: re.Match[str]) -> str:
        bare = _ascii(match[1]).replace(".", "")
        found = times.get(bare) or times.get(bare.removeprefix("0"))
        return match[0] if not found or _ascii(match[1]) in plain else found

    return re.sub(r"(?<![\d.,:])(\d{1,2}\.\d\d|\d{4})(?! ?%|[.,:]?\d)(?: hours\b)?", timed, text)


_WITH_FIGURES_OF: Mapping[Lang, Callable[[Collection[str], str], str]] = {
    "ar": _with_groups_in_order,
    "en": _with_times,
}

REPAIRS: Mapping[str, Repair] = {
    repair.__name__: repair
    for repair in (
        direction_marks,
        entities,
        literals,
        apostrophes,
        spaced_quotes,
        unknown_marks,
        other_script,
        figures,
        eras,
        repeated_marks,
        brackets,
        subtitle_brackets,
        double_months,
        spaces,
        ending,
        quotation,
        sentence_case,
    )
}
"""Every repair by its name, in the order in which they are made."""
