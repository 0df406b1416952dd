"""The places of marks in a counterpart: each goes to the words that come from those that it stood at in the source.

A counterpart is cut into units (`Target`): its words, with code in one piece. `Placing` gives each mark a range of
units, the surest first: one inside another in the units of that one, those beside one another in different units. So
none ever crosses another, and no link stands in a link.

Which words come from which, the model's attention says (`align`); a name or a number that stands in both languages
alike says it better. Where neither says enough, a mark covers its clause.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from digest.markup import align
from digest.markup.inline import Mark
from digest.quality import names

PEAK = 0.5
"""The least attention that the best word of a range pays to the words of a mark; a range without one is unsure."""
MARGIN = 0.2
"""By how much the attention that the first and the last word of a range pay to the mark exceeds that to other words."""
PRESENT = 0.2
"""The least attention by which a word of the source counts as translated by a word of the range."""
SHARE = 1 / 3
"""The least share of a mark's letters that stand in words translated in the range."""
LONGER = 3
"""The most words that a word may become; a mark may become two more in all."""
_LEADING = (
    "and but or that which as at by for from in into of on over to under with within according during against near "
    "أن إن أو ثم في من على إلى الى عن مع عند لدى ضد نحو خلال بين وفق بحسب حول قرب"
)
LEADING = frozenset(_LEADING.split())
"""Words that pay attention to what the next word comes from. A mark begins with one only if it does in its source."""

_WORD = re.compile(r"\S+")
STOPS = ".!?؟…"
"""Signs that end a sentence."""
_CLAUSE_ENDS = "،,;؛:"
_KEPT = frozenset("%٪‰@#&/\\_*")
"""Punctuation that belongs to the word it stands at."""
_PAIRS = dict(zip(")]}»”’", "([{«“‘", strict=True))


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of the counterpart, or several that code joins.

    Attributes:
        start: offset of its first character without the punctuation around it.
        end: offset after its last one.
        outer: the offsets of its beginning and end with all punctuation.
        words: the numbers of the words that it is made of.
    """

    start: int
    end: int
    outer: tuple[int, int]
    words: range

    def meets(self, start: int, end: int) -> bool:
        """Tell whether a part of it stands between two offsets."""
        return self.outer[0] < end and start < self.outer[1]


@dataclass(frozen=True, slots=True)
class Target:
    """A counterpart, cut into units.

    Attributes:
        text: its plain text.
        units: its words in order.
        code: the offsets of the beginning and end of each piece of code.
    """

    text: str
    units: Sequence[Unit]
    code: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str, code: Sequence[tuple[int, int]]) -> "Target":
        units: list[Unit] = []
        for number, match in enumerate(_WORD.finditer(text)):
            begin, end = match.span()
            first, last = _core(text, begin, end)
            for start, stop in code:
                if start < end and begin < stop:
                    first, last = min(first, max(start, begin)), max(last, min(stop, end))
            if units and any(start < units[-1].outer[1] and begin < stop for start, stop in code):
                before = units.pop()
                units.append(Unit(before.start, last, (before.outer[0], end), range(before.words.start, number + 1)))
            else:
                units.append(Unit(first, last, (begin, end), range(number, number + 1)))
        return cls(text, units, code)

    @property
    def stop(self) -> int:
        """The offset of the end of the text, without the stop there."""
        return max([len(self.text.rstrip().rstrip(STOPS).rstrip()), *(end for _, end in self.code)])

    def word(self, unit: int) -> str:
        """Return a unit without punctuation around it, in small letters."""
        return self.text[self.units[unit].start : self.units[unit].end].casefold()

    def trimmed(self, units: range) -> range:
        """Return a range without the units at its ends that are nothing but punctuation, unless all are."""
        lettered = [place for place in units if self.units[place].start < self.units[place].end]
        return range(lettered[0], lettered[-1] + 1) if lettered else units

    def extent(self, units: range) -> tuple[int, int]:
        """Return the offsets of the beginning and end of a mark over units that `trimmed` returned.

        Punctuation is outside, except a bracket or quotation mark whose other one is inside.
        """
        first, last = self.units[units[0]], self.units[units[-1]]
        start, end = (first.start, last.end) if first.start < first.end else (first.outer[0], last.outer[1])
        inside = self.text[start:end]
        for closing in self.text[end : last.outer[1]]:
            if closing not in _PAIRS or inside.count(_PAIRS[closing]) <= inside.count(closing):
                break
            inside += closing
        for opening in reversed(self.text[first.outer[0] : start]):
            closing = next((one for one, other in _PAIRS.items() if other == opening), "")
            if not closing or inside.count(closing) <= inside.count(opening):
                break
            inside, start = opening + inside, start - 1
        return start, start + len(inside)


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its place in a counterpart: the offsets of beginning and end, and how many marks are around it."""

    mark: Mark
    start: int
    end: int
    depth: int


@dataclass(slots=True)
class Placing:
    """The places of the marks of one sentence, filled by `place`.

    Attributes:
        source: the plain text of the source.
        cores: the offsets of the beginning and end of each of its words, without the punctuation at them.
        target: the counterpart.
        rows: for each unit of the counterpart, the attention that it pays to words of the source, by their numbers.
        placed: the marks that have a place, outer ones before those inside.
        unplaced: the links for which there is no place.
    """

    source: str
    cores: Sequence[tuple[int, int]]
    target: Target
    rows: Sequence[Mapping[int, float]]
    placed: list[Placed] = field(default_factory=list)
    unplaced: list[Mark] = field(default_factory=list)

    @classmethod
    def of(cls, source: str, target: Target, alignment: str) -> "Placing":
        weights = _weights(source, target.text, alignment)
        rows: list[dict[int, float]] = [{} for _ in target.units]
        for row, unit in zip(rows, target.units, strict=True):
            for number in unit.words:
                for word, weight in weights.get(number, {}).items():
                    row[word] = max(row.get(word, 0.0), weight)
        cores = [_core(source, *match.span()) for match in _WORD.finditer(source)]
        return cls(source, cores, target, rows)

    def place(self, siblings: Sequence[Mark], room: range, within: Mark | None = None, depth: int = 0) -> None:
        """Place marks that stand side by side in a range of units, `room`, then those inside them in their own units.

        `within` is the mark around them, `depth` how many there are. The surest are placed first; of those of which
        nothing is known links are, for they must not be lost.
        """
        if len(siblings) == 1 and self.words(siblings[0]) == self.words(within):
            found = {0: room} if room else {}
        else:
            found = self._found(siblings, room)
            for linked in (True, False):
                lost = [
                    place for place, mark in enumerate(siblings) if place not in found and linked == any(mark.links())
                ]
                self._spread(siblings, lost, found, room)
        for place, mark in enumerate(siblings):
            if place in found:
                found[place] = self.target.trimmed(found[place])
                start, end = self.target.extent(found[place])
                outer = next((one for one in self.placed if one.mark is within), None)
                start, end = (max(start, outer.start), min(end, outer.end)) if outer else (start, end)
                self.placed.append(Placed(mark, start, end, depth))
                self.place(mark.inner, found[place], mark, depth + 1)
            else:
                self.unplaced += mark.links()

    def words(self, mark: Mark | None) -> range:
        """Return the numbers of the words of the source that a mark covers, or without a mark those of all words."""
        start, end = (mark.start, mark.end) if mark else (0, len(self.source))
        start, end = _core(self.source, start, end)
        found = [
            number for number, (first, last) in enumerate(self.cores) if first < last and first < end and start < last
        ]
        return range(found[0], found[-1] + 1) if found else range(0)

    def origin(self, number: int) -> int | None:
        """Return the last unit that surely comes from a word of the source, or None."""
        weight, place = max(((row.get(number, 0.0), place) for place, row in enumerate(self.rows)), default=(0.0, 0))
        return place if weight >= PEAK else None

    def _found(self, siblings: Sequence[Mark], room: range) -> dict[int, range]:
        """Return the units of the marks whose place is sure, by their positions among the siblings."""
        found: dict[int, range] = {}
        taken: set[int] = set()
        runs = {place: self.run(self.words(mark), room, taken) for place, mark in enumerate(siblings)}
        while any(units for _, units in runs.values()):
            surest = max(runs, key=lambda place: (runs[place][0], -place))
            _, found[surest] = runs.pop(surest)
            taken.update(found[surest])
            for place, (_, units) in runs.items():
                if not taken.isdisjoint(units):
                    runs[place] = self.run(self.words(siblings[place]), room, taken)
        return found

    def run(self, words: range, room: range, taken: set[int]) -> tuple[float, range]:
        """Return a score and the run of free units that comes from some words of the source; 0 and none if unsure.

        A run is as good as the attention that its units pay to the words, less that to other words: so one stray unit
        afar brings in none between, and one in the middle breaks nothing.
        """
        best, units = 0.0, range(0)
        start, score = room.start, 0.0
        for unit in room:
            score += self._preference(unit, words)
            if score <= 0 or unit in taken:
                start, score = unit + 1, 0.0
            elif score > best:
                best, units = score, range(start, unit + 1)
        inside = {unit: self._attention(unit, words) for unit in room if unit not in taken}
        most = sum(inside[unit] for unit in units) >= sum(inside.values()) / 2

        texts = self.source.split()
        leading = frozenset() if units and texts[words.start].casefold() in LEADING else LEADING
        while units and self._preference(units[-1], words) < MARGIN:
            units = units[:-1]
        while units and (self._preference(units[0], words) < MARGIN or self.target.word(units[0]) in leading):
            units = units[1:]
        sure = (
            most
            and len(units) <= LONGER * len(words) + 2
            and max((inside[unit] for unit in units), default=0.0) >= PEAK
            and self.translated(words, units) >= SHARE
        )
        return (best / len(units), units) if sure else (0.0, range(0))

    def translated(self, words: range, units: range) -> float:
        """Return the share of the letters of some words of the source that stand in words which units come from."""
        texts = self.source.split()
        attended = {word for unit in units for word, weight in self.rows[unit].items() if weight >= PRESENT}
        return sum(len(texts[word]) for word in words if word in attended) / sum(len(texts[word]) for word in words)

    def _preference(self, unit: int, words: range) -> float:
        """Return the attention that a unit pays to some words of the source, less what it pays to others."""
        return 2 * self._attention(unit, words) - sum(self.rows[unit].values())

    def attention_at(self, words: range, place: tuple[int, int]) -> float:
        """Return the sum of the attention that the units between two offsets pay to some words of the source."""
        return sum(self._attention(unit, words) for unit, one in enumerate(self.target.units) if one.meets(*place))

    def _attention(self, unit: int, words: range) -> float:
        """Return the attention that a unit pays to some words of the source, of 1 in all."""
        return sum(weight for word, weight in self.rows[unit].items() if word in words)

    def _spread(self, siblings: Sequence[Mark], lost: Sequence[int], found: dict[int, range], room: range) -> None:
        """Add places to `found` for marks that attention did not find (`lost`): free units of their clauses, in order.

        The units are looked for between those of the marks before and after in the source, then in all of the clause,
        then in the whole room. A link for which nothing is free takes a word from the mark that has the most.
        """
        waiting: dict[tuple[range, range], list[int]] = {}
        for place in lost:
            clause = self._clause(siblings[place], room)
            low = max([clause.start, *(units.stop for other, units in found.items() if other < place)])
            high = min([clause.stop, *(units.start for other, units in found.items() if other > place)])
            waiting.setdefault((range(low, high), clause), []).append(place)
        for (between, clause), places in waiting.items():
            for among in (between, clause, room):
                left = [place for place in places if place not in found]
                found.update(zip(left, self._shares(len(left), among, found.values()), strict=False))
        for place in lost:
            longest = max(found, key=lambda other: len(found[other]), default=place)
            if place not in found and any(siblings[place].links()) and len(found.get(longest, ())) > 1:
                units = found[longest]
                if longest < place:
                    found[longest], found[place] = units[:-1], units[-1:]
                else:
                    found[place], found[longest] = units[:1], units[1:]

    def _shares(self, count: int, among: range, taken: Iterable[range]) -> list[range]:
        """Return up to `count` ranges of free units, in order: the largest free runs, halved if too few."""
        busy = {unit for units in taken for unit in units}
        runs: list[range] = []
        for unit in among:
            if unit in busy:
                continue
            if runs and runs[-1].stop == unit:
                runs[-1] = range(runs[-1].start, unit + 1)
            else:
                runs.append(range(unit, unit + 1))
        runs = sorted(runs, key=len, reverse=True)[:count]
        while runs and len(runs) < count and len(largest := max(runs, key=len)) > 1:
            middle = largest.start + (len(largest) + 1) // 2
            runs.remove(largest)
            runs += [range(largest.start, middle), range(middle, largest.stop)]
        return sorted(runs, key=lambda run: run.start)

    def _clause(self, mark: Mark, room: range) -> range:
        """Return the units of a mark's clause, where both sides have as many clauses; else the room."""
        words = self.words(mark)
        there = _clauses(self.source.split())
        here = _clauses([self.target.text[slice(*unit.outer)] for unit in self.target.units])
        if len(there) != len(here) or not words:
            return room
        spanned = [one for one, clause in zip(here, there, strict=True) if set(clause) & set(words)]
        return range(max(spanned[0].start, room.start), min(spanned[-1].stop, room.stop)) or room


def _weights(source: str, plain: str, alignment: str) -> dict[int, Mapping[int, float]]:
    """Return the words of the source that each word of the counterpart comes from, by their numbers, with weights.

    A name or number that stands once in each of the two comes from itself, with the weight 1; so does a name in the
    other script that alone has its consonants.
    """
    weights: dict[int, Mapping[int, float]] = dict(align.parse(alignment))
    sides = [[_name(word) for word in text.split()] for text in (source, plain)]
    for place, name in enumerate(sides[1]):
        if name and [side.count(name) for side in sides] == [1, 1]:
            weights[place] = {sides[0].index(name): 1.0}
    for number, place in names.pairs(source.split(), plain.split()):
        weights[place] = {number: 1.0}
    return weights


def _name(word: str) -> str:
    """Return a word in Latin letters or a number without the punctuation at it; else nothing."""
    word = word[slice(*_core(word, 0, len(word)))]
    return word if re.search("[A-Za-z0-9٠-٩]", word) else ""


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of a part of a text without the punctuation and white space at its ends."""
    while start < end and is_around(text[start]):
        start += 1
    while start < end and is_around(text[end - 1]):
        end -= 1
    return start, end


def is_around(character: str) -> bool:
    """Tell whether a character stands around words and belongs to none: white space, or punctuation."""
    return character.isspace() or (unicodedata.category(character)[0] == "P" and character not in _KEPT)


def _clauses(words: Sequence[str]) -> list[range]:
    """Return the clauses of a sentence as ranges of its words."""
    ends = [
        number
        for number, word in enumerate(words, 1)
        if number == len(words) or word[-1] in _CLAUSE_ENDS or word in ("-", "–", "—")
    ]
    return [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]
