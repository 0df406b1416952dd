"""The packages of this computer, as `translate` wants them: found without a model library, loaded when needed."""

from collections.abc import Sequence
from pathlib import Path

from digest.argos.embedded import embedded
from digest.argos.engine import Decoding, Engine
from digest.argos.package import BULLETINS, Package, find, installed


class Machine:
    """Finds and loads packages; a loaded one stays loaded.

    Attributes:
        folders: where installed packages lie.
        cache: where the embedded ones are unpacked; it may be deleted at any time.
        settings: what decides a translation beside the package, for cache keys.
    """

    def __init__(self, *, folders: Sequence[Path], cache: Path, beam_size: int = 4, threads: int = 0) -> None:
        self.folders = tuple(folders)
        self.cache = cache
        self.settings = Decoding(beam_size=beam_size).key
        self._beam_size = beam_size
        self._threads = threads
        self._engines: dict[str, Engine] = {}

    def find(self, name: str | None, source: str, target: str) -> Package | None:
        """Return the package with a name, or the pair's newest for None; None when it is not installed.

        The embedded bulletins are found by their name only, and after an installed package of that name.
        """
        packages = list(installed(self.folders).packages)
        if name == BULLETINS:
            packages += embedded(self.cache)
        return find(packages, source, target, name)

    def load(self, package: Package) -> Engine:
        """Return the engine of a package."""
        if package.digest not in self._engines:
            self._engines[package.digest] = Engine(package, self._beam_size, self._threads)
        return self._engines[package.digest]
