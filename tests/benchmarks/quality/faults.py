"""Faults of the kinds that models make, planted into right translations: which are repaired, which are flagged."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from digest import quality
from digest.model import Lang, other
from digest.quality.text import LITERAL, QUOTE_MARK

PAIRS = Path(__file__).parent / "pairs.tsv"
RECIPE = Path(__file__).parents[3] / "digest" / "packages" / "recipe" / "handwritten.tsv"

Fault = Callable[[str, str, Lang], str]
"""Takes source, right counterpart and the counterpart's language; returns a wrong one, or the same if it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What became of a kind of fault: how often it was planted, undone by repairs, flagged (of the rest)."""

    planted: int
    repaired: int
    flagged: int

    @property
    def met(self) -> float:
        """The share that is repaired or flagged."""
        return (self.repaired + self.flagged) / self.planted


def pairs() -> list[tuple[str, str, Lang]]:
    """Return right translations, each in both directions: source, counterpart, language of the source."""
    lines = PAIRS.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    rows += [line.split("\t")[2:4] for line in RECIPE.read_text("utf-8").splitlines()[1:]]
    both: list[tuple[str, str, Lang]] = []
    for arabic, english in rows:
        both += [(arabic, english, "ar"), (english, arabic, "en")]
    return both


def measure() -> dict[str, Count]:
    """Plant each kind of fault wherever it can be."""
    return {fault.__name__.replace("_", " "): _count(fault) for fault in FAULTS}


def false_alarms() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the right translations that are flagged: source, counterpart, flags."""
    return [
        (source, counterpart, flags)
        for source, counterpart, lang in pairs()
        if (flags := quality.check(source, quality.repair(source, counterpart, other(lang)), lang))
    ]


def _count(fault: Fault) -> Count:
    planted = repaired = flagged = 0
    for source, right, lang in pairs():
        wrong = fault(source, right, other(lang))
        if wrong == right:
            continue
        planted += 1
        mended = quality.repair(source, wrong, other(lang))
        if _in_one_style(mended) == _in_one_style(quality.repair(source, right, other(lang))):
            repaired += 1
        elif quality.check(source, mended, lang):
            flagged += 1
    return Count(planted=planted, repaired=repaired, flagged=flagged)


def _in_one_style(text: str) -> str:
    """Return a text with straight quotation marks, after the stop: styles differ, and none is wrong."""
    return re.sub(r'"([.,])', r'\1"', re.sub("[«»“”]", '"', text))


def _first(pattern: str, text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Change the first match in a text without addresses and code."""
    found = re.search(pattern, text)
    if not found or LITERAL.search(text):
        return text
    return text[: found.start()] + change(found) + text[found.end() :]


def _swap(text: str, words: dict[str, str]) -> str:
    """Write another word for the first that has one."""
    return _first(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", text, lambda found: words[found[0]])


def number_dropped(source: str, text: str, lang: Lang) -> str:
    return _first(r"\d+(?:[.,:]\d+)* ?", text, lambda found: "")


def digits_swapped(source: str, text: str, lang: Lang) -> str:
    return _first(r"(\d)(?!\1)(\d)", text, lambda found: found[2] + found[1])


def digit_lost(source: str, text: str, lang: Lang) -> str:
    return _first(r"\d{2,}", text, lambda found: found[0][:-1])


def decimal_mark_lost(source: str, text: str, lang: Lang) -> str:
    return _first(r"(\d)\.(\d)", text, lambda found: found[1] + found[2])


def clock_run_together(source: str, text: str, lang: Lang) -> str:
    return _first(r"(\d\d?):(\d\d)", text, lambda found: f"1{found[2]}{found[1]}")


def scale_changed(source: str, text: str, lang: Lang) -> str:
    scales = {"thousand": "million", "million": "billion", "billion": "million", "ألف": "مليون", "آلاف": "ملايين"}
    return _swap(text, scales | {"مليون": "مليار", "مليار": "مليون", "ملايين": "آلاف"})


def number_word_changed(source: str, text: str, lang: Lang) -> str:
    english = {"three": "four", "six": "five", "seven": "nine", "eight": "six", "twenty": "thirty", "four": "three"}
    return _swap(text, english | {"ثلاثة": "أربعة", "ثلاث": "أربع", "سبعة": "تسعة", "ستة": "خمسة", "ثماني": "سبع"})


def currency_changed(source: str, text: str, lang: Lang) -> str:
    swapped = _swap(text, {"دولار": "يورو", "دولارا": "يورو", "يورو": "دولار", "dollars": "euros", "dinars": "riyals"})
    return swapped if swapped != text else _first(r"\$(?=\d)", text, lambda found: "€")


def month_changed(source: str, text: str, lang: Lang) -> str:
    english = {"January": "June", "Jan.": "Nov.", "March": "May", "June": "July", "December": "October", "Dec.": "Oct."}
    arabic = {"كانون الثاني": "كانون الأول", "كانون الأول": "تشرين الأول", "يناير": "يونيو", "ديسمبر": "أكتوبر"}
    return _swap(text, english | arabic | {"آذار": "أيار", "حزيران": "تموز"})


def half_of_the_day_changed(source: str, text: str, lang: Lang) -> str:
    swapped = _first(r"\b([ap])\.m\.", text, lambda found: "p.m." if found[1] == "a" else "a.m.")
    if swapped != text or not re.search(r"\d (?:مساء|صباحا)", text):
        return swapped
    return _swap(text, {"مساء": "صباحا", "صباحا": "مساء"})


def percent_lost(source: str, text: str, lang: Lang) -> str:
    return _first(r"%| percent\b| في المئة| بالمئة", text, lambda found: "")


def sign_lost(source: str, text: str, lang: Lang) -> str:
    return _first(r"(?<= )-(?=\d)| تحت الصفر| below zero", text, lambda found: "")


def result_turned(source: str, text: str, lang: Lang) -> str:
    return _first(r"(?<![\d-])(\d)-(?!\1)(\d)(?![\d-])", text, lambda found: f"{found[2]}-{found[1]}")


def quotation_marks_lost(source: str, text: str, lang: Lang) -> str:
    return QUOTE_MARK.sub("", text)


def entities_leaked(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"(\w)'(\w)", r"\1 &apos; \2", text).replace('"', " &quot; ")


def marks_of_the_other_script(source: str, text: str, lang: Lang) -> str:
    marks = ("،؛؟", ",;?") if lang == "ar" else (",;?", "،؛؟")
    return re.sub(r"(?<=\w)[,;?،؛؟](?=\s|$)", lambda found: found[0].translate(str.maketrans(*marks)), text)


def spaces_before_marks(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"(?<=\w)([.,،])(?=\s|$)", r" \1", text)


def direction_mark(source: str, text: str, lang: Lang) -> str:
    return text.replace(" ", " \u200f", 1)


def unknown_mark_for_a_symbol(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"[€$%]", "⁇", text, count=1)


def unknown_mark_for_a_word(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"(?<= )[^\W\d_]{4,}", "⁇", text, count=1)


def clause_repeated(source: str, text: str, lang: Lang) -> str:
    words = text.split()
    return " ".join([*words, *words[-4:]]) if len(words) > 8 else text


def word_repeated_without_end(source: str, text: str, lang: Lang) -> str:
    words = text.split()
    return " ".join([*words[:-1], *[words[-1].strip(".؟?")] * 6])


def second_half_lost(source: str, text: str, lang: Lang) -> str:
    words = text.split()
    return " ".join(words[: len(words) // 2])


def last_quarter_lost(source: str, text: str, lang: Lang) -> str:
    words = text.split()
    return " ".join(words[: len(words) * 3 // 4])


def emptied(source: str, text: str, lang: Lang) -> str:
    return "."


def source_copied(source: str, text: str, lang: Lang) -> str:
    return source


def second_half_copied(source: str, text: str, lang: Lang) -> str:
    ours, theirs = text.split(), source.split()
    return " ".join([*ours[: len(ours) // 2], *theirs[len(theirs) // 2 :]])


def word_of_a_third_script(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"(?<= )[^\W\d_]{4,}", "погода", text, count=1)


def name_in_latin_letters_lost(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"HK Management|\bNASA\b", "it", text) if lang == "en" else text


def address_with_spaces(source: str, text: str, lang: Lang) -> str:
    return LITERAL.sub(lambda found: re.sub(r"([@#:/.`_])", r" \1 ", found[0]).replace("_", " "), text)


def address_changed(source: str, text: str, lang: Lang) -> str:
    return LITERAL.sub(lambda found: re.sub(r"(\w)(\w)(?=\W*$)", r"\2\1x", found[0]), text)


def address_lost(source: str, text: str, lang: Lang) -> str:
    return LITERAL.sub("", text)


def negation_lost(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"(?<!\w)(?:not |no |لم |لا |لن )", "", text, count=1)


def name_changed(source: str, text: str, lang: Lang) -> str:
    return re.sub(r"\bCairo\b|\bAmman\b|\bDamascus\b|القاهرة|دمشق", "باريس" if lang == "ar" else "Paris", text, count=1)


FAULTS: tuple[Fault, ...] = (
    number_dropped,
    digits_swapped,
    digit_lost,
    decimal_mark_lost,
    clock_run_together,
    scale_changed,
    number_word_changed,
    currency_changed,
    month_changed,
    half_of_the_day_changed,
    percent_lost,
    sign_lost,
    result_turned,
    quotation_marks_lost,
    entities_leaked,
    marks_of_the_other_script,
    spaces_before_marks,
    direction_mark,
    unknown_mark_for_a_symbol,
    unknown_mark_for_a_word,
    clause_repeated,
    word_repeated_without_end,
    second_half_lost,
    last_quarter_lost,
    emptied,
    source_copied,
    second_half_copied,
    word_of_a_third_script,
    name_in_latin_letters_lost,
    address_with_spaces,
    address_changed,
    address_lost,
    negation_lost,
    name_changed,
)


def missed(name: str) -> Iterator[tuple[str, str]]:
    """Yield the source and the wrong counterpart of each planted fault of a kind that is neither undone nor flagged."""
    fault = next(fault for fault in FAULTS if fault.__name__.replace("_", " ") == name)
    for source, right, lang in pairs():
        wrong = fault(source, right, other(lang))
        mended = quality.repair(source, wrong, other(lang))
        undone = mended == quality.repair(source, right, other(lang))
        if wrong != right and not undone and not quality.check(source, mended, lang):
            yield source, mended
