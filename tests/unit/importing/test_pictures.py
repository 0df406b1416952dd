import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.importing.pictures import Pictures, RefusedError, get

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "سوق.png").write_bytes(PNG)
    (tmp_path / "web" / "page.png").write_text("<html>")
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "web")))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_a_picture_is_fetched_once_and_lies_in_a_folder_of_the_content(tmp_path: Path, server: str) -> None:
    pictures = Pictures(content=tmp_path, trusted="127.0.0.1")
    path = pictures.path_of(f"{server}/سوق.png", None)
    assert path.startswith("pictures/")
    assert path.endswith("-سوق.png")
    assert (tmp_path / path).read_bytes() == PNG
    assert pictures.path_of(f"{server}/سوق.png", None) == path


def test_what_is_no_picture_or_not_there_is_refused_with_the_reason(tmp_path: Path, server: str) -> None:
    pictures = Pictures(content=tmp_path, trusted="127.0.0.1")
    with pytest.raises(RefusedError, match="it is no picture"):
        pictures.path_of(f"{server}/page.png", None)
    with pytest.raises(RefusedError, match="404"):
        pictures.path_of(f"{server}/none.png", None)
    assert not (tmp_path / "pictures").exists()


def test_a_host_that_does_not_answer_is_asked_three_times_at_most(tmp_path: Path, server: str) -> None:
    pictures = Pictures(content=tmp_path, trusted="127.0.0.1")
    for number in range(3):
        with pytest.raises(RefusedError, match="404"):
            pictures.path_of(f"{server}/{number}.png", None)
    with pytest.raises(RefusedError, match="is asked no more"):
        pictures.path_of(f"{server}/سوق.png", None)


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.png", "http://[::1]/a.png", "file:///etc/passwd", "ftp://x/a"])
def test_an_archive_gets_nothing_from_this_computer_or_its_network(address: str) -> None:
    with pytest.raises(DigestError):
        get(address, limit=100)


def test_more_than_the_limit_is_refused(server: str) -> None:
    with pytest.raises(DigestError, match="it is larger than"):
        get(f"{server}/سوق.png", limit=10, trusted="127.0.0.1")


def test_pictures_of_a_folder_are_copied_from_beside_the_article_or_from_static(tmp_path: Path) -> None:
    posts = tmp_path / "old" / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "a.png").write_bytes(PNG)
    (tmp_path / "old" / "static").mkdir()
    (tmp_path / "old" / "static" / "b.png").write_bytes(PNG + b"b")
    (tmp_path / "c.png").write_bytes(PNG + b"c")
    pictures = Pictures(content=tmp_path / "content", root=tmp_path / "old" / "content")
    assert (tmp_path / "content" / pictures.path_of("a.png", posts)).read_bytes() == PNG
    assert (tmp_path / "content" / pictures.path_of("/b.png", posts)).read_bytes() == PNG + b"b"
    for outside in ("../../../c.png", "/c.png", "/../c.png", f"{tmp_path}/c.png"):
        with pytest.raises(RefusedError):
            pictures.path_of(outside, posts)
