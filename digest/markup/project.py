"""Inline Markdown, taken out before a machine translates, put back into what it says.

The way is that of Müller 2017 (Treatment of Markup in Statistical Machine Translation) and of the baseline of
Hanneman and Dinu 2020 (How Should Markup Tags Be Translated?): a mark goes to the words that come from those that it
stood at. Which words come from which, the model's attention says (`align`); a name or a number that stands in both
languages alike says it better. Where neither says enough, the mark covers its clause.

1. `_with_code`: code is written as its author did.
2. `_Target`: the counterpart is cut into units, its words, code in one piece.
3. `_Placing`: each mark gets a range of units, the surest first: one inside another in the units of that one, those
   beside one another in different units. So none ever crosses another, and no link stands in a link.
4. `_written`: Markdown.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from digest.markup import align
from digest.markup.inline import Mark, as_markdown, marks, strip
from digest.markup.parser import References, parser

PEAK = 0.5
"""The attention that at least one word of a counterpart pays to the words of a mark; below it nothing is sure."""
MARGIN = 0.2
"""How much more it is than that to other words, at least, of the first and the last word that a mark covers."""
SHARE = 1 / 3
"""Of the letters of a marked text, how many stand in words that the words found for it look at: `PRESENT` at least."""
PRESENT = 0.2
LONGER = 3
"""How many words a word may become, and two more in all."""
_LEADING = (
    "and but or that which at by for from in into of on over to under with within according during against near "
    "أن إن أو ثم في من على إلى الى عن مع عند لدى ضد نحو خلال بين وفق بحسب حول قرب"
)
LEADING = frozenset(_LEADING.split())
"""Words that look at the one that they lead in. A mark does not begin with them, unless it does so in its source."""

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_WORD = re.compile(r"\S+")
_STOPS = ".!?؟…"
_CLAUSE_ENDS = "،,;؛:"
_KEPT = frozenset("%٪‰@#&/\\_*")
_PAIRS = dict(zip(")]}»”’", "([{«“‘", strict=True))


def project(source: str, plain: str, references: References | None = None, alignment: str = "") -> str:
    """Return a machine's counterpart, plain text, as inline Markdown with the marks of its source.

    `alignment` says which words of `plain` come from which of the source's plain text: see `align`.

    Every link and every footnote mark of the source is in it exactly once, balanced and rightly nested. What a reader
    sees is `plain`, with two exceptions: code that the machine changed stands as in the source, and a link for which
    there is no word left (the counterpart has fewer words than the source has links) follows with its own text.
    Emphasis for which there is no word is left out, and so is code of which the counterpart has no trace.
    """
    outer = marks(source, references)
    if not outer:
        return as_markdown(plain)
    text = strip(source, references)
    every = [mark for one in outer for mark in one.walk()]
    plain, alignment, code = _with_code(text, plain, alignment, [mark for mark in every if mark.kind == "code"])
    target = _Target.of(plain, code)
    placing = _Placing.of(text, target, alignment)
    placing.place([one for mark in outer for one in _settled(mark)], range(len(target.units)))
    if placing.homeless:  # there are few words: links go before emphasis
        placing = _Placing.of(text, target, alignment)
        placing.place([replace(mark, inner=()) for mark in every if mark.kind == "link"], range(len(target.units)))
    return _written(placing, [mark for mark in every if mark.kind == "note"])


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the counterpart, or several that code joins.

    Attributes:
        start: offset of its first character that is not punctuation around it.
        end: offset after the last.
        outer: where its first and last words begin and end, with all punctuation.
        words: their numbers.
    """

    start: int
    end: int
    outer: tuple[int, int]
    words: range

    def meets(self, start: int, end: int) -> bool:
        """Tell whether a part of it stands between two offsets."""
        return self.outer[0] < end and start < self.outer[1]


@dataclass(frozen=True, slots=True)
class _Target:
    """A counterpart.

    Attributes:
        text: plain.
        units: its words in order.
        code: where code stands in it: from and to.
    """

    text: str
    units: Sequence[_Unit]
    code: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str, code: Sequence[tuple[int, int]]) -> "_Target":
        units: list[_Unit] = []
        for number, match in enumerate(_WORD.finditer(text)):
            begin, end = match.span()
            first, last = _core(text, begin, end)
            for start, stop in code:
                if start < end and begin < stop:
                    first, last = min(first, max(start, begin)), max(last, min(stop, end))
            if units and any(start < units[-1].outer[1] and begin < stop for start, stop in code):
                before = units.pop()
                units.append(_Unit(before.start, last, (before.outer[0], end), range(before.words.start, number + 1)))
            else:
                units.append(_Unit(first, last, (begin, end), range(number, number + 1)))
        return cls(text, units, code)

    @property
    def stop(self) -> int:
        """Where the text ends, without the stop after it."""
        return max([len(self.text.rstrip().rstrip(_STOPS).rstrip()), *(end for _, end in self.code)])

    def word(self, unit: int) -> str:
        """Return a unit without punctuation around it, in small letters."""
        return self.text[self.units[unit].start : self.units[unit].end].casefold()

    def trimmed(self, units: range) -> range:
        """Return a range without the units at its ends that are nothing but punctuation, unless all are."""
        lettered = [place for place in units if self.units[place].start < self.units[place].end]
        return range(lettered[0], lettered[-1] + 1) if lettered else units

    def extent(self, units: range) -> tuple[int, int]:
        """Return where a mark over trimmed units begins and ends: punctuation is outside, unless it belongs inside.

        What belongs inside is a bracket or quotation mark whose other one is inside.
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
class _Placed:
    """A mark, and where it stands in the counterpart: from and to, and how many marks it stands in."""

    mark: Mark
    start: int
    end: int
    depth: int


@dataclass(slots=True)
class _Placing:
    """Finds ranges of units for marks.

    Attributes:
        source: plain.
        cores: from where to where its words stand, without the punctuation at them.
        target: the counterpart.
        rows: for each of its units, how much attention it pays to which words of the source.
        placed: the marks that have a place.
        homeless: links that have none.
    """

    source: str
    cores: Sequence[tuple[int, int]]
    target: _Target
    rows: Sequence[Mapping[int, float]]
    placed: list[_Placed] = field(default_factory=list)
    homeless: list[Mark] = field(default_factory=list)

    @classmethod
    def of(cls, source: str, target: _Target, alignment: str) -> "_Placing":
        weights = _weights(source, target.text, alignment)
        rows: list[dict[int, float]] = [{} for _ in target.units]
        for row, unit in zip(rows, target.units, strict=True):
            for number in unit.words:
                for word, weight in weights.get(number, {}).items():
                    row[word] = max(row.get(word, 0.0), weight)
        cores = [_core(source, *match.span()) for match in _WORD.finditer(source)]
        return cls(source, cores, target, rows)

    def place(self, siblings: Sequence[Mark], room: range, within: Mark | None = None, depth: int = 0) -> None:
        """Place marks that stand side by side, and then what is inside them, in a range of units.

        The surest come first. Of those that nothing is known of, links do, for they must not be lost.
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
                self.placed.append(_Placed(mark, start, end, depth))
                self.place(mark.inner, found[place], mark, depth + 1)
            else:
                self.homeless += mark.links()

    def words(self, mark: Mark | None) -> range:
        """Return the numbers of the source's words that a mark stands at; all without one."""
        start, end = (mark.start, mark.end) if mark else (0, len(self.source))
        start, end = _core(self.source, start, end)
        found = [
            number for number, (first, last) in enumerate(self.cores) if first < last and first < end and start < last
        ]
        return range(found[0], found[-1] + 1) if found else range(0)

    def origin(self, number: int) -> int | None:
        """Return the last unit that a word of the source becomes for sure, if there is one."""
        weight, place = max(((row.get(number, 0.0), place) for place, row in enumerate(self.rows)), default=(0.0, 0))
        return place if weight >= PEAK else None

    def _found(self, siblings: Sequence[Mark], room: range) -> dict[int, range]:
        """Return the units of the marks that are sure, by their places among the siblings."""
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
        """Return how sure it is that a run of free units comes from some words, and the run; an empty one if it isn't.

        A run is as good as the attention that its units pay to the words, less that to other words: so one stray unit
        afar brings in none between, and one in the middle breaks nothing.
        """
        best, units = 0.0, range(0)
        start, score = room.start, 0.0
        for unit in room:
            score += self._lean(unit, words)
            if score <= 0 or unit in taken:
                start, score = unit + 1, 0.0
            elif score > best:
                best, units = score, range(start, unit + 1)
        inside = {unit: self._attention(unit, words) for unit in room if unit not in taken}
        most = sum(inside[unit] for unit in units) >= sum(inside.values()) / 2

        texts = self.source.split()
        leading = frozenset() if units and texts[words.start].casefold() in LEADING else LEADING
        while units and self._lean(units[-1], words) < MARGIN:
            units = units[:-1]
        while units and (self._lean(units[0], words) < MARGIN or self.target.word(units[0]) in leading):
            units = units[1:]
        heard = {word for unit in units for word, weight in self.rows[unit].items() if weight >= PRESENT}
        letters = sum(len(texts[word]) for word in words if word in heard)
        sure = (
            most
            and len(units) <= LONGER * len(words) + 2
            and max((inside[unit] for unit in units), default=0.0) >= PEAK
            and letters >= SHARE * sum(len(texts[word]) for word in words)
        )
        return (best / len(units), units) if sure else (0.0, range(0))

    def _lean(self, unit: int, words: range) -> float:
        """Return how much more attention a unit pays to some words of the source than to others."""
        return 2 * self._attention(unit, words) - sum(self.rows[unit].values())

    def attention_at(self, words: range, place: tuple[int, int]) -> float:
        """Return how much attention the units between two offsets pay to some words of the source."""
        return sum(self._attention(unit, words) for unit, one in enumerate(self.target.units) if one.meets(*place))

    def _attention(self, unit: int, words: range) -> float:
        """Return how much of its attention a unit pays to some words of the source."""
        return sum(weight for word, weight in self.rows[unit].items() if word in words)

    def _spread(self, siblings: Sequence[Mark], lost: Sequence[int], found: dict[int, range], room: range) -> None:
        """Give marks that attention does not find what is free in their clauses, in their order.

        Best between the marks that they stand between in the source, else in all of the clause, else in the room. A
        link for which nothing is free takes a word from the mark beside it that has the most.
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
        """Return up to `count` ranges of free units, in order, the largest that there are: free runs are halved."""
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


def _settled(mark: Mark, around: frozenset[str] = frozenset()) -> tuple[Mark, ...]:
    """Return a mark with what has to be placed inside it; a mark of a kind that it stands in already shows nothing."""
    inner = tuple(one for each in mark.inner for one in _settled(each, around | {mark.kind}))
    if mark.kind in ("code", "note"):
        return ()
    return inner if mark.kind in around else (replace(mark, inner=inner),)


def _with_code(
    source: str, plain: str, alignment: str, codes: Sequence[Mark]
) -> tuple[str, str, list[tuple[int, int]]]:
    """Return a counterpart in which code is as in its source, its alignment, and where code stands.

    Code is found by its letters, then without regard to their case, then by attention; else it is left out.
    """
    found: dict[tuple[int, int], str] = {}
    placing = _Placing.of(source, _Target.of(plain, []), alignment)
    for mark in codes:
        code = source[mark.start : mark.end].strip()
        words = placing.words(mark)
        letters = r"\s+".join(map(re.escape, code.split()))
        for flags in (re.NOFLAG, re.IGNORECASE):
            places = [match.span() for match in re.finditer(rf"(?<!\w){letters}(?!\w)", plain, flags)]
            if free := [(start, end) for start, end in places if all(end < a or b < start for a, b in found)]:
                found[max(free, key=partial(placing.attention_at, words))] = code
                break
        else:
            taken = {place for place, unit in enumerate(placing.target.units) for a, b in found if unit.meets(a, b)}
            _, units = placing.run(words, range(len(placing.target.units)), taken)
            if units:
                found[placing.target.extent(placing.target.trimmed(units))] = code
    text, end = "", 0
    stands: list[tuple[int, int]] = []
    for (start, stop), code in sorted(found.items()):
        text += plain[end:start]
        stands.append((len(text), len(text) + len(code)))
        text, end = text + code, stop
    text += plain[end:]
    return text, align.joined([(source, plain, alignment)], source, text) if text != plain else alignment, stands


def _written(placing: _Placing, notes: Sequence[Mark]) -> str:
    """Return the counterpart with all marks."""
    text, stop = placing.target.text, placing.target.stop
    whole = {(start, end): _fenced(text[start:end]) for start, end in placing.target.code}
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for one in sorted(placing.placed, key=lambda one: one.depth):
        shown = text[one.start : one.end]
        if one.mark.kind == "link" and _shows_itself(shown, one.mark.target) and not one.mark.inner:
            whole[one.start, one.end] = f"<{shown}>"
        else:
            before, after = ("[", _address(one.mark)) if one.mark.kind == "link" else (one.mark.kind, one.mark.kind)
            opening[one.start] = opening.get(one.start, "") + before
            closing[one.end] = after + closing.get(one.end, "")
    added: dict[int, str] = {}
    for note in notes:
        place = _place_of_note(placing, note)
        added[place] = added.get(place, "") + f"[^{note.target}]"
    for link in placing.homeless:
        own = as_markdown(placing.source[link.start : link.end].strip())
        added[stop] = added.get(stop, "") + f"{' ' if text.strip() else ''}[{own}{_address(link)}"

    parts: list[str] = []
    inside = [place for span in whole for place in range(span[0] + 1, span[1])]
    cuts = sorted(
        {0, len(text), *opening, *closing, *added, *(place for span in whole for place in span)} - set(inside)
    )
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        parts += [closing.get(start, ""), added.get(start, ""), opening.get(start, "")]
        parts.append(whole.get((start, end)) or as_markdown(text[start:end]))
    return _joined(parts)


def _place_of_note(placing: _Placing, note: Mark) -> int:
    """Return where a footnote mark goes: after the word that it follows in the source, never into a link or code.

    One that ends its sentence does so on both sides, before or after the stop; so does, before it, one that is unsure.
    """
    text, source = placing.target.text, placing.source
    before, after = source[: note.start].rstrip(), source[note.start :]
    if not any(map(str.isalnum, before)):
        return 0
    if not any(map(str.isalnum, after)):
        return len(text.rstrip()) if before[-1] in _STOPS else placing.target.stop
    marked = [one for one in placing.placed if one.mark.end == note.start]
    unit = placing.origin(len(before.split()) - 1)
    if marked:
        place = marked[0].end
    elif unit is not None:
        one = placing.target.units[unit]
        place = one.outer[1] if _is_around(before[-1]) else one.end
    else:
        place = placing.target.stop
    closed = [*placing.target.code, *((one.start, one.end) for one in placing.placed if one.mark.kind == "link")]
    return max([end for start, end in closed if start < place < end], default=place)


def _fenced(code: str) -> str:
    """Return code as Markdown, in more backticks than it has in a row."""
    fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    space = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{fence}{space}{code}{space}{fence}"


def _address(link: Mark) -> str:
    """Return how a link ends; what looks like an entity in its address is none."""
    address = _ENTITY.sub(r"\\&", link.target)
    return f"](<{address}>)"


def _shows_itself(text: str, address: str) -> bool:
    """Tell whether a link shows its own address, so that `<…>` says all."""
    return bool(
        _ADDRESS.fullmatch(text)
        and parser().normalizeLink(text) == address
        and parser().normalizeLinkText(text) == text
    )


def _joined(parts: Iterable[str]) -> str:
    """Join Markdown so that no `!` before a link makes it a picture."""
    joined = ""
    for part in parts:
        joined = f"{joined[:-1]}\\!{part}" if part.startswith("[") and joined.endswith("!") else joined + part
    return joined


def _weights(source: str, plain: str, alignment: str) -> dict[int, Mapping[int, float]]:
    """Return for each word of the counterpart where it comes from; of what stands once on both sides alike, surely."""
    weights: dict[int, Mapping[int, float]] = dict(align.parse(alignment))
    sides = [[_name(word) for word in text.split()] for text in (source, plain)]
    for place, name in enumerate(sides[1]):
        if name and [side.count(name) for side in sides] == [1, 1]:
            weights[place] = {sides[0].index(name): 1.0}
    return weights


def _name(word: str) -> str:
    """Return a word in Latin letters or a number without the punctuation at it; else nothing."""
    word = word[slice(*_core(word, 0, len(word)))]
    return word if re.search("[A-Za-z0-9٠-٩]", word) else ""


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a part of a text without the punctuation and white space at its ends."""
    while start < end and _is_around(text[start]):
        start += 1
    while start < end and _is_around(text[end - 1]):
        end -= 1
    return start, end


def _is_around(character: str) -> bool:
    return character.isspace() or (unicodedata.category(character)[0] == "P" and character not in _KEPT)


def _clauses(words: Sequence[str]) -> list[range]:
    """Return the clauses of a sentence as ranges of its words."""
    ends = [
        number
        for number, word in enumerate(words, 1)
        if number == len(words) or word[-1] in _CLAUSE_ENDS or word in ("-", "–", "—")
    ]
    return [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]
