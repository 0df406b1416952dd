"""Which entry of a sidecar speaks for which text of an article, also after the author has changed the article.

1. An entry with the very text is its own. Of several, a person's goes before a machine's.
2. A text without a person's words of its own takes over those of a person whose own text is gone:
   from an entry whose text says the same in another spelling, or that was carried over from this very text before
   (as when an edit is undone): they are as reviewed as they were;
   from the entries whose texts it now joins: together, as a copy;
   from an entry whose text is alike: as outdated;
   from an entry whose text it is a part of, or a part of it: as outdated, as a copy.

What is copied stays in the file as obsolete, so that splitting, joining and adding can be undone.
"""

import heapq
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from digest.content.folding import unstyled
from digest.memory import entries
from digest.memory.po import Entry, Sidecar
from digest.model import Article, Origin

ALIKE = 0.75
"""How alike two sentences are at least, by `difflib`'s ratio, for one to take over the other's counterpart."""

GLANCE = 0.5
"""How alike they are at least by the pairs of letters that both have, which is quick to tell (Dice's coefficient)."""

SHORTLIST = 8
"""Sentences that are compared with one that is gone: those that share most with it."""

NEAREST = 32
"""Sentences on either side of where it stood that are looked at for each word or pair of letters."""

LONG = 600
"""Letters of a sentence beyond which only pairs of letters are counted: the time of `difflib` grows with the square."""

PART = 0.25
"""How much of a sentence a part of it is at least, in letters, for one to take over the other's counterpart."""

JOINED = 0.5
"""How much of a sentence others are together at least, in letters, for it to take over the counterparts of all."""

_RANK: Mapping[Origin, int] = {"edited": 0, "stale": 1, "draft": 2, "machine": 3, "untranslated": 4}


class Pairing(Struct, frozen=True):
    """The entry of a text.

    Attributes:
        entry: what it should be from now on; one of the file where nothing has to change.
        taken: the entry of the file whose place it takes; None for a copy.
    """

    entry: Entry
    taken: Entry | None


class _Spare(Struct, frozen=True):
    """An entry of a person whose own text is gone.

    Attributes:
        entry: the entry.
        place: where in the article its text would stand, as far as its neighbours in the file tell.
    """

    entry: Entry
    place: int


def texts_of(article: Article) -> list[str]:
    """Return the distinct texts of an article that have a counterpart, in order of first appearance."""
    return list(dict.fromkeys(unit.text for unit in article.units()))


def pair(sidecar: Sidecar, texts: Sequence[str]) -> dict[str, Pairing]:
    """Return the pairing of each text of an article that the sidecar has a counterpart of, in any order."""
    places = {text: place for place, text in enumerate(texts)}
    own: dict[str, Entry] = {}
    spares: list[_Spare] = []
    place = 0
    for entry in sidecar.entries:
        if entry.msgid in places:
            place = places[entry.msgid] + 1
            rival = own.get(entry.msgid)
            if entries.origin_of(entry) != "untranslated" and (rival is None or _rank(entry) < _rank(rival)):
                own[entry.msgid] = entry
        elif not entry.is_header and entries.is_by_person(entry):
            spares.append(_Spare(entry, place))
            place += 1
    pairs = {text: Pairing(_healed(entry), entry) for text, entry in own.items()}
    if spares:
        missing = [text for text in texts if text not in own or not entries.is_by_person(own[text])]
        pairs |= _taken_over(missing, spares, texts) if missing else {}
    return pairs


def _rank(entry: Entry) -> tuple[int, bool, bool]:
    """Return a key that sorts the entries of one text, the one to use first."""
    return _RANK[entries.origin_of(entry)], entry.obsolete, entry.msgctxt is not None


def _healed(entry: Entry) -> Entry:
    """Return the entry of a text; reviewed, where it waits for review only because a spelling has changed."""
    carried = entry.fuzzy and entry.previous is not None and not entries.is_copy(entry)
    if carried and entries.is_by_person(entry) and unstyled(entry.previous or "") == unstyled(entry.msgid):
        return entries.restored(entry, entry.msgid)
    return entry


def _taken_over(missing: Sequence[str], spares: Sequence[_Spare], texts: Sequence[str]) -> dict[str, Pairing]:
    """Return the pairings of texts without a person's words, among all texts of an article, with spare entries."""
    pairs = _same(missing, spares)
    left = _unpaired(missing, pairs)
    taken = {id(pairing.taken) for pairing in pairs.values()}
    spares = [spare for spare in spares if id(spare.entry) not in taken]
    if not left or not spares:
        return pairs
    originals = [spare for spare in spares if not entries.is_copy(spare.entry)]
    parts = _parts(originals, texts, dict.fromkeys(missing))
    joined = _joined(parts)
    pairs |= {
        text: Pairing(entries.copied(members, text), None)
        for text, members in joined.items()
        if text in left and len(members) > 1
    }
    pairs |= _alike(_unpaired(missing, pairs), spares, texts)
    taken = {id(pairing.taken) for pairing in pairs.values()}
    for spare, text in parts:
        if _is_related(spare, text) and id(spare.entry) not in taken and text in left and text not in pairs:
            pairs[text] = Pairing(entries.copied([spare.entry], text), None)
    return pairs


def _unpaired(texts: Sequence[str], pairs: Mapping[str, Pairing]) -> dict[str, None]:
    return dict.fromkeys(text for text in texts if text not in pairs)


# The same text in another spelling, or before an edit that was undone.


def _same(missing: Sequence[str], spares: Sequence[_Spare]) -> dict[str, Pairing]:
    """Return the pairings of texts whose entries only spell them otherwise, or were made for them before."""
    by_text: dict[str, list[Entry]] = {}
    by_previous: dict[str, list[Entry]] = {}
    for spare in sorted(spares, key=lambda spare: _rank(spare.entry)):
        by_text.setdefault(unstyled(spare.entry.msgid), []).append(spare.entry)
        if spare.entry.fuzzy and spare.entry.previous is not None and not entries.is_copy(spare.entry):
            by_previous.setdefault(unstyled(spare.entry.previous), []).append(spare.entry)
    pairs: dict[str, Pairing] = {}
    taken: set[int] = set()
    for known, renewed in ((by_text, _respelled), (by_previous, entries.restored)):
        for text in missing:
            if text in pairs:
                continue
            entry = next((one for one in known.get(unstyled(text), ()) if id(one) not in taken), None)
            if entry:
                taken.add(id(entry))
                pairs[text] = Pairing(renewed(entry, text), entry)
    return pairs


def _respelled(entry: Entry, text: str) -> Entry:
    return _healed(entries.respelled(entry, text))


# Texts that are alike.


def _alike(missing: Mapping[str, None], spares: Sequence[_Spare], texts: Sequence[str]) -> dict[str, Pairing]:
    """Give texts the entries of sentences that are gone: the most alike first, of equals the nearest by place."""
    index = _Index([(place, text) for place, text in enumerate(texts) if text in missing])
    candidates = [
        (-round(likeness, 2), abs(place - spare.place), number, texts[place])
        for number, spare in enumerate(spares)
        for source in _sources(spare.entry)
        for place in index.shortlist(source, spare.place)
        if (likeness := _likeness(source, texts[place])) >= ALIKE
    ]
    pairs: dict[str, Pairing] = {}
    given: set[int] = set()
    for _, _, number, text in sorted(candidates):
        if text not in pairs and number not in given:
            given.add(number)
            entry = spares[number].entry
            pairs[text] = Pairing(entries.carried_over(entry, text), entry)
    return pairs


def _sources(entry: Entry) -> list[str]:
    """Return the text of an entry, and the one that its translation was made for where that is another."""
    return [entry.msgid, *([entry.previous] if entry.fuzzy and entry.previous else ())]


class _Index:
    """Texts by what they are made of, to be found by another that shares much with them.

    The time that this takes doesn't depend on how many texts there are.
    """

    def __init__(self, texts: Sequence[tuple[int, str]]) -> None:
        """Make an index of texts with their places, in the order of these."""
        self._places: dict[str, list[int]] = {}
        for place, text in texts:
            for piece in _pieces(text):
                self._places.setdefault(piece, []).append(place)

    def shortlist(self, old: str, expected: int) -> list[int]:
        """Return the places of the few texts that share most with an old one, of equals the nearest to where it stood.

        Of a frequent piece only the nearest texts are looked at.
        """
        shared: Counter[int] = Counter()
        for piece in _pieces(old):
            there = self._places.get(piece, ())
            middle = bisect(there, expected)
            shared.update(there[max(0, middle - NEAREST) : middle + NEAREST])
        return heapq.nsmallest(SHORTLIST, shared, key=lambda place: (-shared[place], abs(place - expected)))


def _likeness(old: str, new: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 as soon as it is clear that they are not."""
    from difflib import SequenceMatcher

    letters, others = (Counter(_letters(text)) for text in (old, new))
    if 2 * len(letters.keys() & others.keys()) < GLANCE * (len(letters) + len(others)):
        return 0
    if max(len(old), len(new)) > LONG:
        return 2 * (letters & others).total() / (letters.total() + others.total())
    return SequenceMatcher(a=new, b=old, autojunk=False).ratio()


def _pieces(text: str) -> set[str]:
    """Return the words of a text, and the pairs of letters that stand side by side in it."""
    return {*text.split(), *_letters(text)}


def _letters(text: str) -> Iterator[str]:
    """Yield each pair of letters that stand side by side in a text."""
    return map("".join, pairwise(text))


# Texts that were split, joined or added to.


def _parts(spares: Sequence[_Spare], texts: Sequence[str], missing: Mapping[str, None]) -> list[tuple[_Spare, str]]:
    """Return spare entries, each with the text that contains its own, or else with the longest that is a part of it.

    Left out are those of which a person has said something in such a text already.
    """
    index = _Index(list(enumerate(texts)))
    words = [_words(text) for text in texts]
    found: list[tuple[_Spare, str]] = []
    for spare in spares:
        own = _words(spare.entry.msgid)
        near = index.shortlist(spare.entry.msgid, spare.place)
        around = [place for place in near if own.strip() and own in words[place]]
        within = [place for place in near if words[place].strip() and words[place] in own]
        if any(texts[place] not in missing and _is_related(spare, texts[place]) for place in (*around, *within)):
            continue
        if around:
            place = min(around, key=lambda place: (len(words[place]), abs(place - spare.place)))
            found.append((spare, texts[place]))
        elif within:
            place = max(within, key=lambda place: (len(words[place]), -abs(place - spare.place)))
            found.append((spare, texts[place]))
    return found


def _is_related(spare: _Spare, text: str) -> bool:
    return is_part(spare.entry.msgid, text) or is_part(text, spare.entry.msgid)


def is_part(part: str, whole: str) -> bool:
    """Tell whether a text stands in another, house style aside, and makes up so much of it as to matter."""
    return len(part) >= PART * len(whole) and _words(part) in _words(whole)


def _joined(parts: Sequence[tuple[_Spare, str]]) -> dict[str, list[Entry]]:
    """Return the texts that contain those of spare entries, each with the entries in the order in which they follow."""
    spans: dict[str, list[tuple[int, int, Entry]]] = {}
    for spare, text in parts:
        own, whole = _words(spare.entry.msgid), _words(text)
        if own in whole:
            begin = whole.index(own)
            spans.setdefault(text, []).append((begin, begin + len(own), spare.entry))
    joined: dict[str, list[Entry]] = {}
    for text, found in spans.items():
        end = covered = 0
        members: list[Entry] = []
        for begin, behind, entry in sorted(found, key=lambda span: (span[0], -span[1])):
            if begin >= end - 1:  # two share the space between them
                members.append(entry)
                covered += behind - begin
                end = behind
        if covered >= JOINED * len(_words(text)):
            joined[text] = members
    return joined


_NO_WORD = re.compile(r"[^\w]+")


def _words(text: str) -> str:
    """Return the words of a text without what a house style decides, a space before and after each."""
    return f" {_NO_WORD.sub(' ', unstyled(text)).strip()} "
