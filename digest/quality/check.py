"""What looks wrong with a counterpart: flags, each from one small question. Calibrated on real output."""

# ruff: noqa: ARG001 - checks have one signature

import re
from collections import Counter
from collections.abc import Callable, Mapping

from digest.model import Lang, other
from digest.quality import numbers
from digest.quality.text import (
    ARABIC_LETTER,
    LATIN_LETTER,
    LETTER,
    QUOTE_MARK,
    QUOTED,
    UNKNOWN,
    links,
    without_links,
    words,
)

FLAGS = ("empty", "copy", "script", "loop", "length", "number", "quote", "name", "link", "truncated", "unknown")
"""Everything that can look wrong, in the order in which it is shown."""

Check = Callable[[str, str, Lang], bool]
"""Takes source, counterpart and the source's language; says whether something looks wrong."""

COPIED_SHARE = 0.6
FOREIGN_SHARE = {"ar": 0.5, "en": 0.15}
LENGTH_RATIO = {"ar": (0.6, 1.9), "en": (0.52, 1.6)}
LENGTH_SLACK = 12
SPEECH_WORDS = {"ar": 4, "en": 1}
_OTHER_SCRIPT = re.compile(
    r"[^\W\d_ª-¾⁰-₟⅐-↏A-Za-zÀ-ɏͰ-Ͽ\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"
)
_STUTTER = re.compile(r"(\D{1,6})\1{5}")
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b|\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")


def check(source: str, counterpart: str, source_lang: Lang) -> tuple[str, ...]:
    """Return the flags of a counterpart in the other language, in the order of `FLAGS`; none is good.

    `truncated` is the engine's to say. An empty counterpart has no other flag.
    """
    if empty(source, counterpart, source_lang):
        return ("empty",)
    return tuple(flag for flag in FLAGS if flag in CHECKS and CHECKS[flag](source, counterpart, source_lang))


def empty(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether nothing is said where the source says something."""
    return not re.search(r"\w", counterpart) and bool(re.search(r"\w", source) or not counterpart.strip())


def copy(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the source's words stand there untranslated. What is not in the source's letters may."""
    own = ARABIC_LETTER if lang == "ar" else LATIN_LETTER
    there = [word for word in words(without_links(source)) if own.search(word)]
    here = [word for word in words(without_links(counterpart)) if LETTER.search(word)]
    if not there or not here:
        return False
    kept = Counter(there) & Counter(word for word in here if own.search(word))
    return kept.total() >= COPIED_SHARE * len(here)


def script(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether too many letters are not those of the language; names that the source has in them do not count."""
    known = set(words(source)) if lang == "ar" else set()
    wrong = ARABIC_LETTER if lang == "ar" else LATIN_LETTER
    text = " ".join(word for word in words(without_links(counterpart)) if word not in known)
    if set(_OTHER_SCRIPT.findall(text)) - set(_OTHER_SCRIPT.findall(source.casefold())):
        return True
    return len(wrong.findall(text)) > FOREIGN_SHARE[other(lang)] * max(1, len(LETTER.findall(text)))


def loop(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether words are said again and again, and the source does not do so."""
    return any(map(_repeats, _clauses(counterpart))) and not any(map(_repeats, _clauses(source)))


def length(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the counterpart is much shorter or longer than translations are."""
    low, high = LENGTH_RATIO[lang]
    ratio = (_size(counterpart) + LENGTH_SLACK) / (_size(source) + LENGTH_SLACK)
    return not low <= ratio <= high


def number(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether a number in digits on one side is not on the other."""
    return not numbers.agree(without_links(source), without_links(counterpart))


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
    """Whether a name that an Arabic source writes in Latin letters is gone."""
    if lang != "ar":
        return False
    there = counterpart.casefold()
    return any(found.casefold() not in there for found in _LATIN_NAME.findall(without_links(source)))


def link(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the addresses, handles and hashtags differ."""
    return Counter(links(source.casefold())) != Counter(links(counterpart.casefold()))


def unknown(source: str, counterpart: str, lang: Lang) -> bool:
    """Whether the model wrote that it knows no such piece."""
    return bool(UNKNOWN.search(counterpart)) and not UNKNOWN.search(source)


def _size(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def _clauses(text: str) -> list[list[str]]:
    return [words(clause) for clause in re.split(r"[.!?؟](?=\s)", text)]


def _repeats(found: list[str]) -> bool:
    """Whether a word stands four times in a row, two words three times, or three to eight words twice."""
    if len(set(found)) == len(found):
        return any(map(_STUTTER.search, found))
    return any(
        all(found[start + step] == found[start + size + step] for step in range(size * (times - 1)))
        for size, times in ((1, 4), (2, 3), *((size, 2) for size in range(3, 9)))
        for start in range(len(found) - size * times + 1)
    ) or any(map(_STUTTER.search, found))


CHECKS: Mapping[str, Check] = {
    check.__name__: check for check in (copy, script, loop, length, number, quote, name, link, unknown)
}
"""Every check that looks at the text alone, by its flag."""
