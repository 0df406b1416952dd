"""Names for the glossary, proposed from what a site's reviewed text already says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digest.config import Config
from digest.editorial.spelling import Pair
from digest.files import read_bytes, write_file
from digest.messages import counted
from digest.quality.names import shared
from digest.quality.text import words
from digest.translation.glossary import FILE, MAX_BYTES, Glossary, Term, with_terms
from digest.translation.term_index import arabic_key

USUAL = 0.8
"""The least share of the sentences with an Arabic name whose reviewed text has the proposed spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name that the glossary has not.

    Attributes:
        source, target: in Arabic and in English.
        also: other spellings of the reviewed text.
        sentences: how many reviewed ones have the name in both languages.
        corrected: how many sentences of a machine's would have another text with it.
    """

    source: str
    target: str
    also: tuple[str, ...]
    sentences: int
    corrected: int


def proposals(pairs: Sequence[Pair], glossary: Glossary) -> list[Proposal]:
    """Return the names of the reviewed sentences, those first that would correct the most words of a machine.

    Left out are those of the glossary, words that are also written small, and Arabic words that are more than a name.
    """
    reviewed = [pair for pair in pairs if pair.origin == "edited"]
    spellings = _spellings(reviewed)
    known = {arabic_key(term.source)[0] for term in glossary.terms}
    terms = [
        Term(source=source, target=target, also=tuple(also))
        for source, (target, *also) in spellings.items()
        if arabic_key(source)[0] not in known
    ]
    found, said, corrected = (Counter[Term]() for _ in range(3))
    every = Glossary(tuple(terms))
    for pair in reviewed:
        for term in every.found(pair.arabic, "ar"):
            found[term] += 1
            said[term] += any(words in pair.english for words in (term.target, *term.also))
    for pair in pairs:
        if pair.origin == "machine":
            for term in every.found(pair.arabic, "ar"):
                corrected[term] += Glossary((term,)).enforce(pair.arabic, pair.english, "ar")[0] != pair.english
    chosen = [
        Proposal(
            source=term.source,
            target=term.target,
            also=term.also,
            sentences=said[term],
            corrected=corrected[term],
        )
        for term in terms
        if said[term] and said[term] >= USUAL * found[term]
    ]
    return sorted(chosen, key=lambda one: (-one.corrected * len(one.target.split()), -one.sentences, one.source))


def _spellings(reviewed: Iterable[Pair]) -> dict[str, list[str]]:
    """Return each Arabic name of reviewed sentences, as it is written most often, to its English spellings likewise."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    common: set[str] = set()
    for pair in reviewed:
        common.update(word for word in pair.english.split() if word.islower())
        for arabic, english in shared(pair.arabic, pair.english):
            key, _ = arabic_key(arabic)
            written[key][arabic] += 1
            spelled[key][english] += 1
    names: dict[str, list[str]] = {}
    for key, counts in spelled.items():
        targets = [target for target, _ in counts.most_common() if not common.issuperset(words(target))]
        if targets:
            names[written[key].most_common(1)[0][0]] = targets
    return names


def add_to_glossary(found: Iterable[Proposal], config: Config) -> Path:
    """Add proposals to the glossary of a site, which is made where there is none; return its file.

    Raises `DigestError` when it can't be read or written.
    """
    file = config.content / FILE
    there = file.exists() or file.is_symlink()
    data = read_bytes(file, FILE, within=config.content, limit=MAX_BYTES) if there else b""
    terms = [Term(source=one.source, target=one.target, also=one.also) for one in found]
    write_file(file, with_terms(data, terms), FILE)
    return file


def proposal_lines(found: Sequence[Proposal], most: int) -> Iterator[str]:
    """Yield proposals as text for a terminal, `most` of them."""
    for one in found[:most]:
        also = f", also {', '.join(one.also)}" if one.also else ""
        corrects = f", corrects {one.corrected:,} of the machine" if one.corrected else ""
        yield f"{one.source}: {one.target}{also} ({counted(one.sentences, 'sentence')}{corrects})"
    if len(found) > most:
        yield f"and {len(found) - most:,} more: `-n {len(found)}` shows them"
