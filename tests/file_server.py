"""A server of files on this machine, for tests of downloads: it cuts, drips, redirects and refuses as it is told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    """Serves `files`; `faults` are used up one a request, `requests` are what was asked for, with its range."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.faults: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.tag = '"1"'
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: many of these tests make them."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        span = self.headers.get("Range", "")
        server.requests.append((self.path, span))
        fault = server.faults.pop(0) if server.faults else ""
        if self.path in server.redirects:
            self.send_response(302)
            self.send_header("Location", server.redirects[self.path])
            self.end_headers()
            return
        data = server.files.get(self.path)
        if data is None or fault in {"500", "416"}:
            self.send_error(int(fault or 404))
            return
        start = int(span[6:-1]) if span and self.headers.get("If-Range") == server.tag else 0
        self.send_response(206 if start else 200)
        if fault != "no length":
            self.send_header("Content-Length", str(len(data) - start))
        if server.tag:
            self.send_header("ETag", server.tag)
        if start:
            first = 0 if fault == "wrong range" else start
            self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        rest = data[start:]
        if fault == "cut":
            rest = rest[: len(rest) // 2]
        if fault == "silent":
            time.sleep(1)
        if fault == "drip":
            for byte in rest[:30]:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
            return
        self.wfile.write(rest)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it when the block ends."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
