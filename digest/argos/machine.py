"""The packages of this computer: found without a model library, loaded when they are first needed."""

import re
from collections.abc import Sequence
from pathlib import Path

from digest.argos.embedded import embedded
from digest.argos.engine import Decoding, Engine
from digest.argos.package import BULLETINS, Package, find, installed
from digest.argos.pivot import Pivot, PivotEngine, find_pivot
from digest.errors import DigestError
from digest.model import Lang

_VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670]")

LEAST_SCORES = {BULLETINS: -0.15}
"""The mean log-probability below which a package's answers are not shown, by its name.

Of 80 bulletins and headlines in plain words, the embedded package has 8 above it, and all of these are right; of its 23
fluent and false ones none is. There is none for packages in general: what a model gives to right words depends on it.
"""


class Machine:
    """Finds and loads packages; a loaded one stays loaded.

    Attributes:
        folders: where installed packages lie.
        cache: where the embedded ones are unpacked; it may be deleted at any time.
        settings: what decides a translation beside the package, for cache keys.
        second: the name of a second package whose translations others' are compared with, or None.
        round_trip: whether translations are also translated back and compared with their source.
        least_score: the mean log-probability below which answers are not shown; None shows all.
        strip_vowel_marks: whether packages read Arabic without its vowel marks.
    """

    def __init__(
        self,
        *,
        folders: Sequence[Path],
        cache: Path,
        beam_size: int = 4,
        threads: int = 0,
        second: str | None = None,
        round_trip: bool = False,
        least_score: float | None = None,
        strip_vowel_marks: bool = False,
    ) -> None:
        self.folders = tuple(folders)
        self.cache = cache
        self.second = second
        self.round_trip = round_trip
        self.least_score = least_score
        self.strip_vowel_marks = strip_vowel_marks
        self.settings = Decoding(beam_size=beam_size).key + "/without vowel marks" * strip_vowel_marks
        self._beam_size = beam_size
        self._threads = threads
        self._engines: dict[str, Engine] = {}

    def find(self, name: str | None, source: str, target: str) -> Package | None:
        """Return the package with a name, or the pair's newest for None; None when it is not installed.

        Where none translates the pair, two that lead there through a third language are returned as one. The embedded
        bulletins are found by their name only, and after an installed package of that name.
        """
        packages = list(installed(self.folders).packages)
        if name == BULLETINS:
            packages += embedded(self.cache)
        return find(packages, source, target, name) or find_pivot(packages, source, target, name)

    def second_opinions(self, package: Package) -> tuple[Package | None, Package | None]:
        """Return the packages that a package's translations are compared with: the second, one that translates back.

        None where the settings ask for neither, or the second package does not translate this pair or is the same.
        Raises `DigestError` when one that they ask for is not installed.
        """
        pair = package.from_code, package.to_code
        second = self.find(self.second, *pair) if self.second else None
        if self.second and not second and not self.find(self.second, *reversed(pair)):
            raise DigestError(
                f"no package `{self.second}` is installed to compare translations with",
                "site.toml",
                "install it, or remove `second_package`",
            )
        back = None
        if self.round_trip:
            back = self.find(package.name, *reversed(pair)) or self.find(None, *reversed(pair))
            if not back:
                raise DigestError(
                    f"no package is installed to translate back from `{pair[1]}` to `{pair[0]}`",
                    "site.toml",
                    f"get one with `digest models install {pair[1]} {pair[0]}`, or remove `round_trip`",
                )
        return (None if second and second.digest == package.digest else second), back

    def least_score_of(self, package: Package) -> float | None:
        """Return the score that an answer of a package must have to be shown; None where all are."""
        return LEAST_SCORES.get(package.name, self.least_score)

    def as_read(self, text: str, lang: Lang) -> str:
        """Return a text as a package is to read it."""
        return _VOWEL_MARKS.sub("", text) if self.strip_vowel_marks and lang == "ar" else text

    def is_set_like(self, machine: "Machine") -> bool:
        """Tell whether another machine finds the same packages and translates with them as this one does."""
        mine, theirs = (
            (
                *(each.folders, each.cache, each.settings, each.second, each.round_trip, each.least_score),
                each._threads,
            )
            for each in (self, machine)
        )
        return mine == theirs

    def load(self, package: Package) -> Engine:
        """Return the engine of a package."""
        if package.digest not in self._engines:
            self._engines[package.digest] = (
                PivotEngine(package, self.load(package.first), self.load(package.second))
                if isinstance(package, Pivot)
                else Engine(package, self._beam_size, self._threads)
            )
        return self._engines[package.digest]
