"""Names and how sentences spell them, told from the sentences alone, without a list of names.

A name of one language stands in the other by its consonants: `زيلينسكي` and `Zelensky` have the same five. So where one
Arabic word stands beside one capitalised English word of the same consonants, the two are one name.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.quality.names import NAME, SHORTEST, arabic_stem, consonants, forms

ALIKE = 0.7
"""How alike two spellings of one name are at least, by `difflib`'s ratio."""

_SMALL = re.compile(r"(?<![\w'’])[a-z]{3,}(?![\w])")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652\u0670-\u06d3]{3,}")
_ENGLISH_ENDINGS = re.compile(r"(?:ia|i|a)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as sentences have it.

    Attributes:
        arabic: the name, without what Arabic writes onto it.
        spellings: each English spelling to the places of the sentences that have it, the most frequent first, then the
            one that comes first.
    """

    arabic: str
    spellings: Mapping[str, tuple[int, ...]]


def names_of(sentences: Sequence[tuple[str, str]], listed: Collection[str] = ()) -> list[Name]:
    """Return the names that sentences spell, each an Arabic and an English text; the order is that of the sentences.

    Spellings that only the ending of an adjective or a country parts count as one, those that are little alike as
    another name's. `listed` are English names and Arabic stems to leave out.
    """
    common = {word for _, english in sentences for word in _SMALL.findall(english)}
    places: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    written: dict[str, str] = {}
    for place, (arabic, english) in enumerate(sentences):
        here = _unambiguous(
            (consonants(name), _stem(name), name)
            for name in NAME.findall(english)
            if name.lower() not in common and name not in listed
        )
        if here:
            there = _unambiguous(
                key for word in _ARABIC_WORD.findall(arabic) for key in forms(word) if key[1] not in listed
            )
            for sounds in sorted(here.keys() & there.keys()):
                stem = arabic_stem(there[sounds])
                written.setdefault(stem, there[sounds])
                places[stem, sounds][here[sounds]].append(place)
    return [Name(arabic=written[stem], spellings=_varied(spellings)) for (stem, _), spellings in places.items()]


def _unambiguous(words: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return one word for each run of consonants; a run that words of several stems have is left out.

    `words` are (consonants, stem, word).
    """
    by_consonants: dict[str, dict[str, str]] = defaultdict(dict)
    for sounds, stem, word in words:
        if len(sounds) >= SHORTEST:
            by_consonants[sounds].setdefault(stem, word)
    return {sounds: next(iter(stems.values())) for sounds, stems in by_consonants.items() if len(stems) == 1}


def _varied(spellings: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """Return the spellings that are alike enough to the first to be one name's; `Iraq` and `Iraqi` count as one."""
    alike: dict[str, tuple[int, ...]] = {}
    for spelling, places in sorted(spellings.items(), key=lambda item: (-len(item[1]), item[1][0])):
        first = next(iter(alike), spelling)
        ratio = SequenceMatcher(None, spelling, first, autojunk=False).ratio()
        if ratio >= ALIKE and _stem(spelling) not in map(_stem, alike):
            alike[spelling] = tuple(places)
    return alike


def _stem(name: str) -> str:
    """Return an English name without the ending that makes an adjective of it, or a country."""
    return _ENGLISH_ENDINGS.sub("", name) or name
