"""Whether addresses of other sites still answer: asked politely, and not again for a day."""

import time
import urllib.error
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPException
from itertools import chain
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import msgspec

from digest import web_requests
from digest.errors import DigestError
from digest.files import read_bytes, replace_file

TIMEOUT = 15.0
"""Seconds that a server may say nothing."""

FRESH = 24 * 3600
"""Seconds for which a good answer holds."""

_PAUSE = 0.5
"""Seconds between two questions to one host."""

_HOSTS = 8
"""Hosts that are asked at the same time."""

_AGENT = "Mozilla/5.0 (compatible; digest check; looks for dead links)"
_NO_HEAD = frozenset({400, 403, 405, 406, 429, 500, 501, 503})
"""What servers that don't take `HEAD` answer to it."""

_DEAD = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_MAX_BYTES = 64 * 2**20


class Answer(msgspec.Struct, frozen=True):
    """What an address answered.

    Attributes:
        problem: why it does not lead anywhere; empty where it does.
        is_dead: whether that is sure; else the server may only be out of order, or refuse programs.
        time: when it was asked (seconds since 1970).
    """

    problem: str = ""
    is_dead: bool = False
    time: float = 0.0


def answers(addresses: Iterable[str], cache: Path, *, pause: float = _PAUSE) -> Mapping[str, Answer]:
    """Return what each address answers; good answers of the last day are taken from the file `cache`, which is kept."""
    now = time.time()
    known = {address: answer for address, answer in _load(cache).items() if now - FRESH < answer.time <= now}
    by_host: dict[str, list[str]] = defaultdict(list)
    asked = dict.fromkeys(urldefrag(address)[0] for address in addresses)
    for address in asked:
        if address not in known:
            by_host[_host(address)].append(address)
    with ThreadPoolExecutor(_HOSTS) as pool:
        asking = pool.map(lambda each: _ask_host(each, pause), by_host.values())
        found = dict(chain.from_iterable(asking))
    kept = known | {address: answer for address, answer in found.items() if not answer.problem}
    _save(cache, kept)
    return {address: found.get(address) or known[address] for address in asked}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _ask_host(addresses: Collection[str], pause: float) -> list[tuple[str, Answer]]:
    """Return the answers of one host, which is asked for one address after the other."""
    found = []
    for number, address in enumerate(addresses):
        if number:
            time.sleep(pause)
        found.append((address, ask(address)))
    return found


def ask(address: str) -> Answer:
    """Return what an address answers: to `HEAD`, else to a `GET` that is broken off.

    Hosts that are not on the internet are not asked: readers don't reach them.
    """
    now = time.time()
    try:
        try:
            _open("HEAD", address)
        except urllib.error.HTTPError as error:
            if error.code not in _NO_HEAD:
                raise
            _open("GET", address)
    except urllib.error.HTTPError as error:
        return Answer(f"it answers {error.code} {error.reason}".strip(), error.code in _DEAD, now)
    except DigestError as error:
        return Answer(error.problems[0].problem, isinstance(error, web_requests.UnknownHostError), now)
    except (OSError, HTTPException, ValueError) as error:
        return Answer(f"it does not answer: {getattr(error, 'reason', error)}", False, now)
    return Answer(time=now)


def _open(method: str, address: str) -> None:
    with web_requests.ask(address, agent=_AGENT, timeout=TIMEOUT, method=method):
        pass


def _load(cache: Path) -> dict[str, Answer]:
    try:
        return msgspec.json.decode(read_bytes(cache, cache.name, limit=_MAX_BYTES), type=dict[str, Answer])
    except (DigestError, msgspec.MsgspecError, ValueError):
        return {}


def _save(cache: Path, known: Mapping[str, Answer]) -> None:
    """Keep answers for the next time; where that can't be done, the next time takes as long."""
    try:
        cache.parent.mkdir(exist_ok=True)
        replace_file(cache, msgspec.json.encode(known))
    except OSError:
        return
