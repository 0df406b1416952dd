"""The memory of a site: the reviewed translations in its sidecars, and those of others in `memory/`.

They are found by sentences that say (nearly) the same. `memory/*.tmx` beside the content folder is where translations
lie that were made elsewhere; they help here, and are published nowhere by themselves.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.config import Config
from digest.content import listing
from digest.content.folding import unstyled
from digest.errors import DigestError
from digest.exchange import tmx, xml
from digest.exchange.rows import Pair
from digest.files import Signature, read_bytes, signature_of
from digest.memory import MAX_BYTES, parse, revision_of
from digest.memory.entries import counterpart_of, origin_of
from digest.memory.pairing import ALIKE
from digest.model import LANGS, Lang, other

FOLDER = "memory/"
"""Where the memories of others lie, beside the content folder."""

SHORTLIST = 24
"""Translations that are compared with a sentence letter by letter: those whose sources share most words with it."""

FREQUENT = 3000
"""Sources that have a word beyond which it tells nothing, so that a look-up takes no longer in a large memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A reviewed translation of a sentence like another.

    Attributes:
        source: the sentence that it was made for.
        counterpart: the translation.
        sidecar: the path of the file that has it, below the content folder; of a memory, beside that folder.
        by: who translated it or last revised that file; empty where it does not say so.
        likeness: from `ALIKE` to 1, which is the same sentence, house style aside.
    """

    source: str
    counterpart: str
    sidecar: str
    by: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Translation:
    """A reviewed translation into a language; `folded` is its source without what a house style decides."""

    target: Lang
    source: str
    folded: str
    counterpart: str
    by: str


@dataclass(frozen=True, slots=True)
class _File:
    """What was read of a sidecar, and the signature that it had."""

    seen: Signature
    translations: tuple[_Translation, ...]


class SiteMemory:
    """The reviewed translations of a site's sidecars. A sidecar is read again when it has changed."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._files: dict[str, _File] = {}
        self._places: dict[str, set[tuple[str, int]]] = {}
        """Word → the translations whose sources have it: the path of the file, and the number there."""

    def refresh(self, config: Config) -> None:
        """Read what has changed. A sidecar that can't be read has nothing to say here: the build tells why."""
        files = {**listing.find(config.content).sidecars, **memories(config)}
        for path in self._files.keys() - files.keys():
            self._forget(path)
        for path, seen in files.items():
            known = self._files.get(path)
            if known is None or known.seen != seen:
                self._forget(path)
                self._read(path, seen, config)

    def like(self, text: str, target: Lang, most: int = 3, *, besides: str = "") -> list[Match]:
        """Return the translations into a language of sentences that are like a text, the most alike first.

        Left out is the translation of the very text in the sidecar `besides`.
        """
        wanted = unstyled(text)
        found: dict[str, Match] = {}
        for path, number in self._shortlist(wanted, target):
            file = self._files[path]
            one = file.translations[number]
            if path == besides and one.source == text:
                continue
            likeness = _likeness(wanted, one.folded)
            best = found.get(one.counterpart)
            if likeness >= ALIKE and (best is None or best.likeness < likeness):
                found[one.counterpart] = Match(
                    source=one.source, counterpart=one.counterpart, sidecar=path, by=one.by, likeness=likeness
                )
        return sorted(found.values(), key=lambda match: (-match.likeness, match.sidecar))[:most]

    def concordance(self, words: str, target: Lang, most: int = 5) -> list[Match]:
        """Return translations into a language that have some words in them or in their source, the newest files first.

        Their likeness is 0: the sentences need not be alike.
        """
        wanted = unstyled(words)
        found: list[Match] = []
        for path in sorted(self._files, reverse=True) if wanted else ():
            file = self._files[path]
            found += (
                Match(source=one.source, counterpart=one.counterpart, sidecar=path, by=one.by, likeness=0.0)
                for one in file.translations
                if one.target == target and (wanted in one.folded or wanted in unstyled(one.counterpart))
            )
            if len(found) >= most:
                break
        return found[:most]

    def _shortlist(self, wanted: str, target: Lang) -> list[tuple[str, int]]:
        """Return where the translations are whose sources share most words with a text; rare words count for more."""
        shared: Counter[tuple[str, int]] = Counter()
        for word in _words(wanted):
            places = self._places.get(word, ())
            if len(places) <= FREQUENT:
                for place in places:
                    path, number = place
                    if self._files[path].translations[number].target == target:
                        shared[place] += 1000 // len(places) + 1
        return sorted(shared, key=lambda place: (-shared[place], place))[:SHORTLIST]

    def _read(self, path: str, seen: Signature, config: Config) -> None:
        try:
            read = _of_memory if path.startswith(FOLDER) else _of_sidecar
            translations = tuple(read(path, config))
        except DigestError:
            return
        self._files[path] = _File(seen, translations)
        for number, word in _numbered_words(translations):
            self._places.setdefault(word, set()).add((path, number))

    def _forget(self, path: str) -> None:
        if known := self._files.pop(path, None):
            for number, word in _numbered_words(known.translations):
                self._places[word].discard((path, number))


def memories(config: Config) -> dict[str, Signature]:
    """Return the memories of others beside the content folder: `memory/x.tmx` with its signature."""
    files = sorted((config.root / FOLDER).glob("*.tmx"))
    seen = ((f"{FOLDER}{file.name}", signature_of(file)) for file in files)
    return {path: signature for path, signature in seen if signature}


def pairs_of(path: str, config: Config) -> list[Pair]:
    """Return the pairs of one of the `memories`. Raises `DigestError` when it can't be read."""
    data = read_bytes(config.root / path, path, within=config.root, limit=xml.MAX_BYTES)
    return tmx.read(data, path)


def _of_memory(path: str, config: Config) -> Iterator[_Translation]:
    for pair in pairs_of(path, config):
        for target in LANGS:
            source = pair.text(other(target))
            yield _Translation(target, source, unstyled(source), pair.text(target), pair.by)


def _of_sidecar(path: str, config: Config) -> Iterator[_Translation]:
    data = read_bytes(config.content / path, path, within=config.content, limit=MAX_BYTES)
    sidecar = parse(data, path)
    revision = revision_of(sidecar)
    target = target_of(path)
    for entry in sidecar.entries:
        if entry.msgid and origin_of(entry) == "edited":
            counterpart = counterpart_of(entry)
            if counterpart.said == "here":
                by = revision.by if revision else ""
                yield _Translation(target, entry.msgid, unstyled(entry.msgid), counterpart.text, by)


def target_of(path: str) -> Lang:
    """Return the language of a sidecar: `x.en.po` → `en`."""
    return "ar" if path.endswith(".ar.po") else "en"


def _numbered_words(translations: Sequence[_Translation]) -> Iterator[tuple[int, str]]:
    for number, one in enumerate(translations):
        for word in _words(one.folded):
            yield number, word


def _words(folded: str) -> set[str]:
    return set(folded.split())


def _likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 as soon as it is clear that they are not."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(a=other, b=one, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return min(matcher.ratio(), 0.99)
