"""Installing a package: checked, unpacked or converted beside its place, tried, and then moved in with one rename."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from digest.argos import convert, isolated_process, metadata
from digest.argos.archive import LIMITS, Limits, opened
from digest.argos.package import Package, hash_file, open_package
from digest.errors import DigestError, Problem
from digest.messages import reason

RECORD = "digest.json"
TEMPORARY = ".digest-"
STALE_SECONDS = 24 * 3600


def install_path(
    path: Path, to: Path, *, pair: tuple[str, str] | None = None, source: str = "", limits: Limits = LIMITS
) -> Package:
    """Install a package file, or a model that a package can be made of, into a packages folder and return the package.

    The path is that of an `.argosmodel`, of an OPUS-MT zip, or of a folder with what such a file holds or with a
    CTranslate2 model. `pair` says between which languages, from and to, where the model does not say it itself.
    `source` is recorded: the address that the file was downloaded from.

    The same name, pair and version is replaced; another version stays beside it. Whatever goes wrong, the folder is
    left as it was.

    Raises `DigestError` for an archive that is damaged or hostile, a package that does not work or is for another pair,
    or a full disk.
    """
    with _files(path, to, limits) as (files, temporary):
        fresh = temporary / "fresh"
        if not (files / metadata.FILE).is_file():
            name = path.resolve().name
            stem = name if path.is_dir() else name.removesuffix(".zip")
            convert.build(files, fresh, where=str(path), name=stem, pair=pair)
        elif path.is_dir():
            shutil.copytree(files, fresh, ignore=shutil.ignore_patterns(".*"))
        else:
            fresh = files
        package = open_package(fresh)
        if package is None:
            raise DigestError("not a translation package", str(path))
        _check_pair(package, pair, str(path))
        hint = "it is damaged, for other languages, or made for another program; get it again"
        isolated_process.run("digest.argos.smoke_test", str(fresh), done="used", where=str(path), hint=hint)
        origin = {"source": source or path.resolve().name}
        _record(fresh, origin if path.is_dir() else {"archive": hash_file(path), **origin})
        place = to / _folder_name(package)
        swap(fresh, place, aside=temporary / "replaced")
    return replace(package, path=place)


def remove(package: Package) -> None:
    """Remove an installed package: at once from every listing, then from the disk."""
    if package.embedded:
        raise DigestError(f"package `{package}` came with the program and cannot be removed")
    try:
        if package.path.is_symlink():
            package.path.unlink()
            return
        with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=package.path.parent) as temporary:
            package.path.rename(Path(temporary) / "removed")
    except OSError as error:
        raise DigestError(f"package `{package}` cannot be removed ({reason(error)})", str(package.path)) from error


def verify(package: Package) -> list[Problem]:
    """Compare a package with the digests recorded when it was installed; no problems, it is as it was."""
    where = str(package.path)
    hint = "install the package again"
    try:
        recorded = dict(json.loads((package.path / RECORD).read_bytes())["files"])
    except FileNotFoundError:
        return [Problem("no digests were recorded when this package was installed", where, hint)]
    except (OSError, ValueError, KeyError, TypeError):
        return [Problem(f"`{RECORD}` is damaged", where, hint)]
    try:
        present = _digests(package.path)
    except OSError as error:
        return [Problem(f"the package cannot be read ({reason(error)})", where, hint)]
    verdicts = {
        name: "is missing" if name not in present else "is new" if name not in recorded else "has changed"
        for name in sorted(recorded.keys() | present.keys())
        if recorded.get(name) != present.get(name)
    }
    return [Problem(f"`{name}` {verdict}", where, hint) for name, verdict in verdicts.items()]


@contextmanager
def _files(path: Path, to: Path, limits: Limits) -> Iterator[tuple[Path, Path]]:
    """Yield a folder with the files that were given, and one to work in, on the disk of the packages folder.

    Nothing is written before an archive has passed the checks that can be made without unpacking it.
    """
    if path.is_dir():
        is_package = (path / metadata.FILE).is_file()
        _check_folder(path, links=not is_package)  # those of a model may lead into the cache that it was downloaded to
        if is_package:
            open_package(path)
        with _temporary_folder(to) as temporary:
            yield path, temporary
        return
    with opened(path, limits) as archive, _temporary_folder(to) as temporary:
        archive.unpack(temporary / "unpacked")
        yield temporary / "unpacked", temporary


@contextmanager
def _temporary_folder(to: Path) -> Iterator[Path]:
    """Yield a folder beside the packages that is gone afterwards; say what is wrong with the disk."""
    try:
        to.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(to)
        with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=to) as temporary:
            yield Path(temporary)
    except (OSError, shutil.Error) as error:
        raise DigestError(
            f"the package cannot be installed ({reason(error)})",
            str(to),
            "is the folder writable, and is there room on the disk?",
        ) from error


def _check_folder(folder: Path, *, links: bool) -> None:
    """Refuse a folder that holds more than files and folders: to copy a device never ends. `links` allows links."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*folders, *(name for name in files if not name.startswith("."))):
            path = Path(place, name)
            if (path.is_symlink() and not links) or not (path.is_file() or path.is_dir()):
                shown = path.relative_to(folder).as_posix()
                raise DigestError(f"the package has a link or device: `{shown}`", str(folder), "do not trust it")


def _check_pair(package: Package, pair: tuple[str, str] | None, where: str) -> None:
    if pair and pair != (package.from_code, package.to_code):
        raise DigestError(
            f"the package translates from `{package.from_code}` to `{package.to_code}`, "
            f"not from `{pair[0]}` to `{pair[1]}`",
            where,
        )


def _folder_name(package: Package) -> str:
    name = f"{package.name}-{package.version}".replace(".", "_")
    languages = f"{package.from_code}_{package.to_code}"
    return name if languages in name else f"{name}-{languages}"


def swap(fresh: Path, target: Path, aside: Path) -> None:
    """Move a folder into its place; what stood there is set aside first, and put back should the move fail."""
    if not target.exists() and not target.is_symlink():
        fresh.rename(target)
        return
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        aside.rename(target)
        raise


def _remove_leftovers(folder: Path) -> None:
    """Remove what an install that was killed left behind, long enough ago that none can still be running."""
    for left in folder.glob(f"{TEMPORARY}*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _record(folder: Path, origin: Mapping[str, str]) -> None:
    record = {**origin, "files": _digests(folder)}
    (folder / RECORD).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hash_file(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != RECORD
    }
