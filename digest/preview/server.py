"""Preview: the built site on loopback, built again after each save, and the browser told by server-sent events.

The calling thread builds, one build after the other. A second one answers requests meanwhile, from what the last good
build left in the output folder, and holds the state that browsers follow.
"""

import errno
import json
import mimetypes
import re
import secrets
import signal
import socket
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib import resources
from ipaddress import ip_address
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from digest.build.output_folder import STATE
from digest.errors import DigestError, Problem
from digest.files import real_path
from digest.messages import reason
from digest.preview.watch import Watch

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal
    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

RECENT = 50
"""Generations of which it is known what changed: a tab that was hidden for longer loads its page again."""
MOST_TOLD = 2000
"""Paths in an event; when more files change, every tab loads its page again."""

EVENTS = "/__digest/events"
SCRIPT = "/__digest/preview.js"

KEEP_ALIVE = 15.0
"""Seconds after which a silent event stream says something, so that nothing on the way takes it for dead."""

RETRY = 500
"""Milliseconds after which a browser that lost the server asks for it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to serve.

    Attributes:
        host: a name or IP address of this machine.
        port: 0 for any that is free.
        base_path: the path below which the site expects to be; begins and ends in `/`, percent-encoded.
    """

    host: str = "localhost"
    port: int = 8000
    base_path: str = "/"

    @property
    def url(self) -> str:
        """The address of the home page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{self.base_path}"


class Report(Protocol):
    """The part of a build's report that `serve` reads: the paths of the files of the output that are new or gone."""

    @property
    def changed(self) -> frozenset[str]: ...


Build = Callable[[frozenset[Path] | None], Report]
"""A function that builds the site into the output folder.

It is given the paths that changed since the last time, or None at first.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The server answers, at this address."""

    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A build succeeded.

    Attributes:
        report: what the build returned.
        changed: what made it necessary; None for the first.
        seconds: how long it took.
    """

    report: Report
    changed: frozenset[Path] | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A build failed; the site is as it was.

    Attributes:
        problems: why, at least one.
        traceback: of an exception that is no `DigestError`, else empty.
    """

    problems: tuple[Problem, ...]
    traceback: str = ""


Event = Serving | Built | Failed


def serve(
    build: Build,
    *,
    watch: Watch,
    output: Path,
    address: Address,
    on_event: Callable[[Event], None],
    routes: "Sequence[BaseRoute]" = (),
) -> None:
    """Build, serve the output folder, and build again after each change, until `watch` is closed.

    Raises `DigestError` when it can't serve at the address, before the first build; `KeyboardInterrupt` on Ctrl-C and,
    in the main thread, on SIGTERM. Whatever a build raises is reported and shown in the browser, and the preview goes
    on. `on_event` is called from this thread. `routes` are served beside the pages, before them.
    """
    with _terminable(), _listen(address) as listener, _looping() as portal:
        address = replace(address, port=listener.getsockname()[1])
        preview = Preview()
        with _answering(application(preview, output, address, routes), listener, portal, preview):
            on_event(Serving(address=address))
            for changed in chain([None], watch.changes()):
                outcome = attempt(build, changed)
                portal.call(preview.publish, preview.state.after(outcome))
                on_event(outcome)


def attempt(build: Build, changed: frozenset[Path] | None) -> Built | Failed:
    """Build, and tell how it went, whatever it raises."""
    start = perf_counter()
    try:
        report = build(changed)
    except DigestError as error:
        return Failed(problems=error.problems)
    except Exception as error:
        problem = Problem(
            f"the build stopped at an error of its own: `{type(error).__name__}: {error}`",
            hint="the terminal says where; the next save builds again",
        )
        return Failed(problems=(problem,), traceback=traceback.format_exc())
    return Built(report=report, changed=changed, seconds=perf_counter() - start)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state of the preview that browsers are told.

    Attributes:
        generation: one more with each build that changed the output. It starts anywhere, so that a tab notices
            another server too.
        recent: what the last generations changed of the output, the paths of each, the newest last.
        problems: of the last build; empty when it succeeded.
        closed: the server is about to end.
    """

    generation: int = field(default_factory=lambda: secrets.randbits(32))
    recent: tuple[frozenset[str], ...] = ()
    problems: tuple[Problem, ...] = ()
    closed: bool = False

    def after(self, outcome: Built | Failed) -> "State":
        """Return the state that a build leads to."""
        if isinstance(outcome, Failed):
            return replace(self, problems=outcome.problems)
        changed = outcome.report.changed
        if not changed:
            return replace(self, problems=())
        recent = (*self.recent, changed)[-RECENT:]
        return replace(self, generation=self.generation + 1, recent=recent, problems=())

    def changed_since(self, generation: int) -> frozenset[str] | None:
        """Return the paths of the output that changed after a generation; None where that is not known any more."""
        age = self.generation - generation
        return frozenset().union(*self.recent[-age:] if age else ()) if 0 <= age <= len(self.recent) else None


class Preview:
    """The state, and a condition to wait for the next one. Read it anywhere; publish and wait in the event loop."""

    def __init__(self) -> None:
        from anyio import Condition

        self.state = State()
        self._published = Condition()

    async def publish(self, state: State) -> None:
        """Replace the state and wake everybody who waits."""
        async with self._published:
            self.state = state
            self._published.notify_all()

    async def other_than(self, seen: State | None) -> State:
        """Return the state as soon as it is another than the one last seen: at once when it already is."""
        async with self._published:
            while self.state is seen:
                await self._published.wait()
            return self.state


def application(preview: Preview, output: Path, address: Address, routes: "Sequence[BaseRoute]" = ()) -> "ASGIApp":
    """Return the web application: the pages of `output` below the base path, the reload script, the event stream.

    `routes` go before the pages.
    """
    from starlette.applications import Starlette
    from starlette.responses import RedirectResponse, Response, StreamingResponse
    from starlette.routing import Route

    script = resources.files("digest.preview").joinpath("preview.js").read_bytes()
    folder = real_path(output)

    async def events(request: "Request") -> Response:
        since = request.query_params.get("since", "")
        known = re.fullmatch("[0-9]{1,15}", since)
        stream = _stream(preview, address.base_path, int(since) if known else -1)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_FRESH)

    async def reload_script(_: "Request") -> Response:
        return Response(script, media_type="text/javascript", headers=_FRESH)

    def page(request: "Request") -> Response:
        # Before the file is read: a page newer than its generation is loaded once too often, never missed.
        generation = preview.state.generation
        path: str = request.scope["raw_path"].decode("latin-1")
        if path in ("/", address.base_path[:-1]) and path != address.base_path:
            return RedirectResponse(address.base_path, headers=_FRESH)
        found = locate(folder, path.removeprefix(address.base_path))
        if found and found.is_dir():
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{path}/{query}", headers=_FRESH)
        body = _read(found)
        if found and body is not None:
            status, kind = 200, content_type(found.name)
        else:
            status, kind = 404, content_type("404.html")
            body = _read(locate(folder, "404.html")) or _NO_PAGE
        if kind.startswith("text/html"):
            body = with_script(body, generation, "" if status == 200 else f"{address.base_path}404.html")
        return Response(body, status, {**_FRESH, "Content-Type": kind})

    every = [Route(EVENTS, events), Route(SCRIPT, reload_script), *routes, Route("/{path:path}", page)]
    return _guarded(Starlette(routes=every), address.host)


_FRESH = {"Cache-Control": "no-store"}

_NO_PAGE = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not there</title>
<body><p>There is no such page, or not yet: it appears here as soon as it is built.</p></body></html>
"""


def locate(folder: Path, path: str) -> Path | None:
    """Return the file or folder that a percent-encoded path below `folder` (resolved) names; None when there is none.

    A path that is empty or ends in `/` names the `index.html` there. Whatever the path and the symbolic links on its
    way, what is found lies inside `folder`, and is no part of what a build keeps there for itself.
    """
    if not path or path.endswith("/"):
        path += "index.html"
    try:
        parts = [unquote(part, errors="strict") for part in path.split("/")]
        if any(part in ("", ".", "..") or set(part) & set("/\\\0") for part in parts):
            return None
        found = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, UnicodeDecodeError):  # not there; a circle of links; not UTF-8
        return None
    return found if found.is_relative_to(folder) and not found.is_relative_to(folder / STATE) else None


def _read(file: Path | None) -> bytes | None:
    """Return the bytes of a file, or None when it is not there, or no longer: a build may just have removed it."""
    try:
        return file.read_bytes() if file else None
    except OSError:
        return None


def content_type(name: str) -> str:
    """Return the type of a file by its name, the same on every system, with UTF-8 said of every kind of text."""
    suffix = Path(name).suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return f"{kind}; charset=utf-8" if is_text else kind


_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".opml": "text/x-opml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def with_script(page: bytes, generation: int, path: str = "") -> bytes:
    """Return an HTML page with the reload script, which is told the page's generation, and its path if not as asked."""
    end = page.rfind(b"</body>")
    place = len(page) if end < 0 else end
    told = f' data-path="{path}"' if path else ""
    tag = f'<script src="{SCRIPT}" data-generation="{generation}"{told} defer></script>'
    return page[:place] + tag.encode() + page[place:]


def is_own_host(header: str, host: str) -> bool:
    """Tell whether a `Host` header names this machine, or the host that the user chose to serve at.

    Another site can make its own name lead here (DNS rebinding) and would then read the pages as if they were its
    own; it can't do so with an IP address.
    """
    matched = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:@/]+))(?::\d+)?", header.lower())
    name = (matched[1] or matched[2]) if matched else ""
    if name in ("localhost", host.lower()):
        return bool(name)
    try:
        return ip_address(name).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


def _guarded(app: "ASGIApp", host: str) -> "ASGIApp":
    """Refuse requests that mean another host."""
    from starlette.datastructures import Headers
    from starlette.responses import PlainTextResponse

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        name = Headers(scope=scope).get("host", "")
        refusal = PlainTextResponse(f"this preview does not serve `{name}`", 403)
        await (app if is_own_host(name, host) else refusal)(scope, receive, send)

    return guarded


async def _stream(preview: Preview, base_path: str, since: int) -> AsyncIterator[str]:
    """Yield the state as server-sent events: the one there is, then each that follows, until it is closed.

    An event has the generation, the problems, and as `changed` the paths below the server's address of what changed
    after the generation `since`, then after each event; null where that is not known, or more than a tab can use.
    """
    from anyio import move_on_after

    yield f"retry: {RETRY}\n\n"
    seen: State | None = None
    while True:
        state = seen
        with move_on_after(KEEP_ALIVE):
            state = await preview.other_than(seen)
        if state is None or state is seen:
            yield ": nothing new\n\n"
            continue
        if state.closed:
            return
        changed = state.changed_since(since)
        told = {
            "generation": state.generation,
            "changed": _addresses(changed, base_path) if changed is not None and len(changed) <= MOST_TOLD else None,
            "problems": [asdict(problem) for problem in state.problems],
        }
        yield f"data: {json.dumps(told)}\n\n"
        seen, since = state, state.generation


def _addresses(paths: Iterable[str], base_path: str) -> list[str]:
    """Return the paths, not encoded, at which a browser asks for some files of the output; a page's is its folder."""
    pages = (path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path for path in paths)
    return sorted(base_path + path for path in pages)


@contextmanager
def _answering(app: "ASGIApp", listener: socket.socket, portal: "BlockingPortal", preview: Preview) -> Iterator[None]:
    """Answer requests in the portal's thread. At the end the event streams close first: the server waits for them."""
    import uvicorn

    config = uvicorn.Config(
        app, lifespan="off", ws="none", log_config=None, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    ended = portal.start_task_soon(server.serve, [listener])
    try:
        yield
    finally:
        portal.call(preview.publish, replace(preview.state, closed=True))
        server.should_exit = True
        ended.result()


def _listen(address: Address) -> socket.socket:
    """Return a socket that listens at the address. Raises `DigestError` when that can't be."""
    if not address.host.strip():
        raise DigestError("the host is empty", hint="name this machine, as in `--host localhost`")
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        listener = socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            problem = f"another program serves at port `{address.port}`"
            hint = f"end it, or choose another port: `--port {address.port + 1}`"
        else:
            problem = f"cannot serve at `{address.host}`, port `{address.port}`: {reason(error)}"
            is_refused = error.errno in (errno.EACCES, errno.EPERM)
            hint = "choose another port with `--port`" if is_refused else "name this machine, as in `--host localhost`"
        raise DigestError(problem, hint=hint) from None
    # What it accepts inherits this. Else the body of a page waits for the browser to acknowledge the head: 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


@contextmanager
def _looping() -> Iterator["BlockingPortal"]:
    """Run an event loop in a thread of its own."""
    from anyio.from_thread import start_blocking_portal

    with ExitStack() as stack:
        with _signals_held_back():
            portal = stack.enter_context(start_blocking_portal(name="preview"))
        yield portal


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back while a thread begins: interrupted then, anyio waits for its end for ever."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {kind: signal.signal(kind, lambda kind, _: heard.append(kind)) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
    for missed in heard:
        signal.raise_signal(missed)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the preview as Ctrl-C does; only the main thread hears of signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
