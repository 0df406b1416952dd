import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from digest.errors import DigestError
from digest.web_requests import UnknownHostError, ask, read_within


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 (of the class: the server makes an instance for each request)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
        else:
            self.send_response(200)
            self.send_header("Content-Length", "5")
        self.end_headers()
        if not self.path.startswith("/to/"):
            self.wfile.write(b"whole")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def port() -> Iterator[int]:
    Handler.asked.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_port
    running.shutdown()
    running.server_close()


def test_a_host_that_is_trusted_is_asked(port: int) -> None:
    with ask(f"http://127.0.0.1:{port}/سوق", agent="digest", timeout=5, trusted="127.0.0.1") as answer:
        assert read_within(answer, 100, 5) == b"whole"
    assert Handler.asked == ["/%D8%B3%D9%88%D9%82"]


def test_of_what_is_too_large_no_more_is_read_than_tells(port: int) -> None:
    with ask(f"http://127.0.0.1:{port}/", agent="digest", timeout=5, trusted="127.0.0.1") as answer:
        assert read_within(answer, 2, 5) == b"who"


def test_an_answer_that_never_ends_is_broken_off(port: int) -> None:
    with (
        ask(f"http://127.0.0.1:{port}/", agent="digest", timeout=5, trusted="127.0.0.1") as answer,
        pytest.raises(TimeoutError, match="too slowly"),
    ):
        read_within(answer, 100, -1)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"),
        *("[2002:7f00:1::]", "[fe80::1%25lo]", "0.0.0.0", "224.0.0.1", "0x7f.1", "2130706433", "127。0。0。1"),
    ],
)
def test_no_host_of_this_network_is_asked(host: str, port: int) -> None:
    with pytest.raises(DigestError, match=r"is not on the internet|is not known"):
        ask(f"http://{host}:{port}/", agent="digest", timeout=5)
    assert not Handler.asked


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a", "http://[", "http://x:99999/", "//x"])
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(DigestError, match="no address of the web"):
        ask(address, agent="digest", timeout=5)


@pytest.mark.parametrize("target", ["http://localhost:{port}/secret", "ftp://127.0.0.1/a"])
def test_no_redirect_leads_there(target: str, port: int) -> None:
    with pytest.raises(DigestError, match=r"not on the internet|no address of the web"):
        ask(f"http://127.0.0.1:{port}/to/{target.format(port=port)}", agent="x", timeout=5, trusted="127.0.0.1")
    assert len(Handler.asked) == 1


def test_a_name_that_leads_elsewhere_when_it_is_looked_up_again_is_not_followed(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def rebinding(host: str, port: int, *_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with pytest.raises(DigestError, match="is not on the internet"):
        ask(f"http://rebinding.example:{port}/", agent="digest", timeout=5)
    assert not Handler.asked


def test_a_proxy_looks_up_the_names_that_this_computer_does_not_know(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UnknownHostError, match="is not known"):
        ask("http://nobody.invalid/a", agent="digest", timeout=5)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    with ask("http://nobody.invalid/a", agent="digest", timeout=5) as answer:
        assert read_within(answer, 100, 5) == b"whole"
    with pytest.raises(DigestError, match="is not on the internet"):
        ask("http://10.0.0.1/", agent="digest", timeout=5)
    assert Handler.asked == ["http://nobody.invalid/a"]
