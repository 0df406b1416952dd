"""The pictures of imported articles: copied from a folder, or fetched, each once and within limits."""

import os
import re
import urllib.error
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from digest import web_requests
from digest.content.file_links import ATTACHMENTS
from digest.content.images import SUFFIXES
from digest.errors import DigestError
from digest.files import check_inside, make_file, read_bytes
from digest.importing.lenient_urls import parts_of

FOLDER = "pictures"
"""Where they lie, below the content folder."""

ATTACHED = "files"
"""Where documents, sound and film lie that links of a folder lead to."""

MAX_BYTES = 16 * 2**20
"""Of one picture."""

MAX_TOTAL = 4 * 2**30
"""Of all pictures of an import."""

TIMEOUT = 20.0
"""Seconds that a server may say nothing."""

PATIENCE = 300.0
"""Seconds that one answer may take."""

_TRIES = 3
"""Times in a row that a host may fail before it is asked for nothing more."""

_AGENT = "digest (import of an archive)"
_KINDS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"RIFF", ".webp"),
    (b"\x00\x00\x00", ".avif"),
)


class RefusedError(Exception):
    """A picture that is left out, and why."""


@dataclass(slots=True)
class Pictures:
    """The pictures of one import.

    Attributes:
        content: the content folder.
        root: the folder that is imported; nothing outside of it and of `static/` beside it is copied.
        fetch: whether to get those that are on the web.
        trusted: the host of the source, which may be on this computer or its network.
        embedded: bytes by the address that a text gives them (`docx:1.png`).
        written: address → path below the content folder.
    """

    content: Path
    root: Path | None = None
    fetch: bool = True
    trusted: str = ""
    embedded: dict[str, bytes] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)
    _failures: Counter[str] = field(default_factory=Counter)
    _total: int = 0

    def path_of(self, address: str, folder: Path | None) -> str:
        """Return the path, below the content folder, of a picture that is now there.

        Raises `RefusedError`; the answer for an address is the same each time.
        """
        key = address if "://" in address or address in self.embedded else f"{folder}/{address}"
        if key in self._refused:
            raise RefusedError(self._refused[key])
        if key not in self.written:
            try:
                self.written[key] = self._keep(self._bytes(address, folder), address)
            except RefusedError as refused:
                self._refused[key] = str(refused)
                raise
        return self.written[key]

    def attachment(self, address: str, folder: Path) -> str:
        """Return the path, below the content folder, of a copy of the file that a link leads to; empty for none."""
        suffix = PurePosixPath(unquote(address)).suffix.lower()
        if "://" in address or suffix not in ATTACHMENTS:
            return ""
        try:
            data = _from_folder(address, folder, self.root or folder, (suffix,))
            return _kept(self.content, data, ATTACHED, address, suffix)
        except RefusedError:
            return ""

    def _bytes(self, address: str, folder: Path | None) -> bytes:
        if address in self.embedded:
            return self.embedded[address]
        if "://" not in address:
            return _from_folder(address, folder, self.root or folder)
        if not self.fetch:
            raise RefusedError("it stays where it is")
        host = parts_of(address).netloc
        if self._failures[host] >= _TRIES:
            raise RefusedError(f"`{host}` failed three times, and is asked no more")
        if self._total >= MAX_TOTAL:
            raise RefusedError("the pictures are more than 4 GiB already")
        try:
            data = get(address, limit=MAX_BYTES, trusted=self.trusted)
        except DigestError as error:
            self._failures[host] += 1
            raise RefusedError(error.problems[0].problem) from None
        self._failures[host] = 0
        self._total += len(data)
        return data

    def _keep(self, data: bytes, address: str) -> str:
        suffix = next((suffix for start, suffix in _KINDS if data.startswith(start)), "")
        if suffix not in SUFFIXES or (suffix == ".webp" and data[8:12] != b"WEBP") or not _is_avif(data, suffix):
            raise RefusedError("it is no picture")
        return _kept(self.content, data, FOLDER, address, suffix)


def _kept(content: Path, data: bytes, folder: str, address: str, suffix: str) -> str:
    """Write a file that is named by what it holds and by its address, and return its path below the content folder."""
    name = unquote(parts_of(address).path).rpartition("/")[2].rpartition(".")[0]
    name = re.sub(r"[^\w-]+", "-", name).strip("-")[:60]
    path = f"{folder}/{sha256(data).hexdigest()[:8]}{f'-{name}' if name else ''}{suffix}"
    file = content / path
    try:
        check_inside(file, path, content)
        if not os.path.lexists(file):
            make_file(file, data, path, within=content)
    except DigestError as error:
        raise RefusedError(error.problems[0].problem) from None
    return path


def _is_avif(data: bytes, suffix: str) -> bool:
    return suffix != ".avif" or data[4:12] in (b"ftypavif", b"ftypavis")


def _from_folder(address: str, folder: Path | None, root: Path | None, suffixes: Sequence[str] = SUFFIXES) -> bytes:
    """Return a file that an article of a folder names: beside it, in `root`, or in `static/` of the site that it was.

    An archive may name any file of this computer, so nothing else is looked at.
    """
    if folder is None or root is None:
        raise RefusedError("its address is not whole")
    written = unquote(address.partition("?")[0].partition("#")[0])
    static = root.absolute().parent / "static"
    places = [(folder, root), (root, root), (root / "static", root)]
    if not static.is_symlink():  # which may lead anywhere
        places.append((static, static))
    for base, top in places:
        file = base / written.lstrip("/")
        try:
            if file.suffix.lower() in suffixes and file.is_file():
                return read_bytes(file, file.name, within=top, limit=MAX_BYTES)
        except (OSError, ValueError):
            continue
        except DigestError as error:
            raise RefusedError(error.problems[0].problem) from None
    raise RefusedError("it is not there")


def get(address: str, *, limit: int, trusted: str = "") -> bytes:
    """Return what is at an address of the web, of at most so many bytes.

    Only hosts of the internet are asked, and `trusted`. Raises `DigestError`.
    """
    try:
        with web_requests.ask(address, agent=_AGENT, timeout=TIMEOUT, trusted=trusted) as answer:
            data = web_requests.read_within(answer, limit, PATIENCE)
    except (OSError, HTTPException, ValueError, UnicodeError) as error:
        said = f"{error.code} {error.reason}" if isinstance(error, urllib.error.HTTPError) else str(error)
        raise DigestError(f"it can't be had: {said}", address, "look whether a browser shows it") from None
    if len(data) > limit:
        raise DigestError(f"it is larger than {limit >> 20} MiB", address, "get it by hand")
    return data
