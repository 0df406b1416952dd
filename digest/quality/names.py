"""Names by their consonants, which they keep in the other language: `زيلينسكي` and `Zelensky` have the same five."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

SHORTEST = 2
"""Consonants of a name, at least: fewer are alike by chance."""

SURE = 3
"""Consonants by which two words of one sentence are surely the same name."""

LONG = 4
"""Consonants of names of which one may be another, at least."""

NAME = re.compile(r"(?<![\w'’])[A-Z][a-z]{2,}(?![\w])")
_WORD = re.compile(r"(?<!\w)[A-Za-zÀ-ɏ]+(?:['’-](?!s(?!\w))[A-Za-zÀ-ɏ]+)*(?!\w)")
_NAME_WORD = re.compile(rf"(?=[A-ZÀ-Þ]|(?:bin|ibn|al|el)\b){_WORD.pattern}")
_SENTENCE_BEGIN = re.compile(r"(?:^|(?<=[.!?:] )|(?<=[\"“«(]))[A-Z][a-z]+")
_ARABIC_LETTER = r"[\u0621-\u064a\u064b-\u0652\u0670-\u06d3]"
_ARABIC_WORD = re.compile(rf"{_ARABIC_LETTER}{{3,}}")
_SHORT_ARABIC_WORD = re.compile(rf"{_ARABIC_LETTER}{{2,}}")
NO_NAMES = frozenset(
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
_DIGRAPHS = (
    *(("tch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("dg", "g"), ("dj", "j"), ("ph", "f"), ("x", "ks")),
    *(("ck", "k"), ("dt", "t"), ("ce", "se"), ("ci", "si"), ("cy", "sy")),
)
_ARABIC_DIGRAPHS = (("تش", "ش"), ("دج", "ج"))


@lru_cache(maxsize=100_000)
def consonants(name: str) -> str:
    """Return the consonants of an English name, as classes."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", name.lower()) if letter.isalpha())
    return _classes(re.sub(r"(.)\1", r"\1", _in_single_letters(letters, _DIGRAPHS)))


@lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[tuple[str, str, str], ...]:
    """Return the forms of an Arabic word, with and without prefixes, article and ending: consonants, stem and form."""
    plain = _ARABIC_MARKS.sub("", word)
    whole = (plain, plain.removeprefix("و"), bare(plain))
    every = (*(_ENDINGS.sub("", form) for form in whole), *whole)
    forms = {_classes(_in_single_letters(form, _ARABIC_DIGRAPHS)): form for form in every}
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
    known = set(NAME.findall(other_texts)) | NO_NAMES
    return [
        name
        for name in NAME.findall(_SENTENCE_BEGIN.sub("", text))
        if name not in known and len(consonants(name)) >= SHORTEST and consonants(name) not in there
    ]


def written_otherwise(name: str, text: str) -> list[tuple[int, int]]:
    """Return the places where an English text has another spelling of a name, each of its words with a capital.

    Told by the consonants of the whole name, for an Arabic article may be a word of its own (`Al Sisi`); of names with
    many, one consonant may be another: these places come first. Months and days are no names, a plural is no spelling.
    """
    wanted = sounds_of(name)
    words = list(_WORD.finditer(text))
    same: list[tuple[int, int]] = []
    near: list[tuple[int, int]] = []
    for first, begin in enumerate(words):
        sounds = ""
        for word in words[first : first + len(name.split()) + 1]:
            if not word[0][0].isupper() or word[0] in NO_NAMES:
                break
            sounds += consonants(word[0])
            if _are_alike(sounds, wanted):
                place = begin.start(), word.end()
                if text[slice(*place)] not in (name, f"{name}s"):
                    (same if sounds == wanted else near).append(place)
                break
    return near + same


def sounds_of(name: str) -> str:
    """Return the consonants of an English name of several words, as classes."""
    return "".join(map(consonants, name.split()))


def count(sounds: str, text: str) -> int:
    """Return how many words of an Arabic text have some consonants, with or without prefixes and ending."""
    return sum(any(form == sounds for form, _, _ in forms(word)) for word in _ARABIC_WORD.findall(text))


def shared(arabic: str, english: str) -> list[tuple[str, str]]:
    """Return the names that two sentences have in common by their consonants, as each writes them.

    Words that stand in a row in both are one name. An Arabic word is given without what is written onto it. A name of
    which either sentence has two spellings is left out, and so are one whose forms differ, a people and its country,
    and one in capitals.
    """
    there = list(_SHORT_ARABIC_WORD.finditer(arabic))
    here = [word for word in _NAME_WORD.finditer(english) if word[0] not in NO_NAMES]
    sides = [_places_by_consonants(words) for words in (there, here)]
    matches: dict[int, tuple[int, str]] = {}
    for sounds in sides[0].keys() & sides[1].keys():
        ours, theirs = sides[0][sounds], sides[1][sounds]
        if len(sounds) >= SHORTEST and len(set(ours.values())) == 1 and len(set(theirs.values())) == 1:
            matches |= {place: (other, form) for (place, form), other in zip(ours.items(), theirs, strict=False)}
    names: list[tuple[str, str]] = []
    for run in _runs(matches, there, here):
        source = " ".join([matches[run[0]][1], *(there[place][0] for place in run[1:])])
        target = english[here[matches[run[0]][0]].start() : here[matches[run[-1]][0]].end()]
        is_shouted = " " in target and target.isupper()
        if len(sounds_of(target)) >= SURE and _have_one_form(source, target) and not is_shouted:
            names.append((source, target))
    return names


def _places_by_consonants(words: Sequence[re.Match[str]]) -> dict[str, dict[int, str]]:
    """Return for each run of consonants the places of the words that have them, each with the form that has them."""
    places: dict[str, dict[int, str]] = {}
    for place, word in enumerate(words):
        arabic = {sounds: form for sounds, _, form in forms(word[0])} if _SHORT_ARABIC_WORD.fullmatch(word[0]) else {}
        for sounds, form in (arabic or {consonants(word[0]): word[0]}).items():
            places.setdefault(sounds, {})[place] = form
    return places


def _runs(
    matches: Mapping[int, tuple[int, str]], there: Sequence[re.Match[str]], here: Sequence[re.Match[str]]
) -> list[list[int]]:
    """Return the places of matched words of a source, those together that stand in a row on both sides."""
    runs: list[list[int]] = []
    for place in sorted(matches):
        last = runs[-1][-1] if runs else place
        if (
            place == last + 1
            and matches[place][0] == matches[last][0] + 1
            and all(
                after.start() == before.end() + 1
                for before, after in ((there[last], there[place]), (here[matches[last][0]], here[matches[place][0]]))
            )
        ):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _have_one_form(source: str, target: str) -> bool:
    """Whether an Arabic name and an English one are both a name, or both an adjective that was made of it."""
    if source.endswith(("ية", "ات", "ين", "ون")) and not target.endswith(("a", "n", "s")):
        return False
    return source.endswith(("ي", "ى")) == target.endswith(("i", "e", "y"))


def _are_alike(one: str, two: str) -> bool:
    """Whether two runs of consonants are the same, or long, with the same beginning, and one consonant apart."""
    if one == two or min(len(one), len(two)) < LONG or one[0] != two[0]:
        return one == two
    same = sum(block.size for block in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks())
    return max(len(one), len(two)) - same <= 1


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
        english, arabic = NAME.search(word), _ARABIC_WORD.search(word)
        keys = {consonants(english[0])} if english else {form for form, _, _ in forms(arabic[0])} if arabic else set()
        for key in keys:
            places[key] = (*places.get(key, ()), place)
    return places


def _in_single_letters(word: str, digraphs: Iterable[tuple[str, str]]) -> str:
    """Return a word with one letter for each sound that it writes with several."""
    for written, sound in digraphs:
        word = word.replace(written, sound)
    return word


def _classes(letters: str) -> str:
    """Return the classes of consonants; h, w and y count at the beginning alone, where both languages write them."""
    return _FIRST.get(letters[:1], "") + "".join(_CLASS.get(letter, "") for letter in letters)
