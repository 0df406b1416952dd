"""Names that are not spelled alike across the site: told from its sentences alone, without a list of names.

A name of one language stands in the other by its consonants: `زيلينسكي` and `Zelensky` have the same five. So where one
Arabic word stands beside one capitalised English word of the same consonants, sentence after sentence, and that word is
spelled now one way and now another, the spelling drifts. Two people of one name count as one: look before you change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest import markup
from digest.model import Origin, Story, other
from digest.quality.names import SHORTEST, consonants
from digest.quality.spellings import names_of
from digest.translation.glossary import Glossary, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence of the site in both languages.

    Attributes:
        path: of the article that it stands in.
        arabic, english: the sentence and its counterpart, without markup.
        origin: of the counterpart.
    """

    path: str
    arabic: str
    english: str
    origin: Origin = "edited"


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


def pairs_of(story: Story) -> Iterator[Pair]:
    """Yield the sentences of a story that have a counterpart."""
    article = story.article
    for text, counterpart in story.counterparts.items():
        if counterpart.said == "here" and counterpart.origin != "untranslated":
            here, there = text, counterpart.text
            if article.format == "markdown":
                here, there = (markup.strip(side, article.references) for side in (here, there))
            texts = {article.lang: here, other(article.lang): there}
            yield Pair(path=article.path, arabic=texts["ar"], english=texts["en"], origin=counterpart.origin)


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
    drifts = []
    for name in names_of([(pair.arabic, pair.english) for pair in pairs], glossary.words):
        if len(name.spellings) > 1:
            paths = {words: [pairs[place].path for place in places] for words, places in name.spellings.items()}
            drifts.append((sum(map(len, paths.values())), name.arabic, _most_frequent_first(paths)))
    for _, arabic, spellings in sorted(drifts, key=lambda drift: (-drift[0], drift[1])):
        yield Drift(name=arabic, wanted="", spellings=spellings)


def _most_frequent_first(spellings: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    ordered = sorted(spellings.items(), key=lambda item: (-len(item[1]), item[0]))
    return {spelling: tuple(dict.fromkeys(paths)) for spelling, paths in ordered}
