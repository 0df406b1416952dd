"""The packages that come with the program, unpacked once into a cache folder."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from digest.argos.archive import opened
from digest.argos.package import Package, hash_file, open_package
from digest.errors import DigestError
from digest.files import PROGRAM
from digest.messages import reason

FOLDER = PROGRAM / "packages"


def embedded(cache: Path, archives: Sequence[Path] | None = None) -> list[Package]:
    """Return the embedded packages, unpacking those that the cache does not hold yet.

    The folder of each is named by the digest of its archive, so a new version of the program never meets an old
    model; it appears in one rename, so it is whole or not there. The cache may be deleted at any time.
    """
    found = sorted(FOLDER.glob("*.argosmodel")) if archives is None else archives
    return [_unpacked(archive, cache) for archive in found]


def _unpacked(path: Path, cache: Path) -> Package:
    try:
        folder = cache / f"{path.stem}-{hash_file(path)[:16]}"
        if not folder.is_dir():
            cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".digest-", dir=cache) as temporary, opened(path) as archive:
                fresh = Path(temporary) / path.stem
                archive.unpack(fresh)
                if not folder.is_dir():
                    fresh.rename(folder)
    except OSError as error:
        raise DigestError(f"the embedded package cannot be unpacked ({reason(error)})", str(cache)) from error
    package = open_package(folder, embedded=True)
    if package is None:
        raise DigestError("the embedded package is not a translation package", str(path))
    return package
