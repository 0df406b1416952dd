"""Getting a file over HTTP: encrypted, with time limits, resumable, and whole or not at all."""

import http.client
import ipaddress
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from digest.argos.package import hash_file
from digest.errors import DigestError
from digest.messages import reason

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there and the bytes there will be, None when the server does not say."""

TIMEOUT = 30.0
ATTEMPTS = 4
CHUNK = 1 << 16
SLOWEST = 1 << 10
"""Bytes a second below which a download counts as stuck."""

_NO_SUCH_RANGE = http.client.REQUESTED_RANGE_NOT_SATISFIABLE

OFFLINE_HINT = "check the network, or get the file on another machine and run `digest models install FILE`"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """The record of a download that is not complete, by which it is only ever continued with the same file.

    Attributes:
        url: where it came from, as asked for.
        validator: its `ETag` or `Last-Modified`; empty when the server gives none.
        total: its size in bytes, or None.
    """

    url: str
    validator: str
    total: int | None


class _Cut(Exception):  # noqa: N818 - a signal, not an error: what came so far is kept
    """The connection ended before the file did."""


def get(url: str, *, limit: int, timeout: float = TIMEOUT) -> bytes:
    """Return a small file. Raises `DigestError` when it cannot be had or exceeds the limit in bytes."""
    data = bytearray()
    with _open(url, {}, timeout) as response:
        total = _length(response)
        try:
            for chunk in _chunks(response, url, timeout):
                data += chunk
                if len(data) > limit:
                    raise DigestError(f"the answer is larger than {limit >> 20} MiB", url)
            whole = total is None or len(data) >= total
        except _Cut:
            whole = False
    if not whole:
        raise DigestError(f"the answer was cut short after {len(data):,} bytes", url, OFFLINE_HINT)
    return bytes(data)


def download(
    url: str,
    to: Path,
    *,
    sha256: str = "",
    size: int | None = None,
    limit: int = 4 << 30,
    progress: Progress | None = None,
    timeout: float = TIMEOUT,
) -> Path:
    """Download a file to a path and return the path.

    What has come lies in `NAME.part` until it is whole and its size and sha256, where they are known, are right. A
    download that was cut short goes on where it stopped: at once a few times, and at the next call. `timeout` is
    in seconds, of one wait for the server and of a time in which almost nothing comes.

    Raises `DigestError`; then there is no file at the path.
    """
    part, note = to.with_name(to.name + ".part"), to.with_name(to.name + ".part.json")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(ATTEMPTS):
            before = part.stat().st_size if part.exists() else 0
            try:
                _transfer(url, part, note, size=size, limit=limit, progress=progress, timeout=timeout)
                break
            except _Cut as cut:
                got = part.stat().st_size if part.exists() else 0
                if attempt == ATTEMPTS - 1 or got == before:
                    raise DigestError(
                        f"the download was cut short after {got:,} bytes", url, "run it again: it goes on from there"
                    ) from cut
        if sha256 and hash_file(part) != sha256.lower():
            part.unlink()
            raise DigestError("the file is not what the index says (its sha256 differs)", url, "try again later")
        part.replace(to)
        note.unlink(missing_ok=True)
    except OSError as error:
        raise DigestError(f"the download cannot be written ({reason(error)})", str(to)) from error
    return to


_AS_IN = "as in `https://example.org/index.json`"


def check_url(url: str) -> None:
    """Raise `DigestError` unless an address is https, or http on this machine."""
    try:
        address = urlsplit(url)
        host = address.hostname or ""
    except ValueError:
        raise DigestError("not an address", url[:200], _AS_IN) from None
    if not host or address.scheme not in {"http", "https"}:
        raise DigestError(
            "not an `https://` address", url[:200], f"{_AS_IN}; `ARGOS_PACKAGE_INDEX` says where the index is"
        )
    if address.scheme == "http" and not _is_loopback(host):
        raise DigestError("not encrypted: a package could be changed on its way", url, "use its `https://` address")


def _transfer(
    url: str,
    part: Path,
    note: Path,
    *,
    size: int | None,
    limit: int,
    progress: Progress | None,
    timeout: float,
) -> None:
    """Add to `part` what it lacks. Raises `_Cut` when the connection ends early."""
    known = _read_note(note, url) if part.exists() else None
    done = part.stat().st_size if known else 0
    if known and done == known.total:
        return
    asked = {"Range": f"bytes={done}-", "If-Range": known.validator} if known and done else {}
    with _asking(url, part, asked, timeout) as response:
        if response.status == http.client.PARTIAL_CONTENT and not _continues(response, known, done):
            part.unlink(missing_ok=True)  # not the bytes that were asked for: start afresh
            raise _Cut
        done = done if response.status == http.client.PARTIAL_CONTENT else 0
        length = _length(response)
        total = None if length is None else done + length
        if size is not None and total is not None and total != size:
            raise DigestError(f"the file has {total:,} bytes where the index says {size:,}", url, "try again later")
        if (total or 0) > limit:
            raise DigestError(f"the file is larger than {limit >> 20} MiB", url)
        _write_note(note, url, response.headers, total)
        with part.open("r+b" if done else "wb") as file:
            file.seek(done)
            for chunk in _chunks(response, url, timeout):
                done += file.write(chunk)
                if done > limit:
                    raise DigestError(f"the file is larger than {limit >> 20} MiB", url)
                if progress:
                    progress(done, total)
    wanted = size if size is not None else total
    if wanted is not None and done < wanted:
        raise _Cut
    if wanted is not None and done > wanted:
        part.unlink()
        raise DigestError(f"the file has {done:,} bytes where {wanted:,} were announced", url)


def _chunks(response: Any, url: str, timeout: float) -> Iterator[bytes]:
    """Yield what comes; raise `DigestError` when next to nothing does."""
    since, came = time.monotonic(), 0
    while True:
        with _failures(url, timeout):
            try:
                chunk: bytes = response.read1(CHUNK)
            except (http.client.HTTPException, ConnectionError) as error:
                raise _Cut from error
        if not chunk:
            return
        yield chunk
        came += len(chunk)
        elapsed = time.monotonic() - since
        if elapsed > timeout:
            if came < SLOWEST * elapsed:
                raise DigestError(
                    f"the server is too slow ({came:,} bytes in {elapsed:.0f} seconds)",
                    url,
                    "run it again later: a download goes on where it stopped",
                )
            since, came = time.monotonic(), 0


@contextmanager
def _asking(url: str, part: Path, headers: Mapping[str, str], timeout: float) -> Iterator[Any]:
    """Open an address; a server that cannot continue a part makes it start afresh."""
    try:
        response = _open(url, headers, timeout)
    except DigestError as error:
        if isinstance(error.__cause__, urllib.error.HTTPError) and error.__cause__.code == _NO_SUCH_RANGE:
            part.unlink(missing_ok=True)
            raise _Cut from error
        raise
    with response:
        yield response


def _open(url: str, headers: Mapping[str, str], timeout: float) -> Any:
    check_url(url)
    handlers: list[urllib.request.BaseHandler] = [_Redirects()]
    if _is_loopback(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    request = urllib.request.Request(url, headers={"User-Agent": "digest", **headers})  # noqa: S310 - checked above
    with _failures(url, timeout):
        return opener.open(request, timeout=timeout)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to addresses that could have been asked for."""

    max_redirections = 5

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            check_url(newurl)
        except DigestError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@contextmanager
def _failures(url: str, timeout: float) -> Iterator[None]:
    """Turn what the network raises into a `DigestError` that says what to do."""
    host = urlsplit(url).hostname or url
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {404, 410}:
            hint = "the index may be out of date, or its address wrong (`ARGOS_PACKAGE_INDEX`)"
            raise DigestError(f"not found on the server ({error.code})", url, hint) from error
        reason = f"{error.code} {error.reason}"
        if 300 <= error.code < 400:
            astray = "not allowed" in str(error.reason)
            reason = "it redirects to no `https://` address" if astray else "it redirects without end"
        raise DigestError(f"the server refused ({reason})", url, "try again later") from error
    except TimeoutError as error:
        raise DigestError(f"`{host}` did not answer in {timeout:g} seconds", url, OFFLINE_HINT) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise DigestError(f"`{host}` did not answer in {timeout:g} seconds", url, OFFLINE_HINT) from error
        if isinstance(error.reason, ssl.SSLError):
            hint = "check the clock of this machine, and whether something stands between it and the server"
            raise DigestError(f"`{host}` cannot be trusted ({error.reason.reason})", url, hint) from error
        raise DigestError(f"`{host}` cannot be reached ({error.reason})", url, OFFLINE_HINT) from error
    except (http.client.HTTPException, ConnectionError) as error:
        raise DigestError(f"`{host}` broke off ({type(error).__name__})", url, OFFLINE_HINT) from error


def _continues(response: Any, known: _Mark | None, done: int) -> bool:
    """Whether a partial answer is the rest of the same file."""
    span, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    return (
        known is not None
        and span.startswith(f"{done}-")
        and (known.total is None or total in {"*", str(known.total)})
        and (_validator(response.headers) or known.validator) == known.validator
    )


def _length(response: Any) -> int | None:
    """Return how many bytes an answer has, or None when it does not say."""
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else None


def _validator(headers: Any) -> str:
    """Return what tells one state of a file from the next; a weak tag does not."""
    tag = str(headers.get("ETag", ""))
    return tag if tag and not tag.startswith("W/") else str(headers.get("Last-Modified", ""))


def _read_note(note: Path, url: str) -> _Mark | None:
    try:
        mark = _Mark(**json.loads(note.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return mark if mark.url == url and mark.validator else None


def _write_note(note: Path, url: str, headers: Any, total: int | None) -> None:
    mark = _Mark(url=url, validator=_validator(headers), total=total)
    note.write_text(json.dumps(asdict(mark)), encoding="utf-8")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
