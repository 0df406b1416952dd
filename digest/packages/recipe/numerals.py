"""Numbers and counted nouns in Arabic and English.

Arabic counts with rules of its own: a noun has a dual; three to ten take the plural and a number
word of the opposite gender; eleven to ninety-nine take an accusative singular; round hundreds take
a plain singular.  Everything here is written without vowel marks, as newspapers write.
"""

from dataclasses import dataclass

_UNITS_AFTER_FEMININE = ("", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_UNITS_AFTER_MASCULINE = (
    "", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة",
)  # fmt: skip
_TENS_STEMS = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_ENGLISH_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass(frozen=True, slots=True)
class Noun:
    """A countable noun: its Arabic forms, and its English singular and plural.

    The dual is the oblique one (هدفين); the nominative (هدفان) is derived from it.
    """

    key: str
    group: str
    feminine: bool
    singular: str
    dual: str
    plural: str
    accusative: str
    en_singular: str
    en_plural: str

    def counted(self, number: int) -> str:
        """Pick the Arabic form that follows a whole number of three or more."""
        rest = number % 100
        if 3 <= rest <= 10:
            return self.plural
        return self.accusative if 11 <= rest <= 99 else self.singular


def english_word(number: int) -> str:
    """Spell a number below one hundred in English."""
    if number < 20:
        return _ENGLISH_SMALL[number]
    tens, unit = divmod(number, 10)
    return _ENGLISH_TENS[tens] + (f"-{_ENGLISH_SMALL[unit]}" if unit else "")


def english_ordinal(number: int) -> str:
    """Write a number as an English ordinal in digits: 21st, 12th."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


def arabic_word(number: int, feminine: bool, nominative: bool = False) -> str:
    """Spell three to ninety-nine in Arabic, for a counted noun of the given gender."""
    units = _UNITS_AFTER_FEMININE if feminine else _UNITS_AFTER_MASCULINE
    if number <= 10:
        return units[number]
    tens, unit = divmod(number, 10)
    if tens == 1:
        return f"{_teen_unit(unit, feminine, nominative)} {'عشرة' if feminine else 'عشر'}"
    ten = _TENS_STEMS[tens] + ("ون" if nominative else "ين")
    if not unit:
        return ten
    if unit == 1:
        first = "إحدى" if feminine else "واحد"
    elif unit == 2:
        first = _two(feminine, nominative) + "ن"
    else:
        first = units[unit]
    return f"{first} و{ten}"


def _teen_unit(unit: int, feminine: bool, nominative: bool) -> str:
    if unit == 1:
        return "إحدى" if feminine else "أحد"
    if unit == 2:
        return _two(feminine, nominative)
    return (_UNITS_AFTER_FEMININE if feminine else _UNITS_AFTER_MASCULINE)[unit]


def _two(feminine: bool, nominative: bool) -> str:
    return ("اثنت" if feminine else "اثن") + ("ا" if nominative else "ي")


def count_in_words(number: int, noun: Noun, nominative: bool = False) -> tuple[str, str]:
    """Give the Arabic and the English of so many of a noun, in words; number is below one hundred."""
    english = f"{english_word(number)} {noun.en_singular if number == 1 else noun.en_plural}"
    if number == 1:
        return f"{noun.singular} {'واحدة' if noun.feminine else 'واحد'}", english
    if number == 2:
        return (_nominative_dual(noun.dual) if nominative else noun.dual), english
    return f"{arabic_word(number, noun.feminine, nominative)} {noun.counted(number)}", english


def _nominative_dual(dual: str) -> str:
    """Turn هدفين into هدفان, in every word of the phrase that shows the case."""
    return " ".join(word[:-2] + "ان" if word.endswith("ين") else word for word in dual.split(" "))


def count_in_digits(digits: str, noun: Noun) -> tuple[str, str]:
    """Give the Arabic and the English of a number in digits and its noun; a decimal takes the singular."""
    whole = digits.replace(",", "")
    form = noun.singular if "." in whole else noun.counted(int(whole))
    return f"{digits} {form}", f"{digits} {noun.en_singular if whole == '1' else noun.en_plural}"
