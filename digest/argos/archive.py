"""Package files, which are not trusted: each is checked before any of it is unpacked, and again while it is."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from digest.argos import metadata
from digest.argos.package import missing_parts
from digest.errors import DigestError
from digest.messages import reason

DAMAGED = "the file is damaged or no package; get it again"
KINDS = "an Argos package, an OPUS-MT zip or a CTranslate2 folder can be installed"
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db")
FLAT = ("decoder.yml", "model.bin")
"""File names that tell an archive without a top folder, as OPUS-MT publishes them: one of these lies at its top."""
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that an archive may hold. The public ones hold about 20 files and 100 to 300 MB, OPUS-MT's up to 1 GB.

    Attributes:
        files: members, folders included.
        total: bytes unpacked.
        ratio: unpacked to packed bytes, of the whole; models hardly shrink. Small archives are let off.
        depth: folders inside each other.
    """

    files: int = 2_000
    total: int = 4 << 30
    ratio: int = 50
    depth: int = 16


LIMITS = Limits()
RATIO_FROM = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A package file that passed every check that can be made without unpacking it.

    Attributes:
        zip: open for reading.
        where: the path, for messages.
        members: what to unpack: path below the top folder, to entry.
    """

    zip: zipfile.ZipFile
    where: str
    members: Mapping[PurePosixPath, zipfile.ZipInfo]

    def unpack(self, into: Path) -> None:
        """Write every member below a new folder. Raises `DigestError` when one is damaged or the disk is full."""
        into.mkdir()
        for path, entry in self.members.items():
            target = into.joinpath(*path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with reading(self.where), self.zip.open(entry) as source, target.open("xb") as file:
                while chunk := source.read(CHUNK):
                    file.write(chunk)


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[Archive]:
    """Open a package file and check it. Raises `DigestError` for whatever is wrong with it."""
    where = str(path)
    if not path.is_file():
        if path.exists():
            raise DigestError("not a package file", where, KINDS)
        raise DigestError("there is no such package file", where, "name a file, or two languages, as in `ar en`")
    with reading(where):
        if not zipfile.is_zipfile(path):
            raise DigestError("not a package (an `.argosmodel` is a zip archive)", where, DAMAGED)
        archive = zipfile.ZipFile(path)
    with archive:
        entries = [entry for entry in archive.infolist() if not set(_parts(entry)) & set(JUNK)]
        _check_sizes(entries, path.stat().st_size, where, limits)
        members = _members(entries, where)
        if about := members.get(PurePosixPath(metadata.FILE)):
            with reading(where), archive.open(about) as file:
                meta = metadata.parse(file.read(metadata.MAX_BYTES + 1), where)
            if meta.type != "translate":
                raise DigestError(f"not a translation package but one of type `{meta.type}`", where)
            if missing := missing_parts(map(str, members)):
                raise DigestError(f"the package has no {missing}", where, DAMAGED)
        elif not any(PurePosixPath(name) in members for name in FLAT):
            raise DigestError(f"the package has no `{metadata.FILE}`", where, KINDS)
        yield Archive(zip=archive, where=where, members=members)


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Turn what `zipfile` and the disk raise into a `DigestError`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise DigestError(f"the package cannot be unpacked ({str(error) or 'cut short'})", where, DAMAGED) from error
    except NotImplementedError as error:
        raise DigestError("the package is compressed in a way that is not supported", where, DAMAGED) from error
    except OSError as error:
        raise DigestError(f"the package cannot be unpacked ({reason(error)})", where) from error


def _check_sizes(entries: list[zipfile.ZipInfo], size: int, where: str, limits: Limits) -> None:
    """Refuse an archive of `size` bytes for what its entries say of their sizes, which may be lies."""
    total, packed = sum(entry.file_size for entry in entries), min(sum(entry.compress_size for entry in entries), size)
    if len(entries) > limits.files:
        raise DigestError(f"the package holds {len(entries)} files; the limit is {limits.files}", where)
    if total > limits.total:
        raise DigestError(f"the package would unpack to {total >> 20} MiB; the limit is {limits.total >> 20}", where)
    if total > RATIO_FROM and total > limits.ratio * packed:
        raise DigestError(f"the package would unpack to {total // max(packed, 1)} times its size", where)
    if any(len(_parts(entry)) > limits.depth for entry in entries):
        raise DigestError(f"the package holds more than {limits.depth} folders inside each other", where, DAMAGED)


def _members(entries: list[zipfile.ZipInfo], where: str) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the files below the one top folder, or all where the archive is flat; every path checked."""
    roots: set[str] = set()
    members: dict[PurePosixPath, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    top = 0 if any(entry.filename in FLAT for entry in entries) else 1
    for entry in entries:
        parts = _parts(entry)
        if reason := _unsafe(entry, parts):
            raise DigestError(f"the package has {reason}: `{entry.filename[:200]}`", where, "do not trust it")
        roots.add(parts[0])
        if entry.is_dir():
            continue
        if len(parts) <= top:
            raise DigestError(f"the package has a file outside its folder: `{entry.filename[:200]}`", where)
        path = PurePosixPath(*parts[top:])
        if str(path).casefold() in seen:
            raise DigestError(f"the package has a file twice: `{entry.filename[:200]}`", where, "do not trust it")
        seen.add(str(path).casefold())
        members[path] = entry
    for path in members:
        if any(str(parent).casefold() in seen for parent in path.parents):
            raise DigestError(f"the package has a file inside a file: `{path}`", where, "do not trust it")
    if top and len(roots) != 1:
        raise DigestError(f"the package has {len(roots)} top folders; it must have one", where, DAMAGED)
    return members


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    return entry.filename.removesuffix("/").split("/")


def _unsafe(entry: zipfile.ZipInfo, parts: list[str]) -> str:
    """Say why an entry must not be unpacked, or return an empty string."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & 0x1:
        return "an encrypted file"
    if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        return "a link or device"
    if any(part in {"", ".", ".."} for part in parts):
        return "a path that leads elsewhere"
    if any(set(part) & set('\\:*?"<>|') or not part.isprintable() or part[-1] in ". " for part in parts):
        return "a file name that is not safe on every system"
    return ""
