"""The editors' desk as a page of the preview, at `/__digest/desk/`: what it shows as JSON, and what it is told to save.

Nothing is written for a request that does not come from the page itself: it must carry the token that the page was
given, from the same origin. Where others can reach the preview, all of it asks for a key.
"""

import hmac
import json
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import resources
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import msgspec

from digest.editorial.desk import STATES, TO_CHECK, Card, ConflictError, Desk, Edit, Task
from digest.errors import DigestError
from digest.locale import words
from digest.messages import counted
from digest.model import LANGS, direction
from digest.preview.server import is_of_another_site, is_own_host

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

PATH = "/__digest/desk/"

MAX_BYTES = 256 * 1024
"""Of a request: many times that of the longest translation with its notes."""

SHORTEST_KEY = 8
"""Characters of a key that somebody chooses."""

COOKIE = "digest_desk"
TOKEN = "X-Digest-Token"  # noqa: S105 (the name of a header)

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_WORDS = ("desk.", "desk_", "doubt.")
"""How the keys of the texts begin that the page has in both languages."""

Answer = tuple[int, Any]
"""A status of HTTP, and what is told as JSON."""


class _Sentence(msgspec.Struct, frozen=True):
    """Which sentence a request means."""

    article: str
    key: str


class _Words(msgspec.Struct, frozen=True):
    """Words for a sentence, to be checked."""

    article: str
    key: str
    words: str


class _Save(msgspec.Struct, frozen=True):
    """What to save, as in `Edit`."""

    article: str
    key: str
    version: str
    words: str
    reviewed: bool
    comments: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """The page and what it asks for.

    Attributes:
        desk: of the site.
        base_path: the path below which the preview has the site; begins and ends in `/`.
        by: the name to begin with, of who works here.
        commits: whether it may commit to git what was saved.
        key: what all requests have to know; empty where only this machine reaches the preview.
        token: what requests that write have to know; only the page is told.
    """

    desk: Desk
    base_path: str = "/"
    by: str = ""
    commits: bool = False
    key: str = ""
    token: str = field(default_factory=partial(secrets.token_urlsafe, 32))

    def routes(self) -> "list[BaseRoute]":
        """Return the routes of the page."""
        from starlette.routing import Route

        return [
            Route(PATH.rstrip("/"), self._to_page),
            Route(PATH, self._page),
            Route(PATH + "{name:str}", self._read, methods=["GET"]),
            Route(PATH + "{name:str}", self._write, methods=["POST"]),
        ]

    def url(self, site: str) -> str:
        """Return the address of the page, key and all, given that of the site's home page."""
        home = urlsplit(site)
        port = f":{home.port}" if home.port else ""
        return f"{home.scheme}://{_reachable(home.hostname or '')}{port}{PATH}" + (
            f"?key={quote(self.key)}" if self.key else ""
        )

    # Pages and files.

    async def _to_page(self, request: "Request") -> "Response":
        return _redirect(f"{PATH}?{request.url.query}" if request.url.query else PATH)

    async def _page(self, request: "Request") -> "Response":
        """Answer with the page; who comes with the key in the address is given it as a cookie."""
        from starlette.responses import HTMLResponse

        given = request.query_params.get("key", "")
        if self.key and _same(given, self.key):
            rest = "&".join(f"{quote(k)}={quote(v)}" for k, v in request.query_params.multi_items() if k != "key")
            response = _redirect(f"{PATH}?{rest}" if rest else PATH)
            response.set_cookie(COOKIE, self.key, path=PATH, httponly=True, samesite="lax")
            return response
        if not self._knows_key(request):
            return HTMLResponse(_KEY_WANTED, 403, _HEADERS)
        body = _file("desk.html").decode().replace("{{ told }}", _in_script(self._told()))
        return HTMLResponse(body, headers=_HEADERS)

    def _told(self) -> dict[str, Any]:
        """Return what the page is told at first."""
        return {
            "token": self.token,
            "base": self.base_path,
            "by": self.by,
            "commits": self.commits,
            "directions": {lang: direction(lang) for lang in LANGS},
            "words": {
                lang: {key: text for key, text in words(lang).texts.items() if key.startswith(_WORDS)} for lang in LANGS
            },
        }

    # Requests of the page.

    async def _read(self, request: "Request") -> "Response":
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import Response

        if not self._knows_key(request):
            return _json((403, {"problem": "the key is missing"}))
        name, asked = request.path_params["name"], request.query_params
        if name in _FILES:
            return Response(_file(name), media_type=_FILES[name], headers=_HEADERS)
        match name:
            case "queue":
                answer: Callable[[], Answer] = partial(
                    self._queue, asked.get("state", ""), asked.get("article", ""), asked.get("person", "")
                )
            case "find":
                answer = partial(self._find, asked.get("slug", ""), asked.get("sentence", ""))
            case "sentence":
                answer = partial(self._sentence, _Sentence(asked.get("article", ""), asked.get("key", "")))
            case "matches":
                answer = partial(self._matches, _Sentence(asked.get("article", ""), asked.get("key", "")))
            case "concordance":
                answer = partial(self._concordance, asked.get("words", ""), asked.get("target", ""))
            case _:
                return _json((404, {"problem": "there is no such page"}))
        return _json(await run_in_threadpool(_answered, answer))

    async def _write(self, request: "Request") -> "Response":
        from starlette.concurrency import run_in_threadpool

        if problem := self._refusal(request):
            return _json((403, {"problem": problem}))
        body = await _body(request)
        if body is None:
            return _json((413, {"problem": f"at most {MAX_BYTES:,} bytes"}))
        actions: dict[str, Callable[[bytes], Answer]] = {
            "check": self._check,
            "save": self._save,
            "commit": self._commit,
        }
        action = actions.get(request.path_params["name"])
        if action is None:
            return _json((404, {"problem": "there is no such page"}))
        return _json(await run_in_threadpool(_answered, partial(action, body)))

    def _knows_key(self, request: "Request") -> bool:
        return not self.key or _same(request.cookies.get(COOKIE, ""), self.key)

    def _refusal(self, request: "Request") -> str:
        """Return why a request may not write; empty when it may."""
        if not self._knows_key(request):
            return "the key is missing"
        if is_of_another_site(request.headers):
            return "the request comes from another site"
        if not _same(request.headers.get(TOKEN, ""), self.token):
            return "the token is missing, or of a preview that has ended"
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return "the request is not JSON"
        return ""

    def _queue(self, state: str, article: str, person: str) -> Answer:
        states = STATES if state == "all" else tuple(one for one in STATES if one == state) or TO_CHECK
        queue = self.desk.queue(states, [article] if article else None, person=person)
        problems = [asdict(problem) for problem in queue.problems]
        return 200, {
            "tasks": [*map(_of_task, queue.tasks)],
            "unlisted": queue.unlisted,
            "people": self.desk.people(),
            "problems": problems,
        }

    def _find(self, slug: str, sentence: str) -> Answer:
        task = self.desk.find(slug, int(sentence) if sentence.isascii() and sentence.isdigit() else 0)
        return 200, _of_task(task)

    def _sentence(self, asked: _Sentence) -> Answer:
        return 200, self._of_card(self.desk.open(asked.article, asked.key))

    def _matches(self, asked: _Sentence) -> Answer:
        return 200, [asdict(match) for match in self.desk.matches(asked.article, asked.key)]

    def _concordance(self, words: str, target: str) -> Answer:
        langs = [lang for lang in LANGS if lang == target]
        return 200, [asdict(match) for lang in langs for match in self.desk.concordance(words, lang)]

    def _check(self, body: bytes) -> Answer:
        asked = msgspec.json.decode(body, type=_Words)
        return 200, asdict(self.desk.check(asked.article, asked.key, asked.words))

    def _save(self, body: bytes) -> Answer:
        edit = msgspec.json.decode(body, type=_Save)
        try:
            card = self.desk.save(Edit(**msgspec.structs.asdict(edit)))
        except ConflictError as conflict:
            return 409, self._of_card(conflict.card)
        return 200, self._of_card(card)

    def _commit(self, _: bytes) -> Answer:
        if not self.commits:
            return 404, {"problem": "the preview was started without `--commit`"}
        return 200, {"message": self.desk.commit()}

    def _of_card(self, card: Card) -> dict[str, Any]:
        page = f"{self.base_path}articles/{quote(card.slug)}/#s{card.number}" if card.number else ""
        return {**asdict(card), "task": _of_task(card.task), "page": page}


def _reachable(host: str) -> str:
    """Return the host by which other computers know a preview at a host, which may stand for all of this machine's."""
    with suppress(ValueError):
        if not ip_address(host).is_unspecified:
            return f"[{host}]" if ":" in host else host
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # of no network (RFC 5737): nothing is sent
            return str(probe.getsockname()[0])
        return socket.gethostname()
    return host


def key_for(given: str | None, host: str) -> str:
    """Return the key of the desk of a preview at a host: the one given, or one made where others can reach it.

    Empty where only this machine can. Raises `DigestError` for one that is easily guessed.
    """
    if given is not None and len(given) < SHORTEST_KEY:
        problem = f"the key is too short: {counted(len(given), 'character')}"
        raise DigestError(problem, hint=f"at least {SHORTEST_KEY}, or leave `--key` out, and one is made")
    return given or (
        "" if is_own_host(f"[{host}]" if ":" in host else host, "localhost") else secrets.token_urlsafe(16)
    )


_FILES = {"desk.js": "text/javascript", "desk.css": "text/css", "pencil.js": "text/javascript"}

_KEY_WANTED = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A key is needed</title>
<meta name="viewport" content="width=device-width">
<p>Open the whole address that <code>digest serve --desk</code> printed: it ends in <code>?key=…</code></p>
<p lang="ar" dir="rtl">افتح العنوان كاملًا كما طبعه <bdi><code>digest serve --desk</code></bdi>:
آخره <bdi><code>?key=…</code></bdi></p>
</html>
"""


def _file(name: str) -> bytes:
    return resources.files("digest.preview").joinpath(name).read_bytes()


def _same(given: str, wanted: str) -> bool:
    """Tell whether a secret is the one that is wanted, in a time that does not tell how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def _redirect(path: str) -> "Response":
    from starlette.responses import RedirectResponse

    return RedirectResponse(path, 303, _HEADERS)


def _json(answer: Answer) -> "Response":
    from starlette.responses import Response

    status, told = answer
    return Response(msgspec.json.encode(told), status, {**_HEADERS, "Content-Type": "application/json"})


def _in_script(told: Any) -> str:
    """Return a value as JSON that can stand in a `script` element."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


async def _body(request: "Request") -> bytes | None:
    """Return what a request carries; None when it is too much."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return body


def _answered(answer: Callable[[], Answer]) -> Answer:
    """Return an answer, or what is wrong with the request or the site."""
    try:
        return answer()
    except DigestError as error:
        first = error.problems[0]
        return 422, {"problem": first.problem, "where": first.where, "hint": first.hint}
    except (msgspec.DecodeError, UnicodeError):
        return 400, {"problem": "the request can't be understood"}


def _of_task(task: Task) -> dict[str, Any]:
    return {**asdict(task), "key": task.key}
