"""What is asked of other sites because a text or an archive names them: these may name hosts of this network, too.

Only hosts of the internet are asked. That is looked at when the connection is made, with the address that it is made
to: a name may lead elsewhere when it is looked up again.
"""

import ipaddress
import socket
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from digest.errors import DigestError


class UnknownHostError(DigestError):
    """No computer has the name of a host, as far as this one knows."""


def ask(address: str, *, agent: str, timeout: float, method: str = "GET", trusted: str = "") -> HTTPResponse:
    """Return the answer of what is at an address of the web, to be closed; redirects are followed.

    Only hosts of the internet are asked, and the one that is `trusted`. `timeout` is in seconds, of one wait. Raises
    `DigestError` for what may not be asked, else what `urllib.request` raises.
    """
    host, _ = _host_of(address)
    parts = urlsplit(address)
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    whole = f"{parts.scheme}://{netloc}{path}{f'?{query}' if query else ''}"
    if host != trusted:
        try:
            _internet_addresses(host, address)
        except UnknownHostError:
            if not _is_by_proxy(parts.scheme, host):
                raise
    opener = urllib.request.build_opener(_Redirects(), _Plain(trusted), _Encrypted(trusted))
    request = urllib.request.Request(whole, method=method, headers={"User-Agent": agent})  # noqa: S310 (checked)
    answer: HTTPResponse = opener.open(request, timeout=timeout)
    return answer


def read_within(answer: HTTPResponse, limit: int, seconds: float) -> bytes:
    """Return the bytes of an answer, of more than `limit` one more than that.

    Raises `TimeoutError` when they are not there after some seconds, however steadily they come.
    """
    end, body = time.monotonic() + seconds, bytearray()
    while len(body) <= limit and (part := answer.read1(min(1 << 16, limit + 1 - len(body)))):
        body += part
        if time.monotonic() > end:
            raise TimeoutError("it comes too slowly")
    return bytes(body)


def _is_by_proxy(scheme: str, host: str) -> bool:
    """Tell whether the user has set a proxy for a host: that looks names up itself, also such as only it knows."""
    return scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(host)


def _host_of(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        parts, host, port = urlsplit(""), "", 0
    if parts.scheme not in ("http", "https") or not host:
        raise DigestError("it is no address of the web", address, "write `https://…`")
    return host, port


def _internet_addresses(host: str, address: str, port: int = 443) -> list[Any]:
    """Return what a host's name stands for.

    Raises `DigestError` unless all of it is on the internet, `UnknownHostError` where it stands for nothing.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownHostError(f"`{host}` is not known", address, "check the network") from None
    if not all(_is_on_the_internet(str(entry[4][0])) for entry in found):
        raise DigestError(f"`{host}` is not on the internet", address, "copy it by hand")
    return found


def _is_on_the_internet(written: str) -> bool:
    """Tell whether an IP address is one of the internet, also of those that have another in them (RFC 4291, 6052)."""
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return address.is_global and not address.is_multicast


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

Connect = Callable[..., socket.socket]


def _connecting(trusted: str) -> Connect:
    """Return what makes connections in the place of `socket.create_connection`."""

    def connect(place: tuple[str, int], timeout: Any, source: Any = None) -> socket.socket:
        host, port = place
        if host.strip("[]") == trusted:
            return socket.create_connection(place, timeout, source)
        failure: OSError = OSError(f"`{host}` has no address")
        for entry in _internet_addresses(host, f"http://{host}:{port}/", port):
            try:
                return socket.create_connection(entry[4][:2], timeout, source)
            except OSError as error:
                failure = error
        raise failure

    return connect


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to addresses of the web alone."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        _host_of(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, trusted: str) -> None:
        super().__init__()
        self._connect = _connecting(trusted)

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        answer: HTTPResponse = self.do_open(_made(HTTPConnection, self._connect, req), req)
        return answer


class _Encrypted(urllib.request.HTTPSHandler):
    def __init__(self, trusted: str) -> None:
        super().__init__()
        self._connect = _connecting(trusted)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        answer: HTTPResponse = self.do_open(_made(HTTPSConnection, self._connect, req), req)
        return answer


def _made(kind: type[HTTPConnection], connect: Connect, request: urllib.request.Request) -> Callable[..., Any]:
    """Return what makes the connection for a request; one to a proxy, which the user has set, is made as ever."""
    is_direct = request.host == urlsplit(request.full_url).netloc

    def made(host: str, **options: Any) -> HTTPConnection:
        connection = kind(host, **options)
        if is_direct:
            connection._create_connection = connect  # type: ignore[attr-defined]
        return connection

    return made
