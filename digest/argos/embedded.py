"""The packages that come with the program, unpacked once into a cache folder."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from digest.argos.archive import Archive, opened
from digest.argos.install import swap
from digest.argos.package import Package, hash_file, open_package
from digest.errors import DigestError
from digest.files import PROGRAM
from digest.messages import reason

FOLDER = PROGRAM / "packages"


def embedded(cache: Path, archives: Sequence[Path] | None = None) -> list[Package]:
    """Return the embedded packages, unpacking those that the cache does not hold yet.

    The folder of each is named by the digest of its archive, so a new version of the program never meets an old
    model; it appears in one rename. The cache may be deleted at any time, or part of it: what is not whole is unpacked
    again.
    """
    found = sorted(FOLDER.glob("*.argosmodel")) if archives is None else archives
    return [_unpacked(archive, cache) for archive in found]


def _is_whole(folder: Path, archive: Archive) -> bool:
    """Tell whether a folder has every file of an archive in its size: what cleans caches may have taken some."""
    try:
        return all((folder / path).stat().st_size == entry.file_size for path, entry in archive.members.items())
    except OSError:
        return False


def _unpacked(path: Path, cache: Path) -> Package:
    try:
        folder = cache / f"{path.stem}-{hash_file(path)[:16]}"
        with opened(path) as archive:
            if not _is_whole(folder, archive):
                cache.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryDirectory(prefix=".digest-", dir=cache) as temporary:
                    fresh = Path(temporary) / path.stem
                    archive.unpack(fresh)
                    if not _is_whole(folder, archive):
                        swap(fresh, folder, aside=Path(temporary) / "damaged")
    except OSError as error:
        raise DigestError(f"the embedded package cannot be unpacked ({reason(error)})", str(cache)) from error
    package = open_package(folder, embedded=True)
    if package is None:
        raise DigestError("the embedded package is not a translation package", str(path))
    return package
