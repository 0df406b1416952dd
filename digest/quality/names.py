"""Names by their consonants, which they keep in the other language: `زيلينسكي` and `Zelensky` have the same five."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SHORTEST = 2
"""Consonants of a name, at least: fewer are alike by chance."""

SURE = 3
"""Consonants by which two words of one sentence are surely the same name."""

_NAME = re.compile(r"(?<![\w'’])[A-Z][a-z]{2,}(?![\w])")
_SENTENCE_BEGIN = re.compile(r"(?:^|(?<=[.!?:] )|(?<=[\"“«(]))[A-Z][a-z]+")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652\u0670-\u06d3]{3,}")
_NO_NAMES = frozenset(
    (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Celsius",
    )
)
_ARABIC_MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
_CLITICS = re.compile(r"[وف]?[بك]?(?:ال|لل|ل)?")
_ENDINGS = re.compile(r"(?:يون|يين|ين|ون|ات|ية|ي|ة|ا)$")

# Letters of one consonant, or of consonants that are written for one another.
_CLASSES = {
    "b": "ب پ b p", "t": "ت ط ث t", "d": "د ذ ض ظ ز d z", "r": "ر r", "s": "س ش ص s", "f": "ف ڤ f v",
    "k": "ك ق خ ج غ چ گ k q g j c", "l": "ل l", "m": "م m", "n": "ن n",
}  # fmt: skip
_CLASS = {letter: name for name, letters in _CLASSES.items() for letter in letters.split()}
_FIRST = {letter: "hwy"[place] for place, letters in enumerate(("hحه", "wو", "yي")) for letter in letters}
_ALIKE_LETTERS = str.maketrans("أإآى", "اااي")
_DIGRAPHS = (("ch", "s"), ("x", "ks"), ("sh", "s"), ("ph", "f"), ("ce", "se"), ("ci", "si"), ("cy", "sy"))


@lru_cache(maxsize=100_000)
def consonants(name: str) -> str:
    """Return the consonants of an English name, as classes."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", name.lower()) if letter.isalpha())
    for written, sound in _DIGRAPHS:
        letters = letters.replace(written, sound)
    return _classes(re.sub(r"(.)\1", r"\1", letters))


@lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[tuple[str, str, str], ...]:
    """Return the forms of an Arabic word, with and without prefixes, article and ending: consonants, stem and form."""
    plain = _ARABIC_MARKS.sub("", word)
    whole = (plain, plain.removeprefix("و"), bare(plain))
    forms = {_classes(form): form for form in (*(_ENDINGS.sub("", form) for form in whole), *whole)}
    return tuple((consonants, arabic_stem(form), form) for consonants, form in forms.items())


def bare(word: str) -> str:
    """Return an Arabic word without article and prefixes, as far as it then still has three letters."""
    begin = _CLITICS.match(word)
    rest = word[begin.end() :] if begin else word
    return rest if len(rest) >= 3 else word


def arabic_stem(word: str) -> str:
    """Return an Arabic word without the ending of a plural or an adjective, and its letters of one sound as one."""
    return _ENDINGS.sub("", word).translate(_ALIKE_LETTERS)


def invented(source: str, text: str, other_texts: str) -> list[str]:
    """Return the names of an English text that neither other texts have nor, by their consonants, its Arabic source.

    Names that the two languages do not share (`Egypt`) count too, and the first word of a sentence does not.
    """
    there = {form for word in _ARABIC_WORD.findall(source) for form, _, _ in forms(word)}
    known = set(_NAME.findall(other_texts)) | _NO_NAMES
    return [
        name
        for name in _NAME.findall(_SENTENCE_BEGIN.sub("", text))
        if name not in known and len(consonants(name)) >= SHORTEST and consonants(name) not in there
    ]


def pairs(source: Sequence[str], text: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of words of two texts, one Arabic and one English, that are the same name by their consonants.

    The English one has a capital; both have at least `SURE` consonants that no other word on their side has.
    """
    sides = [_name_forms(words) for words in (source, text)]
    shared = [form for form in sides[0] if len(form) >= SURE and form in sides[1]]
    places = {(sides[0][form], sides[1][form]) for form in shared if len(sides[0][form]) == len(sides[1][form]) == 1}
    return sorted((there[0], here[0]) for there, here in places)


def _name_forms(words: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the consonants of the names among words, with the places of those that have them."""
    places: dict[str, tuple[int, ...]] = {}
    for place, word in enumerate(words):
        english, arabic = _NAME.search(word), _ARABIC_WORD.search(word)
        keys = {consonants(english[0])} if english else {form for form, _, _ in forms(arabic[0])} if arabic else set()
        for key in keys:
            places[key] = (*places.get(key, ()), place)
    return places


def _classes(letters: str) -> str:
    """Return the classes of consonants; h, w and y count at the beginning alone, where both languages write them."""
    return _FIRST.get(letters[:1], "") + "".join(_CLASS.get(letter, "") for letter in letters)
