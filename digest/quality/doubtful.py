"""Words of a machine's English that nothing else explains.

Most serious errors are one rare word that became an unrelated one. Such a word is in no other system's translation of
the sentence, is no name of the source, and stands beside none of its words in what people have reviewed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from digest.quality.names import arabic_stem, bare, consonants, forms

TOGETHER = 2
"""Reviewed sentences in which an Arabic and an English word stand together, at least, to mean the same."""

MEANS = 0.3
"""The least share of the sentences of both words (Dice's) in which they stand together."""

_ARABIC_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652\u0670-\u06d3]{3,}")
_ENGLISH_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
_GRAMMAR = """
the an of in on at to for from by with and or but nor so yet as is are was were be been being am has have had do
does did will would can could may might must shall should not no it its this that these those he she they we you
his her their our your my him them us who whom which what when where why how there here than then also very more
most much many some any all each every both few other another such own same too just only even still while after
before during since until over under between among into onto upon about against through within without because if
though although said says say one two three four five six seven eight nine ten first second
"""
_OF_GRAMMAR = frozenset(_GRAMMAR.split())
_ENDINGS = (
    *("ations", "ation", "ingly", "edly", "ments", "ment", "ness", "ings", "ing", "ied", "ies"),
    *("ed", "es", "ly", "ers", "er", "s", "e"),
)
_ALIKE = 5
"""Letters at the beginning in which two words of one family agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Which words mean the same, as reviewed sentences tell.

    Attributes:
        meanings: stems of Arabic words by the stem of an English one.
    """

    meanings: Mapping[str, Collection[str]] = field(default_factory=dict)

    @classmethod
    def mined(cls, sentences: Iterable[tuple[str, str]]) -> "Lexicon":
        """Return the lexicon of reviewed sentences, each in Arabic and in English."""
        arabic: Counter[str] = Counter()
        english: Counter[str] = Counter()
        together: Counter[tuple[str, str]] = Counter()
        for source, text in sentences:
            there, here = set(arabic_stems(source)), {_stem(word) for word in _content_words(text)}
            arabic.update(there)
            english.update(here)
            together.update((one, other) for one in here for other in there)
        meanings: dict[str, set[str]] = defaultdict(set)
        for (one, other), count in together.items():
            if count >= TOGETHER and 2 * count >= MEANS * (english[one] + arabic[other]):
                meanings[one].add(other)
        return cls(meanings=meanings)


NO_LEXICON = Lexicon()


def doubtful_words(source: str, text: str, other_texts: Sequence[str]) -> list[str]:
    """Return the words of an English translation that are in no other translation of the sentence, in their order.

    Words of grammar are left out, and names that the Arabic source has by their consonants.
    """
    elsewhere = {_stem(word) for other in other_texts for word in _ENGLISH_WORD.findall(other)}
    beginnings = {stem[:_ALIKE] for stem in elsewhere}
    names = {sounds for word in _ARABIC_WORD.findall(source) for sounds, _, _ in forms(word)}
    doubtful: dict[str, None] = {}
    for word in _content_words(text):
        stem = _stem(word)
        if stem in elsewhere or (len(stem) >= _ALIKE - 1 and stem[:_ALIKE] in beginnings):
            continue
        if word[0].isupper() and len(consonants(word)) > 1 and consonants(word) in names:
            continue
        doubtful[word] = None
    return list(doubtful)


def unknown_to(lexicon: Lexicon, source: str, words: Iterable[str]) -> list[str]:
    """Return the words of an English translation that a lexicon has as the meaning of no word of its Arabic source."""
    there = set(arabic_stems(source))
    return [word for word in words if not there.intersection(lexicon.meanings.get(_stem(word), ()))]


def places(words: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word with where it begins and ends in a text, each time that it stands there."""
    for word in words:
        for found in re.finditer(rf"(?<![\w'’-]){re.escape(word)}(?!\w)", text):
            yield word, found.start(), found.end()


def unexplained(words: Sequence[Sequence[str]], texts: Sequence[str]) -> list[float]:
    """Return for each text how much of it its doubtful words are; one counts the more, the fewer texts have it."""
    stems = [{_stem(word) for word in _content_words(text)} for text in texts]
    counts = Counter(stem for each in stems for stem in each)
    return [sum((1 + counts[_stem(word)]) ** -0.5 for word in each) for each in words]


def _content_words(text: str) -> Iterator[str]:
    return (word for word in _ENGLISH_WORD.findall(text) if len(word) > 2 and word.lower() not in _OF_GRAMMAR)


def arabic_stems(text: str) -> Iterator[str]:
    """Yield the words of an Arabic text without what is written before and after them."""
    return (arabic_stem(bare(_MARKS.sub("", word))) for word in _ARABIC_WORD.findall(text))


def _stem(word: str) -> str:
    """Return an English word without its ending."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word
