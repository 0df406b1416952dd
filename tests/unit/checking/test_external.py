import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from digest.checking.external import FRESH, answers, ask

ASKED: list[str] = []


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        ASKED.append(f"HEAD {self.path}")
        codes = {"/good": 200, "/%D8%AE": 200, "/no-head": 405, "/gone": 410, "/busy": 503}
        self._answer(302 if self.path == "/moved" else codes.get(self.path, 404))

    def do_GET(self) -> None:
        ASKED.append(f"GET {self.path}")
        self._answer(200 if self.path in ("/no-head", "/good") else 503)

    def _answer(self, code: int) -> None:
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/good")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of a server on this computer, which counts as one of the internet meanwhile."""
    monkeypatch.setattr("digest.web_requests._is_on_the_internet", lambda _: True)
    ASKED.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("path", "problem", "is_dead"),
    [
        ("/good", "", False),
        ("/خ", "", False),
        ("/moved", "", False),
        ("/no-head", "", False),
        ("/none", "it answers 404 Not Found", True),
        ("/gone", "it answers 410 Gone", True),
        ("/busy", "it answers 503 Service Unavailable", False),
    ],
)
def test_an_address_is_dead_only_where_that_is_sure(server: str, path: str, problem: str, is_dead: bool) -> None:
    answer = ask(server + path)
    assert (answer.problem, answer.is_dead) == (problem, is_dead)


def test_what_readers_do_not_reach_is_not_asked() -> None:
    answer = ask("http://127.0.0.1:9/")
    assert (answer.problem, answer.is_dead) == ("`127.0.0.1` is not on the internet", False)


def test_a_server_that_is_not_there_may_come_back(server: str) -> None:
    answer = ask("http://127.0.0.1:9/")
    assert (answer.problem.startswith("it does not answer"), answer.is_dead) == (True, False)


def test_good_answers_hold_for_a_day_and_others_are_asked_for_again(server: str, tmp_path: Path) -> None:
    addresses = [f"{server}/good", f"{server}/good#part", f"{server}/none"]
    cache = tmp_path / "links.json"
    assert set(answers(addresses, cache, pause=0)) == {f"{server}/good", f"{server}/none"}
    answers(addresses, cache, pause=0)
    assert ASKED.count("HEAD /good") == 1
    assert ASKED.count("HEAD /none") == 2
    kept = msgspec.json.decode(cache.read_bytes())
    kept[f"{server}/good"]["time"] = time.time() - FRESH - 1
    cache.write_bytes(msgspec.json.encode(kept))
    answers(addresses, cache, pause=0)
    assert ASKED.count("HEAD /good") == 2


def test_a_cache_that_is_damaged_is_made_anew(server: str, tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text("{")
    assert not answers([f"{server}/good"], tmp_path / "links.json")[f"{server}/good"].problem
