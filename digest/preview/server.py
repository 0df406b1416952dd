"""Preview: the built site on loopback, built again after each save, and the browser told by server-sent events.

The calling thread builds, one build after the other. A second one answers requests meanwhile, from what the last good
build left in the output folder, and holds the state that browsers follow.
"""

import errno
import json
import mimetypes
import re
import secrets
import socket
import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from importlib import resources
from ipaddress import ip_address
from itertools import chain
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

from digest.build.output_folder import STATE
from digest.errors import DigestError, Problem
from digest.files import read_bytes, real_path
from digest.fingerprint import fingerprint
from digest.messages import reason
from digest.model import View
from digest.preview import policy
from digest.preview.answers import file_answer, headers_of, rule_for
from digest.preview.interruption import held_back, terminable
from digest.preview.translator import Progress
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

OWN = "/__digest/"
"""Below it lies what is the preview's own, at the address of any site."""
EVENTS = "/__digest/events"
SITE = "/__digest/site"
"""Says by a fingerprint which site is previewed, to who would preview it too."""
SCRIPTS = ("/__digest/served.js", "/__digest/preview.js", "/__digest/morph.js", "/__digest/bar.js")
"""The scripts of the preview: the first two are added to each page, and the second asks for the others."""

KEEP_ALIVE = 15.0
"""Seconds after which a silent event stream says that it is alive: `preview.js` asks anew when it hears nothing."""

_NEXT = 20
"""Ports of which the first free one is taken."""
_LARGEST = 1 << 30
"""Bytes of a file that is served."""
_PATIENCE = 1.0
"""Seconds to wait for another program to say what it serves."""

RETRY = 500
"""Milliseconds after which a browser that lost the server asks for it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to serve.

    Attributes:
        host: a name or IP address of this machine.
        port: 0 for any that is free.
        flexible: whether one of the next ports is taken where another program has that one.
        base_path: the path below which the site expects to be; begins and ends in `/`, percent-encoded.
    """

    host: str = "localhost"
    port: int = 8000
    flexible: bool = False
    base_path: str = "/"

    @property
    def is_everywhere(self) -> bool:
        """Whether the host stands for all addresses of this machine, so that others reach it."""
        return _is_unspecified(self.host)

    @property
    def url(self) -> str:
        """The address of the home page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{self.base_path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An article that was just saved.

    Attributes:
        pages: the path of its page in the output, by view.
        sentence: the number of the first sentence that reads otherwise now; None for a new article.
    """

    pages: Mapping[View, str]
    sentence: int | None = None


class Report(Protocol):
    """The part of a build's report that `serve` reads.

    `changed` are the paths of the files of the output that are new or gone, `faults` those that could not be made, each
    with the reasons.
    """

    @property
    def changed(self) -> frozenset[str]: ...
    @property
    def faults(self) -> Mapping[str, tuple[Problem, ...]]: ...


Build = Callable[[frozenset[Path] | None], Report]
"""A function that builds the site into the output folder.

It is given the paths that changed since the last time, or None at first.
"""


Describe = Callable[[str], Mapping[str, Any] | None]
"""A function that returns what the bar says of the page at a path of the output; None of one that is no article's."""


def _undescribed(page: str) -> None:
    """Say nothing of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The server answers, at this address.

    Attributes:
        address: of the home page.
        tabs: the tabs that show the site.
    """

    address: Address
    tabs: "Tabs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file is still being written, and built when it is whole.

    Attributes:
        path: of the file, absolute.
    """

    path: Path


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


Event = Serving | Waiting | Built | Failed


def serve(
    build: Build,
    *,
    watch: Watch,
    output: Path,
    address: Address,
    on_event: Callable[[Event], None],
    describe: Describe = _undescribed,
    told: Mapping[str, str] = MappingProxyType({}),
    routes: "Sequence[BaseRoute]" = (),
) -> None:
    """Build, serve the output folder, and build again after each change, until `watch` is closed.

    Raises `DigestError` when it can't serve at the address, before the first build; `KeyboardInterrupt` on Ctrl-C and,
    in the main thread, on SIGTERM. Whatever a build raises is reported and shown in the browser, and the preview goes
    on. `on_event` is called from this thread. `describe`, `told` and `routes` are as for `application`.
    """

    def growing() -> tuple[str, ...]:
        return tuple(sorted(path.name for path in watch.growing()))

    def wait(path: Path) -> None:
        portal.call(preview.change, lambda state: replace(state, waiting=growing()))
        on_event(Waiting(path=path))

    with terminable(), _listen(address, output) as listener, _looping() as portal:
        address = replace(address, port=listener.getsockname()[1])
        preview = Preview()
        app = application(preview, output, address, describe=describe, told=told, routes=routes)
        with _answering(app, listener, portal, preview):
            watch.on_waiting = wait
            on_event(Serving(address=address, tabs=Tabs(preview, portal)))
            for changed in chain([None], watch.changes()):
                outcome = attempt(build, changed)
                portal.call(
                    preview.change, lambda state, outcome=outcome: replace(state.after(outcome), waiting=growing())
                )
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
        faults: the paths of the output that a build which succeeded could not make, each with the reasons.
        translating: how far the machine is with what it owes; None while it owes nothing.
        waiting: the names of files that are still being written.
        seconds: how long the last good build took.
        edit: the article that was saved last; None while none was.
        edits: how many were.
        closed: the server is about to end.
    """

    generation: int = field(default_factory=lambda: secrets.randbits(32))
    recent: tuple[frozenset[str], ...] = ()
    problems: tuple[Problem, ...] = ()
    faults: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    translating: Progress | None = None
    waiting: tuple[str, ...] = ()
    seconds: float = 0.0
    edit: Edit | None = None
    edits: int = 0
    closed: bool = False

    def after(self, outcome: Built | Failed) -> "State":
        """Return the state that a build leads to."""
        if isinstance(outcome, Failed):
            return replace(self, problems=outcome.problems)
        changed, faults = outcome.report.changed, outcome.report.faults
        if not changed:
            return replace(self, problems=(), faults=faults, seconds=outcome.seconds)
        recent = (*self.recent, changed)[-RECENT:]
        return replace(
            self, generation=self.generation + 1, recent=recent, problems=(), faults=faults, seconds=outcome.seconds
        )

    def changed_since(self, generation: int) -> frozenset[str] | None:
        """Return the paths of the output that changed after a generation; None where that is not known any more."""
        age = self.generation - generation
        return frozenset().union(*self.recent[-age:] if age else ()) if 0 <= age <= len(self.recent) else None


class Preview:
    """The state, and a condition to wait for the next one. Read it anywhere; change and wait in the event loop.

    Attributes:
        state: the present one.
        looked_at: the paths in the output of the pages that are open, one a tab, the one opened last at the end.
    """

    def __init__(self) -> None:
        from anyio import Condition

        self.state = State()
        self.looked_at: list[str] = []
        self._published = Condition()

    async def change(self, change: Callable[[State], State]) -> None:
        """Replace the state by one made of it, and wake everybody who waits."""
        async with self._published:
            self.state = change(self.state)
            self._published.notify_all()

    async def other_than(self, seen: State | None) -> State:
        """Return the state as soon as it is another than the one last seen: at once when it already is."""
        async with self._published:
            while self.state is seen:
                await self._published.wait()
            return self.state


@dataclass(frozen=True, slots=True)
class Tabs:
    """The tabs that show a previewed site, for other threads than the server's.

    Attributes:
        preview: what they follow.
        portal: leads into the server's event loop.
    """

    preview: Preview
    portal: "BlockingPortal"

    def looked_at(self) -> tuple[str, ...]:
        """Return the paths in the output of the pages that are looked at, the one opened last first."""
        return tuple(reversed(self.preview.looked_at))

    def tell(self, progress: Progress) -> None:
        """Tell how far the machine is with what it owes."""
        told = progress if progress.left or progress.problem else None
        self._change(lambda state: replace(state, translating=told))

    def show(self, edit: Edit) -> None:
        """Tell that an article was saved: tabs that follow the editor go there."""
        self._change(lambda state: replace(state, edit=edit, edits=state.edits + 1))

    def _change(self, change: Callable[[State], State]) -> None:
        with suppress(RuntimeError):  # the portal is closed: the preview has ended
            self.portal.call(self.preview.change, change)


def application(
    preview: Preview,
    output: Path,
    address: Address,
    *,
    describe: Describe = _undescribed,
    told: Mapping[str, str] = MappingProxyType({}),
    routes: "Sequence[BaseRoute]" = (),
) -> "ASGIApp":
    """Return the web application: the pages of `output` below the base path, the scripts, the event stream.

    What `describe` says of a page is told to the tab that shows it, and what is `told` to all: `follow` (`yes` where
    they are to go to the article that was saved), `token` (of the bar), `desk` (`yes` where there is one). `routes`, of
    the editors' desk, go before the pages.
    """
    from starlette.applications import Starlette
    from starlette.responses import RedirectResponse, Response, StreamingResponse
    from starlette.routing import Route

    own = {path: resources.files("digest.preview").joinpath(path.rpartition("/")[2]).read_bytes() for path in SCRIPTS}
    folder = real_path(output)
    nonce = secrets.token_urlsafe()

    async def events(request: "Request") -> Response:
        since = request.query_params.get("since", "")
        known = re.fullmatch("[0-9]{1,15}", since)
        page = file_of(request.query_params.get("page", ""), address.base_path)
        stream = _stream(preview, address.base_path, int(since) if known else -1, page, describe)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_FRESH)

    async def script(request: "Request") -> Response:
        return Response(own[request.url.path], media_type="text/javascript", headers=_FRESH)

    def page(request: "Request") -> Response:
        # Before the file is read: a page newer than its generation is loaded once too often, never missed.
        generation = preview.state.generation
        path: str = request.scope["raw_path"].decode("latin-1")
        if path in ("/", address.base_path[:-1]) and path != address.base_path:
            return RedirectResponse(address.base_path, headers=_FRESH)
        query = f"?{request.url.query}" if request.url.query else ""
        redirects = _read(locate(folder, "_redirects"))
        rule = rule_for(path, redirects) if redirects else None
        if rule and rule.is_move:
            target = rule.target if "?" in rule.target else rule.target + query
            return RedirectResponse(target, headers=_FRESH)
        found, status, instead = locate(folder, path.removeprefix(address.base_path)), 200, ""
        if rule and (rule.forced or not found):
            instead, status = rule.target.partition("?")[0], rule.status
            found = locate(folder, instead.removeprefix(address.base_path))
        elif found and found.is_dir():
            return RedirectResponse(f"{path}/{query}", headers=_FRESH)
        body = _read(found)
        if found and body is not None:
            kind = content_type(found.name)
        else:
            status, kind, instead = 404, content_type("404.html"), f"{address.base_path}404.html"
            body = _read(locate(folder, "404.html")) or _NO_PAGE
        said = _PUBLISHED | headers_of(path, _read(locate(folder, "_headers")) or b"")
        if not kind.startswith("text/html"):
            answer = file_answer(body, kind, request.headers)
        else:
            own = f"{request.url.scheme}://{request.headers['host']}{OWN}"
            for name in said.keys() & set(policy.HEADERS):
                said[name] = policy.admitting(said[name], own, nonce)
            body = policy.admitted(body, own, nonce)
            asked = nonce if any(nonce in text for text in said.values()) or nonce.encode() in body else ""
            shown = {"path": instead} if instead else {}
            body = with_scripts(body, {"generation": str(generation), **told, **shown}, asked)
            answer = Response(body, status, {**_FRESH, "Content-Type": kind})
        answer.headers.update(said)
        return answer

    async def site(_: "Request") -> Response:
        return Response(fingerprint(str(folder)), media_type="text/plain", headers=_FRESH)

    own_routes = [Route(EVENTS, events), Route(SITE, site), *(Route(path, script) for path in SCRIPTS)]
    every = [*own_routes, *routes, Route("/{path:path}", page)]
    return _guarded(Starlette(routes=every), address.host)


_FRESH = {"Cache-Control": "no-store"}

_PUBLISHED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
"""What a file comes with unless the site's `_headers` says otherwise: as `docs/hosting.md` advises."""

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
        return read_bytes(file, str(file), limit=_LARGEST) if file else None
    except DigestError:
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


def with_scripts(page: bytes, told: Mapping[str, str], nonce: str = "") -> bytes:
    """Return an HTML page with the scripts, which are `told` something in attributes; with a nonce where one is given.

    They are told the page's `generation`, its `path` where it is not the one asked for, whether to `follow` what is
    saved, whether there is a `desk`.
    """
    end = page.rfind(b"</body>")
    place = len(page) if end < 0 else end
    served, preview, *_ = SCRIPTS
    attributes = "".join(f' data-{name}="{value}"' for name, value in told.items())
    shown = f' nonce="{nonce}"' if nonce else ""
    tags = f'<script src="{served}"{shown}{attributes}></script><script type="module" src="{preview}"{shown}></script>'
    return page[:place] + tags.encode() + page[place:]


def is_own_host(header: str, host: str) -> bool:
    """Tell whether a `Host` header names this machine, or the host that the user chose to serve at.

    Another site can make its own name lead here (DNS rebinding) and would then read the pages as if they were its
    own; it can't do so with an IP address.
    """
    matched = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:@/]+))(?::\d+)?", header.lower())
    name = (matched[1] or matched[2]) if matched else ""
    if name in ("localhost", host.lower()):
        return bool(name)
    if _is_unspecified(host) and name in own_names():
        return True
    try:
        return ip_address(name).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


def is_of_another_site(headers: Mapping[str, str]) -> bool:
    """Tell whether a request comes from a page of another site, as browsers say it."""
    origin = headers.get("origin")
    is_other = origin is not None and origin.partition("://")[2] != headers.get("host")
    return is_other or headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


def own_names() -> frozenset[str]:
    """Return the names by which others on the network find this machine."""
    name = socket.gethostname().lower().removesuffix(".local")
    return frozenset({name, f"{name}.local"}) if name else frozenset()


def address_for_others(address: Address) -> Address | None:
    """Return the address by which another machine on the network reaches a preview; None where none does."""
    if not _is_unspecified(address.host):
        return None
    family, far = (socket.AF_INET6, "2001:db8::1") if ":" in address.host else (socket.AF_INET, "192.0.2.1")
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((far, 9))  # sends nothing: it only asks which of the own addresses leads out
            own = probe.getsockname()[0]
        except OSError:
            return None
    return None if ip_address(own).is_loopback or ip_address(own).is_unspecified else replace(address, host=own)


def _guarded(app: "ASGIApp", host: str) -> "ASGIApp":
    """Refuse requests that mean another host, and those of pages of other sites, which may only lead here.

    Such pages could not read an answer, but show and run what it holds, tell what is there, and hold event streams.
    """
    from starlette.datastructures import Headers
    from starlette.responses import PlainTextResponse

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        headers = Headers(scope=scope)
        name = headers.get("host", "")
        if is_of_another_site(headers) and headers.get("sec-fetch-mode") != "navigate":
            await PlainTextResponse("the request comes from another site", 403)(scope, receive, send)
            return
        refusal = PlainTextResponse(
            f"this preview does not serve `{name}`; start it with `--host` and that name if it is this machine's", 403
        )
        await (app if is_own_host(name, host) else refusal)(scope, receive, send)

    return guarded


async def _stream(preview: Preview, base_path: str, since: int, page: str, describe: Describe) -> AsyncIterator[str]:
    """Yield the state as server-sent events to a tab that shows a page, which is looked at meanwhile."""
    preview.looked_at.append(page)
    try:
        async for event in _events(preview, base_path, since, page, describe):
            yield event
    finally:
        preview.looked_at.remove(page)


async def _events(preview: Preview, base_path: str, since: int, page: str, describe: Describe) -> AsyncIterator[str]:
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
            yield "event: alive\ndata:\n\n"
            continue
        if state.closed:
            return
        changed = state.changed_since(since)
        told = {
            "generation": state.generation,
            "changed": _addresses(changed, base_path) if changed is not None and len(changed) <= MOST_TOLD else None,
            "problems": [asdict(problem) for problem in state.problems or state.faults.get(page, ())],
            "fault": not state.problems and page in state.faults,
            "translating": asdict(state.translating) if state.translating else None,
            "waiting": state.waiting,
            "edit": _edit(state, base_path),
            "seconds": state.seconds,
            "page": describe(page),
        }
        yield f"data: {json.dumps(told)}\n\n"
        seen, since = state, state.generation


def _edit(state: State, base_path: str) -> dict[str, Any] | None:
    """Return what a tab is told of the article that was saved last: the addresses of its pages by view."""
    if not state.edit:
        return None
    pages = {view: _addresses([path], base_path)[0] for view, path in state.edit.pages.items()}
    return {"number": state.edits, "pages": pages, "sentence": state.edit.sentence}


def file_of(path: str, base_path: str) -> str:
    """Return the path in the output of the page that a browser has at a path, which is not encoded."""
    below = path.removeprefix(base_path) if path.startswith(base_path) else path.removeprefix("/")
    return f"{below}index.html" if not below or below.endswith("/") else below


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
    with ExitStack() as stack:
        with held_back():
            ended = portal.start_task_soon(server.serve, [listener])
            stack.callback(ended.result)
            stack.callback(setattr, server, "should_exit", True)
            stack.callback(portal.call, preview.change, lambda state: replace(state, closed=True))
        yield


def _listen(address: Address, output: Path) -> socket.socket:
    """Return a socket that listens at the address, or at the next free port of a flexible one.

    Raises `DigestError` when that can't be, or another preview of the same site, with this output, has the port.
    """
    for port in range(address.port, address.port + _NEXT) if address.flexible else ():
        at = replace(address, port=port)
        if _is_free(at):
            return _listen_at(at)
        _check_other(at, output)
    if not address.flexible and address.port and not _is_free(address):
        _check_other(address, output)
    return _listen_at(replace(address, port=0) if address.flexible else address)


def _is_free(address: Address) -> bool:
    """Tell whether no other program listens at an address, as far as trying tells."""
    try:
        _listen_at(address).close()
    except DigestError:
        return False
    return True


def _check_other(address: Address, output: Path) -> None:
    """Raise `DigestError` if a preview of the same site serves at an address."""
    host = "localhost" if _is_unspecified(address.host) else address.host
    connection = HTTPConnection(host, address.port, timeout=_PATIENCE)
    try:
        connection.request("GET", SITE)
        said = connection.getresponse().read(100).decode("latin-1")
    except (OSError, HTTPException):
        return
    finally:
        connection.close()
    if said == fingerprint(str(real_path(output))):
        there = replace(address, host=host).url
        raise DigestError(f"this site is already previewed at {there}", hint="open it there, or end that preview")


def _is_unspecified(host: str) -> bool:
    """Tell whether a host stands for all addresses of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _listen_at(address: Address) -> socket.socket:
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
            why = reason(error).partition(" (while attempting")[0]  # `create_server` adds the address
            port = f", port `{address.port}`" if address.port else ""
            problem = f"cannot serve at `{address.host}`{port}: {why}"
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
        with held_back():
            portal = stack.enter_context(start_blocking_portal(name="preview"))
        yield portal
