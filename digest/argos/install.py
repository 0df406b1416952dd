"""Installing a package file: checked, unpacked beside its place, tried, and then moved in with one rename."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from digest.argos.archive import LIMITS, Limits, opened
from digest.argos.package import Package, hash_file, open_package
from digest.errors import DigestError, Problem

RECORD = "digest.json"
TEMPORARY = ".digest-"
STALE_SECONDS = 24 * 3600
TRIAL_SECONDS = 300

_TRIAL = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from digest.argos import trial; trial.main(sys.argv[2])"
)


def install_file(path: Path, to: Path, *, source: str = "", limits: Limits = LIMITS) -> Package:
    """Install an `.argosmodel` into a packages folder and return it.

    The same name, pair and version is replaced; another version stays beside it. Whatever goes wrong, the folder is
    left as it was. `source` is recorded: the address that the file was downloaded from.

    Raises `DigestError` for an archive that is damaged or hostile, a package that does not work, or a full disk.
    """
    with opened(path, limits) as archive:
        about = archive.metadata
        name = f"{about.name}-{about.version}".replace(".", "_")
        if f"{about.from_code}_{about.to_code}" not in name:
            name += f"-{about.from_code}_{about.to_code}"
        try:
            to.mkdir(parents=True, exist_ok=True)
            _sweep(to)
            with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=to) as temporary:
                fresh = Path(temporary) / name
                archive.unpack(fresh)
                package = open_package(fresh)
                if package is None:
                    raise DigestError("not a translation package", str(path))
                _try(package, str(path))
                _record(fresh, {"archive": hash_file(path), "source": source or path.name})
                _swap(fresh, to / name, aside=Path(temporary) / "replaced")
        except OSError as error:
            raise DigestError(
                f"the package cannot be installed ({error.strerror or error})",
                str(to),
                "is the folder writable, and is there room on the disk?",
            ) from error
    return replace(package, path=to / name)


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
        raise DigestError(f"package `{package}` cannot be removed ({error.strerror})", str(package.path)) from error


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
        return [Problem(f"the package cannot be read ({error.strerror})", where, hint)]
    verdicts = {
        name: "is missing" if name not in present else "is new" if name not in recorded else "has changed"
        for name in sorted(recorded.keys() | present.keys())
        if recorded.get(name) != present.get(name)
    }
    return [Problem(f"`{name}` {verdict}", where, hint) for name, verdict in verdicts.items()]


def _try(package: Package, where: str) -> None:
    """Translate one word with a package, in a process of its own: a damaged model may take its process down."""
    command = [sys.executable, "-I", "-c", _TRIAL, json.dumps(sys.path), str(package.path)]
    hint = "the package is damaged or made for another program; get it again"
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, our own module
            command, capture_output=True, timeout=TRIAL_SECONDS, check=False, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired as error:
        raise DigestError(f"the model did not answer in {TRIAL_SECONDS} seconds", where, hint) from error
    if done.returncode < 0:
        raise DigestError("the model cannot be loaded (it crashes)", where, hint)
    if done.returncode:
        reason = (done.stdout.strip() or done.stderr.strip() or "no reason given").splitlines()[-1]
        raise DigestError(f"the model cannot be used ({reason[:300]})", where, hint)


def _swap(fresh: Path, target: Path, aside: Path) -> None:
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


def _sweep(folder: Path) -> None:
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
