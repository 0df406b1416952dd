"""Names that are not spelled alike across the site: told from its sentences alone, without a list of names.

A name of one language stands in the other by its consonants: `زيلينسكي` and `Zelensky` have the same five. So where one
Arabic word stands beside one capitalised English word of the same consonants, sentence after sentence, and that word is
spelled now one way and now another, the spelling drifts. Two people of one name count as one: look before you change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.quality.names import SHORTEST, arabic_stem, bare, consonants, forms
from digest.translation.glossary import Glossary, Term

ALIKE = 0.7
"""How alike two spellings of one name are at least, by `difflib`'s ratio."""

_NAME = re.compile(r"(?<![\w'’])[A-Z][a-z]{2,}(?![\w])")
_SMALL = re.compile(r"(?<![\w'’])[a-z]{3,}(?![\w])")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652\u0670-\u06d3]{3,}")
_ENGLISH_ENDINGS = re.compile(r"(?:ia|i|a)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence of the site in both languages, and the article that it stands in."""

    path: str
    arabic: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A name that is spelled in more than one way.

    Attributes:
        name: in the other language.
        wanted: the spelling of the glossary or of `site.toml`; empty when neither has the name.
        spellings: each other spelling, the most frequent first, with the articles that have it.
    """

    name: str
    wanted: str
    spellings: Mapping[str, tuple[str, ...]]


def drifting(pairs: Sequence[Pair], glossary: Glossary) -> list[Drift]:
    """Return the names whose English spelling drifts: those of the glossary first, then by how often they occur."""
    return [*_drifts_from_terms(pairs, glossary), *_drifts_of_other_names(pairs, glossary)]


def _drifts_from_terms(pairs: Iterable[Pair], glossary: Glossary) -> Iterator[Drift]:
    """Yield the drifts of terms that are put in other words: one of `also`, or another spelling of `target`."""
    spellings: dict[Term, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        for term in glossary.found(pair.arabic, "ar"):
            if not _says(pair.english, term.target):
                for spelling in _other_words(term, pair.english):
                    spellings[term][spelling].append(pair.path)
    for term in sorted(spellings, key=lambda term: term.line):
        yield Drift(name=term.source, wanted=term.target, spellings=_most_frequent_first(spellings[term]))


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _other_words(term: Term, text: str) -> list[str]:
    listed = [words for words in term.also if _says(text, words)]
    sounds = [consonants(word) for word in term.target.split()]
    if listed or min(map(len, sounds)) < SHORTEST:
        return listed
    words = re.findall(r"[A-Z]\w+", text)
    runs = (words[start : start + len(sounds)] for start in range(len(words)))
    return list(dict.fromkeys(" ".join(run) for run in runs if [*map(consonants, run)] == sounds))


def _drifts_of_other_names(pairs: Sequence[Pair], glossary: Glossary) -> Iterator[Drift]:
    """Yield the names that drift and are no terms of the glossary, the most frequent first."""
    common = {word for pair in pairs for word in _SMALL.findall(pair.english)}
    listed = {word for term in glossary.terms for word in term.target.split()}
    listed |= {arabic_stem(bare(word)) for term in glossary.terms for word in term.source.split()}
    paths: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    written: dict[str, str] = {}
    for pair in pairs:
        english = _unambiguous(
            (consonants(name), _stem(name), name)
            for name in _NAME.findall(pair.english)
            if name.lower() not in common and name not in listed
        )
        arabic = _unambiguous(
            key for word in _ARABIC_WORD.findall(pair.arabic) for key in forms(word) if key[1] not in listed
        )
        for sounds in sorted(english.keys() & arabic.keys()):
            stem = arabic_stem(arabic[sounds])
            written.setdefault(stem, arabic[sounds])
            paths[stem, sounds][english[sounds]].append(pair.path)
    drifts = []
    for (stem, _), spellings in paths.items():
        varied = _varied(_most_frequent_first(spellings))
        if len(varied) > 1:
            drifts.append(Drift(name=written[stem], wanted="", spellings=varied))
    yield from sorted(drifts, key=lambda drift: (-sum(map(len, drift.spellings.values())), drift.name))


def _unambiguous(words: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return one word for each run of consonants; a run that words of several stems have is left out.

    `words` are (consonants, stem, word).
    """
    by_consonants: dict[str, dict[str, str]] = defaultdict(dict)
    for sounds, stem, word in words:
        if len(sounds) >= SHORTEST:
            by_consonants[sounds].setdefault(stem, word)
    return {sounds: next(iter(stems.values())) for sounds, stems in by_consonants.items() if len(stems) == 1}


def _varied(spellings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the spellings that are alike enough to the first to be one name's; `Iraq` and `Iraqi` count as one."""
    alike: dict[str, tuple[str, ...]] = {}
    for spelling, paths in spellings.items():
        first = next(iter(alike), spelling)
        ratio = SequenceMatcher(None, spelling, first, autojunk=False).ratio()
        if ratio >= ALIKE and _stem(spelling) not in map(_stem, alike):
            alike[spelling] = paths
    return alike


def _most_frequent_first(spellings: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    ordered = sorted(spellings.items(), key=lambda item: (-len(item[1]), item[0]))
    return {spelling: tuple(dict.fromkeys(paths)) for spelling, paths in ordered}


def _stem(name: str) -> str:
    """Return an English name without the ending that makes an adjective of it, or a country."""
    return _ENGLISH_ENDINGS.sub("", name) or name
