"""What the bar of the preview asks for: a file opened in the user's editor, another time to build for, dead links.

Only a page of the preview itself may ask: with the token that it was given, from its own origin, and an editor is
opened only for who sits at this machine.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from digest.errors import DigestError, Problem
from digest.preview.server import file_of, is_of_another_site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

EDIT, TRAVEL, LINKS = "/__digest/edit", "/__digest/now", "/__digest/links"
TOKEN = "x-digest-token"  # noqa: S105 (the name of a header)
"""The header in which a page shows the token that it was given."""
_LIMIT = 10_000
"""Bytes of a request."""

Side = Literal["article", "sidecar"]


class Site(Protocol):
    """What a bar asks of the site that is previewed."""

    def place_of(self, page: str, side: Side, sentence: int) -> tuple[Path, int]: ...
    def travel(self, time: str) -> None: ...
    def dead_links(self, page: str) -> Sequence[Problem]: ...


class Bar:
    """The server's side of the bar."""

    def __init__(self, site: Site, base_path: str, token: str, open_file: Callable[[Path, int], None]) -> None:
        """Answer for a site below a path to who knows the token; `open_file` opens a file at a line."""
        self._base_path = base_path
        self._site = site
        self._token = token
        self._open_file = open_file

    def routes(self) -> "list[BaseRoute]":
        """Return the addresses that it answers."""
        from starlette.routing import Route

        answers = {EDIT: self._edit, TRAVEL: self._travel, LINKS: self._links}
        return [Route(path, answer, methods=["POST"]) for path, answer in answers.items()]

    async def _edit(self, request: "Request") -> "Response":
        if not request.client or not ip_address(request.client.host).is_loopback:
            return _answer(403, "an editor is opened only from the machine of the preview")
        return await self._do(request, self._open)

    async def _travel(self, request: "Request") -> "Response":
        return await self._do(request, lambda asked: self._site.travel(str(asked.get("time", ""))))

    async def _links(self, request: "Request") -> "Response":
        return await self._do(request, lambda asked: list(map(asdict, self._site.dead_links(self._page(asked)))))

    def _open(self, asked: dict[str, Any]) -> None:
        side: Side = "sidecar" if asked.get("side") == "sidecar" else "article"
        sentence = asked.get("sentence")
        place = self._site.place_of(self._page(asked), side, sentence if isinstance(sentence, int) else 1)
        self._open_file(*place)

    def _page(self, asked: dict[str, Any]) -> str:
        return file_of(str(asked.get("page", "")), self._base_path)

    async def _do(self, request: "Request", action: Callable[[dict[str, Any]], object]) -> "Response":
        """Do what is asked, and answer what was found or what went wrong."""
        from starlette.concurrency import run_in_threadpool

        if refusal := self._refusal(request):
            return _answer(403, refusal)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LIMIT:
                return _answer(413, "the request is too long")
        try:
            asked = json.loads(body)
            if not isinstance(asked, dict):
                return _answer(400, "the request is no object")
            found = await run_in_threadpool(action, asked)
        except (ValueError, RecursionError):
            return _answer(400, "the request is not JSON")
        except DigestError as error:
            problem = error.problems[0]
            return _answer(422, problem.problem, problem.hint)
        return _answer(200, found=found)

    def _refusal(self, request: "Request") -> str:
        """Return why a request is not heard; empty when it is."""
        headers = request.headers
        if is_of_another_site(headers):
            return "the request comes from another site"
        if not compare_digest(headers.get(TOKEN, "").encode(), self._token.encode()):
            return "the token is missing, or of a preview that has ended"
        return ""


def _answer(status: int, problem: str = "", hint: str = "", found: object = None) -> "Response":
    from starlette.responses import JSONResponse

    return JSONResponse({"problem": problem, "hint": hint, "found": found}, status, {"Cache-Control": "no-store"})
