"""Stories kept on disk from when they are made until their pages are, in this build and in later ones.

A build of many articles holds none of their texts in memory, and a new template costs no second reading of them. Each
process that makes stories appends them to a file of its own; the build state knows where each one stands.

The files may be deleted at any time: the articles are then read again. A story that is damaged is noticed by its
digest, and all files are then made anew.
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

_UNUSED = 1 << 20
"""Bytes of stories that nobody needs any more which a file may hold without harm."""

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""How a file of the store is opened: a link is not followed, and a pipe not waited for."""


@dataclass(frozen=True, slots=True)
class StoryLocation:
    """Where a story is kept.

    Attributes:
        file: the name of the file, without the prefix that all files of the store have.
        start: the first of its bytes there.
        size: how many bytes.
        digest: of the bytes (BLAKE2b, 128 bits): nobody can make others that have it, as of a mere checksum.
    """

    file: str
    start: int
    size: int
    digest: str


class DamagedStoreError(Exception):
    """A story can't be read from where it was kept."""


class StoryStore:
    """One process's access to the stories on disk: it appends to one file, and reads from all."""

    def __init__(self, prefix: str, name: str) -> None:
        """Append to the file `name`; `prefix` is the path that the names of all files are put after."""
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

    def append(self, story: Story) -> StoryLocation:
        """Keep a story, and return where. Raises `OSError`."""
        file = self._open(self._name)
        if self._end is None:
            self._end = os.lseek(file, 0, os.SEEK_END)
        body = self._encoder.encode(story)
        rest = body
        while rest:
            rest = rest[os.write(file, rest) :]
        start, self._end = self._end, self._end + len(body)
        return StoryLocation(self._name, start, len(body), _digest(body))

    def read(self, location: StoryLocation) -> Story:
        """Return the story at a location. Raises `DamagedStoreError`."""
        try:
            file = self._open(location.file)
            os.lseek(file, location.start, os.SEEK_SET)
            body = os.read(file, location.size)
            if _digest(body) == location.digest:
                return self._decoder.decode(body)
        except (OSError, msgspec.MsgspecError):
            pass
        raise DamagedStoreError(location.file)

    def _open(self, name: str) -> int:
        if name not in self._files:
            self._files[name] = os.open(self._prefix + name, _FLAGS, 0o666)
        return self._files[name]


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def usable_files(prefix: str, locations: Iterable[StoryLocation | None]) -> frozenset[str]:
    """Return the names of the files that are long enough for all stories in them, and in which not too much is unused.

    `locations` are those of all stories that are still needed; None for an article that is not published.
    """
    ends: dict[str, int] = {}
    used: dict[str, int] = {}
    for location in locations:
        if location:
            ends[location.file] = max(ends.get(location.file, 0), location.start + location.size)
            used[location.file] = used.get(location.file, 0) + location.size
    sizes = file_sizes(prefix)
    return frozenset(name for name in ends if ends[name] <= sizes.get(name, -1) <= 2 * used[name] + _UNUSED)


def file_sizes(prefix: str) -> Mapping[str, int]:
    """Return the sizes in bytes of the files of a store, by their names; of a link, its own."""
    folder, start = os.path.split(prefix)
    try:
        with os.scandir(folder) as entries:
            return {
                entry.name.removeprefix(start): entry.stat(follow_symlinks=False).st_size
                for entry in entries
                if entry.name.startswith(start)
            }
    except OSError:
        return {}


def clear(prefix: str, keep: Iterable[str] = ()) -> None:
    """Delete the files of a store, but those to keep."""
    for name in file_sizes(prefix).keys() - set(keep):
        path = Path(prefix + name)
        if path.is_dir() and not path.is_symlink():  # somebody else's, in the way of what is to be kept
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
