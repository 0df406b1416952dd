"""Stories kept on disk from when they are made until their pages are, in this build and in later ones.

A build of many articles holds none of their texts in memory, and a new template costs no second reading of them. Each
process that makes stories appends them to a file of its own; the ledger knows where each one stands.

A shelf may be deleted at any time: what is missing is read again. What is damaged is noticed, and the shelf cleared.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from digest.files import BINARY
from digest.model import Story

_DEAD = 1 << 20
"""Bytes that may lie about unused in a file without harm."""


@dataclass(frozen=True, slots=True)
class StoryLocation:
    """Where a story is kept: the name of a file, the first byte there, how many, and their BLAKE2 digest."""

    file: str
    start: int
    size: int
    digest: str


class DamagedStoreError(Exception):
    """What is kept at a place is not what was put there."""


class StoryStore:
    """Where one process puts stories, and takes those of all."""

    def __init__(self, prefix: str, name: str) -> None:
        """Put stories into a file of this name; `prefix` is what stands before the names of all files."""
        self._prefix = prefix
        self._name = name
        self._end: int | None = None
        self._files: dict[str, int] = {}
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Story)  # msgpack would lose the offsets of times

    def close(self) -> None:
        """Close the files; they are opened again when they are needed again."""
        while self._files:
            os.close(self._files.popitem()[1])
        self._end = None

    def put(self, story: Story) -> StoryLocation:
        """Keep a story, and say where. Raises `OSError`."""
        file = self._open(self._name)
        if self._end is None:
            self._end = os.lseek(file, 0, os.SEEK_END)
        body = self._encoder.encode(story)
        rest = body
        while rest:
            rest = rest[os.write(file, rest) :]
        start, self._end = self._end, self._end + len(body)
        return StoryLocation(self._name, start, len(body), _digest(body))

    def take(self, place: StoryLocation) -> Story:
        """Return the story at a place. Raises `DamagedStoreError`."""
        try:
            file = self._open(place.file)
            os.lseek(file, place.start, os.SEEK_SET)
            body = os.read(file, place.size)
            if _digest(body) == place.digest:
                return self._decoder.decode(body)
        except (OSError, msgspec.MsgspecError):
            pass
        raise DamagedStoreError(place.file)

    def _open(self, name: str) -> int:
        if name not in self._files:
            self._files[name] = os.open(self._prefix + name, _FLAGS, 0o666)
        return self._files[name]


_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def _digest(body: bytes) -> str:
    """Return the digest of a story's bytes; nobody can make others that have it, as they can for a mere checksum."""
    return blake2b(body, digest_size=16).hexdigest()


def usable(prefix: str, places: Iterable[StoryLocation | None]) -> frozenset[str]:
    """Return the names of files that hold all that is said to be there, and not mostly what nobody needs any more."""
    ends: dict[str, int] = {}
    live: dict[str, int] = {}
    for place in places:
        if place:
            ends[place.file] = max(ends.get(place.file, 0), place.start + place.size)
            live[place.file] = live.get(place.file, 0) + place.size
    sizes = files(prefix)
    return frozenset(name for name in ends if ends[name] <= sizes.get(name, -1) <= 2 * live[name] + _DEAD)


def files(prefix: str) -> Mapping[str, int]:
    """Return the names of the files of a shelf, with their sizes in bytes; of a link its own."""
    folder, start = os.path.split(prefix)
    try:
        with os.scandir(folder) as found:
            return {
                entry.name.removeprefix(start): entry.stat(follow_symlinks=False).st_size
                for entry in found
                if entry.name.startswith(start)
            }
    except OSError:
        return {}


def clear(prefix: str, keep: Iterable[str] = ()) -> None:
    """Delete the files of a shelf but those to keep."""
    for name in files(prefix).keys() - set(keep):
        path = Path(prefix + name)
        if path.is_dir() and not path.is_symlink():  # somebody else's work, in the way of what is kept
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
