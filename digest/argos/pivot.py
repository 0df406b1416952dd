"""Two packages used as one, through a third language, where none translates a pair directly."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from digest.argos.engine import Decoding, Engine
from digest.argos.package import Package, find
from digest.markup import align
from digest.model import Hypothesis

CHUNK = 256
"""Texts that are taken through both packages before the next ones are, so that results come while others wait."""


@dataclass(frozen=True, kw_only=True)
class Pivot(Package):
    """A package made of two; its id names both, and its digest covers both.

    Attributes:
        first: from the source language to the third.
        second: from the third language to the target.
    """

    first: Package
    second: Package

    @cached_property
    def digest(self) -> str:
        """The sha256 of both digests."""
        return hashlib.sha256(f"{self.first.digest} {self.second.digest}".encode()).hexdigest()


def join(first: Package, second: Package) -> Pivot:
    """Return two packages as one: `translate-ar_fr+translate-fr_en 1.0+1.9`."""
    return Pivot(
        name=f"{first.name}+{second.name}",
        version=f"{first.version}+{second.version}",
        from_code=first.from_code,
        to_code=second.to_code,
        path=first.path,
        first=first,
        second=second,
    )


def find_pivot(packages: Iterable[Package], from_code: str, to_code: str, name: str | None = None) -> Pivot | None:
    """Return two packages that lead from one language to another, or None.

    A name names both: `translate-ar_fr+translate-fr_en`. Without one, English goes before other third languages, then
    the alphabet decides.
    """
    packages = list(packages)
    names: Sequence[str | None] = name.split("+") if name else (None, None)
    if len(names) != 2:
        return None
    between = {package.to_code for package in packages if package.from_code == from_code} - {from_code, to_code}
    for third in sorted(between, key=lambda code: (code != "en", code)):
        first, second = find(packages, from_code, third, names[0]), find(packages, third, to_code, names[1])
        if first and second:
            return join(first, second)
    return None


class PivotEngine(Engine):
    """Translates with one package what another one said.

    Attributes:
        first: the engine of the first package.
        second: that of the second.
    """

    def __init__(self, package: Pivot, first: Engine, second: Engine) -> None:
        super().__init__(package, first.decoding.beam_size, first.threads)
        self.first = first
        self.second = second

    def translate(
        self, texts: Iterable[str], decoding: Decoding | None = None, *, aligned: bool = False
    ) -> Iterator[tuple[int, Hypothesis]]:
        """Yield the number of each text and its translation, as `Engine.translate` does.

        The score is that of the more doubtful half; a flag of either half is a flag of the whole.
        """
        rest = enumerate(texts)
        while chunk := list(itertools.islice(rest, CHUNK)):
            numbers = [number for number, _ in chunk]
            halves = dict(_translated(self.first, [text for _, text in chunk], decoding, aligned))
            between = [halves[place].text for place in range(len(chunk))]
            for place, said in _translated(self.second, between, decoding, aligned):
                yield numbers[place], _whole(halves[place], said)


def _translated(
    engine: Engine, texts: Iterable[str], decoding: Decoding | None, aligned: bool
) -> Iterator[tuple[int, Hypothesis]]:
    """Translate with one of the two; each weighs lengths as its own package says."""
    own = replace(decoding, length_penalty=engine.decoding.length_penalty) if decoding else None
    return engine.translate(texts, own, aligned=aligned)


def _whole(first: Hypothesis, second: Hypothesis) -> Hypothesis:
    """Return what two hypotheses are together, the second a translation of the first."""
    sources = align.parse(first.alignment)
    weights: dict[int, dict[int, float]] = {}
    for target, row in align.parse(second.alignment).items():
        for between, weight in row.items():
            for source, share in sources.get(between, {}).items():
                found = weights.setdefault(target, {})
                found[source] = found.get(source, 0.0) + weight * share
    return Hypothesis(
        text=second.text,
        score=min(first.score, second.score),
        flags=tuple(dict.fromkeys((*first.flags, *second.flags))),
        alignment=align.written(weights),
    )
