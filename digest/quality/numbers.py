"""Numbers as either language writes them, so that a right translation of one is never taken for a wrong one.

Every way to read a number is kept: `1,200` may be 1200 or 1.2, `1120` a count or twenty past eleven, `ثلاثة ملايين
و500 ألف` one number or two. Two texts agree when each number in digits has a reading in common with some number of
the other.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from digest.quality.number_words import (
    AND_A_HALF,
    ARABIC,
    CARDINALS,
    DUAL,
    DUALS,
    ENGLISH,
    SCALES,
    SECOND_WORDS,
    plain_arabic,
    stems,
)

Key = float | tuple[Literal["time"], int]
"""A number, or a time of day in minutes, modulo twelve hours."""

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.\u202f%")
_TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:ر،]\d+)*)"
    r"(?P<decade>'?s\b)?(?P<unit>(?:k|m|mn|bn|tn)\b)?"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<gap>[^\w\s]+)",
    re.IGNORECASE,
)
_UNITS = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_JOINING = {"and", "a", "to", "or", "و", "الى", "او"}
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_SQUARE = re.compile(r"(?<![^\W\d_])([kcm]?m|[كسم]?م)[23](?!\w)")
_ALWAYS = re.compile(r"(?<![\d/])24/7(?![\d/])")
_LONGEST_RUN = 8
_FORMULA = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}\Z")
"""What makes a number part of a name: `CO2`, `G20`, `B12`."""

_HALF_AFTER_NOUN = re.compile(r"\b(\w+) (\w+) (ونصف|والنصف|and a half)\b", re.IGNORECASE)
_SEPTEMBER_11 = re.compile(r"\b9/11\b|\bsept(?:ember|\.) 11\b|\b11 (?:سبتمبر|[أا]يلول|september)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?P<minutes>\w+) (?:minutes )?(?P<way>past|after|to|before) (?P<hour>\w+)", re.IGNORECASE)
_ARABIC_CLOCK = re.compile(r"\b(?P<hour>\w+) إلا (?P<minutes>\w+)")


@dataclass(frozen=True, slots=True)
class _Item:
    """A number, or a word that is part of one.

    Attributes:
        readings: what it may mean, the likeliest first; none of a time of day.
        digits: whether it is written in digits.
        times: what times of day it may mean.
        cardinal: whether it is a word that does nothing but count.
    """

    readings: tuple[float, ...]
    digits: bool = False
    times: tuple[int, ...] = ()
    cardinal: bool = False

    @property
    def scale(self) -> bool:
        return not self.digits and self.readings[0] in SCALES


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text.

    Attributes:
        required: for each number in digits, the readings of which one must be found in the other text.
        pool: every reading of every number, in digits and words.
        worded: for each number in words that count, its readings as a whole.
    """

    required: tuple[frozenset[Key], ...]
    pool: frozenset[Key]
    worded: tuple[frozenset[Key], ...] = ()


def plain_digits(text: str) -> str:
    """Return a text with the digits and number marks of English, without Arabic's vowel signs."""
    return _MARKS.sub("", text).translate(_DIGITS)


def read(text: str) -> Numbers:
    """Read the numbers of a text in Arabic, English or both."""
    required: list[frozenset[Key]] = []
    worded: list[frozenset[Key]] = []
    pool: set[Key] = set()
    clean = _ALWAYS.sub(" ", _SQUARE.sub(r"\1", plain_digits(text)))
    for run in _runs(_HALF_AFTER_NOUN.sub(_half_before_noun, clean)):
        values = _values(run)
        pool.update(*values.values())
        if _in_words(run):
            worded.append(_whole(run, values))
        for place, item in enumerate(run):
            if item.digits:
                scaled = bool(item.readings) and place + 1 < len(run) and run[place + 1].scale
                required.append(
                    frozenset(
                        itertools.chain.from_iterable(
                            keys
                            for (start, end), keys in values.items()
                            if start <= place < end and not (scaled and end == place + 1)
                        )
                    )
                    | _ranged(run, place)
                )
        for place in range(len(run)):
            pool |= _ranged(run, place)
    if DUAL.search(clean):
        pool.add(2.0)
    worded += [frozenset({2.0}) for _ in DUALS.findall(plain_arabic(clean))]
    if _SEPTEMBER_11.search(clean):
        pool.add(2001.0)
    if AND_A_HALF.search(clean):
        pool |= {1.5, 2.5}
    pool |= _clock_words(clean)
    return Numbers(required=tuple(required), pool=frozenset(pool), worded=tuple(worded))


def _half_before_noun(match: re.Match[str]) -> str:
    """Return `three and a half years` for `three years and a half`."""
    number, noun, half = match.groups()
    counts = number.isdecimal() or _word("", number)
    return f"{number} {half} {noun}" if counts and not _word("", noun) else match[0]


def agree(source: str, counterpart: str) -> bool:
    """Whether two texts say the same numbers.

    Each number in digits must be found in the other text, in digits or words. Numbers in words come and go in a right
    translation; they disagree when each text has one that the other lacks.
    """
    ours, theirs = read(source), read(counterpart)
    changed = not _covered(ours.worded, theirs.pool) and not _covered(theirs.worded, ours.pool)
    return _covered(ours.required, theirs.pool) and _covered(theirs.required, ours.pool) and not changed


def _covered(numbers: Sequence[frozenset[Key]], pool: frozenset[Key]) -> bool:
    # A lone 1 comes and goes with articles and singulars.
    return all(readings & pool or 1.0 in readings for readings in numbers)


def _in_words(run: Sequence[_Item]) -> bool:
    """Whether a run is nothing but words that count, and parts (`half a million`)."""
    counts = [item.cardinal or (not item.digits and item.readings[0] <= 1) for item in run]
    return all(counts) and any(item.cardinal for item in run)


def _whole(run: Sequence[_Item], values: dict[tuple[int, int], frozenset[Key]]) -> frozenset[Key]:
    """Return what a number in words means as a whole; of several without a scale (`three or four`) each."""
    if any(item.scale for item in run):
        return values[0, len(run)]
    each = frozenset().union(*(values[place, place + 1] for place in range(len(run))))
    return values[0, len(run)] | each - ({1.0} if len(run) > 1 else set())


def _clock_words(text: str) -> frozenset[Key]:
    """Return the times of day that are said from the hour: `a quarter to seven`, `السابعة إلا ربعا`."""
    found: set[Key] = set()
    for match in _CLOCK.finditer(text):
        first, then = (_minutes(match[name]) for name in ("minutes", "hour"))
        if first is not None and then is not None:
            found.add(("time", int(then * 60 + (first if match["way"] in {"past", "after"} else -first)) % 720))
    for match in _ARABIC_CLOCK.finditer(text):
        hour, less = (_minutes(match[name]) for name in ("hour", "minutes"))
        if hour is not None and less is not None:
            found.add(("time", int(hour * 60 - less) % 720))
    return frozenset(found)


def _minutes(word: str) -> float | None:
    """Return what a word or figure of a time of day means; a part is one of an hour."""
    if word.isdecimal():
        return float(word)
    item = _word("", word)
    value = item.readings[0] if item else None
    return round(value * 60) if value and value < 1 else value


def _runs(text: str) -> Iterator[list[_Item]]:
    """Yield the numbers of a text, those that may belong together in one list."""
    run: list[_Item] = []
    previous = ""
    for match in _TOKEN.finditer(text):
        item: _Item | None = None
        joins = False
        if digits := match["digits"]:
            item = _digits(digits, decade=bool(match["decade"]), unit=(match["unit"] or "").lower())
            if _FORMULA.search(text, max(0, match.start() - 3), match.start()):
                item = replace(item, digits=False)
        elif word := match["word"]:
            item = _word(previous if word in SECOND_WORDS else "", word)
            previous = word
            joins = plain_arabic(word.lower()) in _JOINING
        else:
            joins = match["gap"] in {"-", "–", "—", "$", "€", "£"}
        if item:
            run.append(item)
        elif run and not joins:
            yield from _pieces(run)
            run = []
    yield from _pieces(run)


def _pieces(run: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Yield a run, a very long one in pieces: a table of results is not one number."""
    for start in range(0, len(run), _LONGEST_RUN):
        yield list(run[start : start + _LONGEST_RUN])


@lru_cache(maxsize=4096)
def _word(previous: str, word: str) -> _Item | None:
    """Read a word alone, or with the one before it (`تشرين الثاني`)."""
    if readings := ENGLISH.get(f"{previous} {word}".lower()) or ENGLISH.get(word.lower()):
        return _Item(readings, cardinal=word.lower() in CARDINALS)
    plain = plain_arabic(word)
    if readings := ARABIC.get(f"{plain_arabic(previous)} {plain}"):
        return _Item(readings)
    found = next((stem for stem in stems(plain) if stem in ARABIC), None)
    return _Item(ARABIC[found], cardinal=found in CARDINALS) if found else None


def _digits(digits: str, *, decade: bool, unit: str) -> _Item:
    """Read a number in digits in every way it may be meant."""
    parts = re.split(r"[.,:ر،]", digits)
    readings: list[float] = []
    times: list[int] = []
    if re.search(r"[ \u00a0\u202f]", digits):
        parts = digits.split()
        readings = [float("".join(parts))]
    elif len(parts) == 1:
        readings = [float(digits)]
        if len(digits) == 4 and not decade:
            times += _time(digits[:-2], digits[-2:])
    else:
        thousands = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
        if thousands and ":" not in digits:
            readings.append(float("".join(parts)))
        if len(parts) == 2:
            if ":" not in digits:
                readings.append(float(".".join(parts)))
            times += _time(*parts) if len(parts[1]) == 2 and ("." in digits or ":" in digits) else []
            if times and ":" in digits:
                return _Item((), digits=True, times=tuple(times))
        elif all(len(part) == 3 for part in parts[1:-1]) and ":" not in digits:
            readings.append(float("".join(parts[:-1]) + "." + parts[-1]))
        readings += [] if readings else [float(part) for part in parts]
    if decade:
        readings.append(readings[0] % 100)
        readings += [readings[0] + 1900] if readings[0] < 100 else []
        readings += [readings[0] // 100 + 1] if readings[0] % 100 == 0 else []  # the 1800s
    if unit:
        readings.append(readings[0] * _UNITS[unit])
    return _Item(tuple(readings), digits=True, times=tuple(times))


def _time(hours: str, minutes: str) -> list[int]:
    hour, minute = int(hours or "0"), int(minutes)
    return [(hour * 60 + minute) % 720] if hour < 25 and minute < 60 else []


def _values(run: Sequence[_Item]) -> dict[tuple[int, int], frozenset[Key]]:
    """Return what each part of a run means, by its start and end."""
    found: dict[tuple[int, int], frozenset[Key]] = {}
    for start, end in itertools.combinations(range(len(run) + 1), 2):
        part = run[start:end]
        keys: set[Key] = {("time", minutes) for item in part for minutes in item.times if len(part) == 1}
        for readings in itertools.islice(itertools.product(*(item.readings[:4] for item in part)), 64):
            keys |= _keys(_compose(readings))
            if len(part) > 1 and readings[-2] in {1e6, 1e9} and readings[-1] in range(100, 1000, 100):
                keys.add(_compose(readings[:-1]) + readings[-1] * readings[-2] / 1000)  # three million and five hundred
            rest = _compose(readings[1:])
            if 10 <= readings[0] < 100 and 10 <= rest < 100:
                keys.add(readings[0] * 100 + rest)  # nineteen sixty-seven
            if len(part) > 1 and readings[0] < 25 and 1 <= rest < 60:
                keys.add(("time", int(readings[0] * 60 + rest) % 720))  # seven thirty
        found[start, end] = frozenset(keys)
    return found


def _compose(readings: Sequence[float]) -> float:
    """Put a number together: 3, 1,000,000, 500, 1,000 are 3,500,000."""
    total = current = scale = 0.0
    for reading in readings:
        if reading in SCALES:
            total += (current or 1) * reading
            current, scale = 0, reading
        elif scale and reading in {0.25, 0.3333, 0.5}:  # five million and a half
            total += reading * scale
        elif reading in {12, 100}:  # four dozen, four hundred
            current = current * reading if 0 < current < 10 else current + reading
        else:
            current += reading
    return total + current


def _keys(value: float) -> set[Key]:
    keys: set[Key] = {round(value, 4)}
    quarters = value * 4
    if value < 25 and quarters == int(quarters):
        keys.add(("time", int(value * 60) % 720))
    return keys


def _ranged(run: Sequence[_Item], place: int) -> frozenset[Key]:
    """Return what a number means when the scale after a later one is its own too: `10 to 15 million`."""
    if not run[place].digits:
        return frozenset()
    for item in run[place + 1 :]:
        if item.scale:
            return frozenset(round(reading * item.readings[0], 4) for reading in run[place].readings)
        if not item.digits:
            break
    return frozenset()
