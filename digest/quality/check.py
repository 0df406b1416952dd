"""What looks wrong with a counterpart: flags, each from one small question. Calibrated on real output."""

# ruff: noqa: ARG001 - checks have one signature

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping

from digest.model import Lang
from digest.quality import numbers, quantities
from digest.quality.repetition import doubles, echoes, repeats, says_twice
from digest.quality.text import (
    ARABIC_LETTER,
    LATIN_LETTER,
    LETTER,
    OWN_LETTER,
    QUOTE_MARK,
    QUOTED,
    TERMINAL,
    UNKNOWN,
    literals,
    relative_length,
    without_literals,
    words,
)

FLAGS = (
    *("empty", "copy", "script", "loop", "length", "number", "quote", "name", "link"),
    *("truncated", "unknown", "unsure", "retried"),
)
"""Everything that can look wrong, in the order in which it is shown."""

Check = Callable[[str, str, Lang], bool]
"""Takes source, counterpart and the source's language; says whether something looks wrong."""

COPIED_SHARE = 0.6
FOREIGN_SHARE = 0.5
LENGTHS: Mapping[Lang, tuple[float, float]] = {"ar": (0.52, 1.66), "en": (0.59, 1.84)}
"""The shortest and the longest that a counterpart is, measured by what is usual, by the language of the source."""

UNENDED = 0.7
"""The lowest relative length of a counterpart that lacks the stop of its source: it may have been cut off."""

UNTRANSLATED_WORDS = 3
ODD_STOP = 0.3
SPEECH_WORDS: Mapping[Lang, int] = {"ar": 4, "en": 1}
"""How many words a quotation has at least that a translation keeps the marks of, by the language of the source."""

_OTHER_SCRIPT = re.compile(
    r"[^\W\d_ª-¾⁰-₟⅐-↏A-Za-zÀ-ɏͰ-Ͽ\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"
)
_NOT_LATIN = re.compile(r"[^\W\d_A-Za-zÀ-ÖØ-öø-ɏ]")
"""A letter that is none of `LATIN_LETTER`."""
_APART = re.compile(r"«[^«»]{1,30}»|“[^“”]{1,30}”|\"[^\"]{1,30}\"|\([^()]{1,30}\)")
_ARABIC_WORD = re.compile(rf"{ARABIC_LETTER.pattern}{{2}}")
_COMMON_WORD = re.compile(r"(?<![A-Za-z])[a-z]{3,}(?![A-Za-z])")
_STOPS = re.compile(r"[.!?؟…]+(?=\W|$)")
_FOREIGN_NAME: Mapping[Lang, re.Pattern[str]] = {
    "ar": re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b|\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b"),
    "en": re.compile(r"(?!)"),  # an English source writes every name in its own letters
}
"""A name in letters that are not the language's, by the language of the source."""


def check(source: str, counterpart: str, source_lang: Lang) -> tuple[str, ...]:
    """Return the flags of a counterpart in the other language, in the order of `FLAGS`; none is good.

    `truncated` is the engine's to say, `unsure` and `retried` the machine queue's. An empty counterpart has no other
    flag.
    """
    if empty(source, counterpart, source_lang):
        return ("empty",)
    return tuple(flag for flag in FLAGS if flag in CHECKS and CHECKS[flag](source, counterpart, source_lang))


def empty(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether nothing is said where the source says something."""
    return not re.search(r"\w", counterpart) and bool(re.search(r"\w", source) or not counterpart.strip())


def copy(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the source's words stand there untranslated. What is not in the source's letters may."""
    own = OWN_LETTER[lang]
    there = [word for word in words(without_literals(source)) if own.search(word)]
    here = [word for word in words(without_literals(counterpart)) if LETTER.search(word)]
    if not there or not here:
        return False
    kept = Counter(there) & Counter(word for word in here if own.search(word))
    return kept.total() >= COPIED_SHARE * len(here)


def is_copy(source: str, counterpart: str) -> bool:
    """Whether a counterpart is its source over again, marks and spaces aside, with words that call for a translation.

    Names in Latin letters do not, nor do numbers and addresses.
    """
    here, there = source[:1].casefold(), counterpart[:1].casefold()
    if here != there and here.isalpha() and there.isalpha():
        return False  # as nearly all are
    first, then = LETTER.search(source), LETTER.search(counterpart)
    if not first or not then or first[0].casefold() != then[0].casefold() or _bare(source) != _bare(counterpart):
        return False
    text = without_literals(counterpart)
    common = _COMMON_WORD.findall(text)
    return bool(_ARABIC_WORD.search(text)) or len(common) > 1 or any(len(word) > 3 for word in common)


def is_in_other_script(counterpart: str, lang: Lang) -> bool:
    """Whether a counterpart of a sentence in a language is for the most part in letters that are not its own.

    In Arabic, names in Latin letters may stand alone.
    """
    if lang == "ar" and not _NOT_LATIN.search(counterpart):
        return False  # as nearly all are
    text = without_literals(counterpart)
    if lang == "en":
        has_own, has_any = ARABIC_LETTER.search(text), LETTER.search(text)
        return not has_own and bool(has_any) and bool(_COMMON_WORD.search(text) or not LATIN_LETTER.search(text))
    letters = len(LETTER.findall(text))
    return letters > 0 and len(LATIN_LETTER.findall(text)) <= FOREIGN_SHARE * letters


def _bare(text: str) -> str:
    """Return the letters and digits of a text, folded for comparison."""
    return "".join(filter(str.isalnum, numbers.plain_digits(text))).casefold()


def script(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether words stand there in letters that are not those of the language.

    A few that are quoted or in brackets may, and in Arabic names do. Common English words don't, nor other scripts.
    """
    text = without_literals(counterpart)
    if set(_OTHER_SCRIPT.findall(text)) - set(_OTHER_SCRIPT.findall(source.casefold())):
        return True
    return _LEFT_AS_THEY_WERE[lang](_APART.sub(" ", text))


def loop(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether words are said again and again, and the source does not do so."""
    ours, theirs = without_literals(source), without_literals(counterpart)
    return (
        (repeats(theirs) and not repeats(ours))
        or (doubles(theirs) and not says_twice(ours))
        or (echoes(theirs) and not echoes(ours))
    )


def length(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the counterpart is much shorter or longer than translations are, or short and without its stop."""
    low, high = LENGTHS[lang]
    if TERMINAL.search(source) and not TERMINAL.search(counterpart):
        low = UNENDED
    return not low <= relative_length(source, counterpart, lang) <= high


def oddity(source: str, counterpart: str, lang: Lang) -> float:
    """Return how unusual a counterpart's length and number of stops are; 0 is not at all.

    For ranking: it grows long before `length` flags, and says little of one sentence.
    """
    stops = abs(len(_STOPS.findall(source)) - len(_STOPS.findall(counterpart)))
    return abs(math.log(relative_length(source, counterpart, lang))) + ODD_STOP * stops


def number(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether a number, or what goes with it (currency, percent, month, half of the day, sign), is not the same."""
    ours, theirs = without_literals(source), without_literals(counterpart)
    return not numbers.agree(ours, theirs) or quantities.differ(ours, theirs, lang)


def quote(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether words that the source quotes lost their quotation marks.

    English writes many a name without the marks that Arabic gives it, so from Arabic only longer quotes count, and
    those that begin or end in another sentence.
    """
    if QUOTE_MARK.search(counterpart):
        return False
    quoted = ["".join(groups) for groups in QUOTED.findall(source)]
    open_ended = bool(re.search(r"[«»“”\"]", QUOTED.sub("", source)))
    return open_ended or any(len(words.split()) >= SPEECH_WORDS[lang] for words in quoted)


def name(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether a name is gone that the source writes in letters which are not its language's."""
    there = counterpart.casefold()
    return any(found.casefold() not in there for found in _FOREIGN_NAME[lang].findall(without_literals(source)))


def link(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether addresses, handles, hashtags, code or numbers of versions differ."""
    ours, theirs = (numbers.plain_digits(text).casefold() for text in (source, counterpart))
    return Counter(literals(ours)) != Counter(literals(theirs))


def unknown(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the model wrote that it knows no such piece."""
    return bool(UNKNOWN.search(counterpart)) and not UNKNOWN.search(source)


def _has_arabic_words(text: str) -> bool:
    return bool(_ARABIC_WORD.search(text))


def _has_english_words(text: str) -> bool:
    """Whether a text is mostly English, or has several common words: Arabic leaves many a name in Latin letters."""
    foreign = len(LATIN_LETTER.findall(text)) > FOREIGN_SHARE * max(1, len(LETTER.findall(text)))
    return foreign or len(_COMMON_WORD.findall(text)) >= UNTRANSLATED_WORDS


_LEFT_AS_THEY_WERE: Mapping[Lang, Callable[[str], bool]] = {"ar": _has_arabic_words, "en": _has_english_words}
"""Whether a counterpart has words of the source's language, by that language."""


CHECKS: Mapping[str, Check] = {
    check.__name__: check for check in (copy, script, loop, length, number, quote, name, link, unknown)
}
"""Every check that looks at the text alone, by its flag."""
