"""The index and downloads, against a server on this machine."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from digest import argos
from digest.argos import fetch
from digest.errors import DigestError
from tests import tiny_package


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


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("built")
    return tiny_package.pack(tiny_package.build(folder / "ar_en"), folder / "x.argosmodel").read_bytes()


def offer(server: Server, **fields: object) -> dict[str, object]:
    links = [f"{server.url}/ar_en.argosmodel"]
    return {"code": "translate-ar_en", "package_version": "1.0", "from_code": "ar", "to_code": "en"} | {
        "links": links,
        **fields,
    }


def publish(server: Server, archive: bytes, **fields: object) -> None:
    server.files["/index.json"] = json.dumps([offer(server, **fields)]).encode()
    server.files["/ar_en.argosmodel"] = archive


def install(server: Server, tmp_path: Path, **options: object) -> argos.Package:
    return argos.install_from_index(
        "ar",
        "en",
        tmp_path / "packages",
        downloads=tmp_path / "downloads",
        index_url=server.url,
        timeout=0.4,
        **options,  # type: ignore[arg-type]
    )


def refused(server: Server, tmp_path: Path) -> str:
    with pytest.raises(DigestError) as error:
        install(server, tmp_path)
    assert not argos.installed([tmp_path / "packages"]).packages
    assert not list(tmp_path.glob("downloads/*.argosmodel"))
    return str(error.value)


def test_a_package_is_downloaded_and_installed(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    seen: list[tuple[int, int | None]] = []
    package = install(server, tmp_path, progress=lambda done, total: seen.append((done, total)))
    record = json.loads((package.path / "digest.json").read_bytes())
    assert record["source"] == f"{server.url}/ar_en.argosmodel"
    assert record["archive"] == hashlib.sha256(archive).hexdigest()
    assert seen[-1] == (len(archive), len(archive))
    assert not list((tmp_path / "downloads").iterdir())


def test_the_newest_version_is_chosen(server: Server, tmp_path: Path) -> None:
    offers = [offer(server, package_version=version) for version in ("1.9", "1.10", "1.2")]
    server.files["/index.json"] = json.dumps([*offers, offer(server, type="sbd"), {"links": []}, 7]).encode()
    found = argos.available(server.url)
    assert [each.version for each in found] == ["1.10", "1.9", "1.2"]
    assert argos.choose(found, "ar", "en").version == "1.10"


def test_the_address_of_the_index_may_name_its_file(server: Server) -> None:
    server.files["/mine.json"] = b"[]"
    assert argos.available(f"{server.url}/mine.json") == []


def test_a_pair_that_is_not_there_is_named_with_those_that_are(server: Server, archive: bytes) -> None:
    publish(server, archive)
    with pytest.raises(DigestError) as error:
        argos.choose(argos.available(server.url), "ar", "fr")
    assert "no package from `ar` to `fr`" in str(error.value)
    assert "ar → en" in str(error.value)


@pytest.mark.parametrize("body", [b"<html>sign in to the network</html>", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_index_is_said_to_be_none(server: Server, tmp_path: Path, body: bytes) -> None:
    server.files["/index.json"] = body
    assert "not a package index" in refused(server, tmp_path)


def test_a_download_that_is_cut_goes_on_where_it_stopped(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.faults = ["", "cut", "cut"]
    install(server, tmp_path)
    spans = [span for path, span in server.requests if path.endswith("argosmodel")]
    assert spans == ["", f"bytes={len(archive) // 2}-", f"bytes={len(archive) // 2 + (len(archive) + 1) // 4}-"]


def test_a_download_goes_on_in_a_later_run(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.faults = ["", *["cut"] * 4]
    message = refused(server, tmp_path)
    assert "cut short" in message
    assert "it goes on from there" in message
    there = (tmp_path / "downloads" / "ar_en.argosmodel.part").stat().st_size
    server.requests.clear()
    assert install(server, tmp_path)
    assert server.requests[-1] == ("/ar_en.argosmodel", f"bytes={there}-")


def test_a_file_that_changed_meanwhile_is_downloaded_afresh(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, b"old" * 1_000)
    server.faults = ["", *["cut"] * 4]
    refused(server, tmp_path)
    publish(server, archive)
    server.tag = '"2"'
    assert argos.verify(install(server, tmp_path)) == []


@pytest.mark.parametrize("fault", ["wrong range", "416", "500"])
def test_a_part_is_never_continued_with_other_bytes(server: Server, archive: bytes, tmp_path: Path, fault: str) -> None:
    publish(server, archive)
    server.faults = ["", "cut", fault]
    if fault == "500":
        assert "refused (500" in refused(server, tmp_path)
    assert argos.verify(install(server, tmp_path)) == []


def test_without_a_validator_a_cut_download_starts_afresh(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.tag = ""
    server.faults = ["", "cut", "cut"]
    assert "cut short" in refused(server, tmp_path)
    assert argos.verify(install(server, tmp_path)) == []
    assert {span for _, span in server.requests} == {""}


def test_a_wrong_sha256_is_refused_and_the_bytes_are_dropped(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, sha256="0" * 64)
    assert "sha256 differs" in refused(server, tmp_path)
    assert not list((tmp_path / "downloads").glob("*.part"))
    publish(server, archive, sha256=hashlib.sha256(archive).hexdigest().upper(), size=len(archive))
    assert install(server, tmp_path)


def test_a_wrong_size_is_refused(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, size=len(archive) + 1)
    assert "where the index says" in refused(server, tmp_path)
    publish(server, archive, size=len(archive) - 1)
    server.faults = ["", "no length"]
    assert "were announced" in refused(server, tmp_path)


def test_a_download_that_was_whole_when_the_program_was_killed_is_not_asked_for_again(
    server: Server, archive: bytes, tmp_path: Path
) -> None:
    publish(server, archive)
    file = fetch.download(f"{server.url}/ar_en.argosmodel", tmp_path / "x", timeout=1)
    server.faults = ["cut"] * 4
    with pytest.raises(DigestError):
        fetch.download(f"{server.url}/ar_en.argosmodel", tmp_path / "y", timeout=1)
    file.replace(tmp_path / "y.part")
    server.requests.clear()
    assert fetch.download(f"{server.url}/ar_en.argosmodel", tmp_path / "y", timeout=1).read_bytes() == archive
    assert not server.requests


def test_a_redirect_is_followed(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, links=[f"{server.url}/old"])
    server.redirects["/old"] = f"{server.url}/ar_en.argosmodel"
    assert install(server, tmp_path)


def test_redirects_without_end_are_an_error(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, links=[f"{server.url}/round"])
    server.redirects["/round"] = f"{server.url}/round"
    assert "redirects without end" in refused(server, tmp_path)


@pytest.mark.parametrize("target", ["http://example.com/x", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_that_gives_up_encryption_is_not_followed(
    server: Server, archive: bytes, tmp_path: Path, target: str
) -> None:
    publish(server, archive, links=[f"{server.url}/away"])
    server.redirects["/away"] = target
    assert re.search("not encrypted|no[^ ]* (an )?`https", refused(server, tmp_path))


def test_what_is_not_found_is_an_error_with_a_hint(server: Server, archive: bytes, tmp_path: Path) -> None:
    assert "not found on the server (404)" in refused(server, tmp_path)
    publish(server, archive, links=[f"{server.url}/gone"])
    assert "ARGOS_PACKAGE_INDEX" in refused(server, tmp_path)


def test_the_next_link_is_tried_when_one_fails(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, links=[f"{server.url}/gone", f"{server.url}/ar_en.argosmodel"])
    assert install(server, tmp_path)


def test_a_server_that_says_nothing_is_given_up(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.faults = ["", "silent"]
    assert "did not answer in 0.4 seconds" in refused(server, tmp_path)


def test_a_server_that_drips_is_given_up(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.faults = ["", "drip"]
    assert "too slow" in refused(server, tmp_path)


def test_an_index_that_is_cut_short_says_so(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.faults = ["cut"]
    assert "cut short after" in refused(server, tmp_path)


def test_an_index_that_drips_is_given_up(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive)
    server.faults = ["drip"]
    assert "too slow" in refused(server, tmp_path)


def test_a_file_for_another_pair_than_the_index_says_is_refused(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, from_code="en", to_code="ar")
    with pytest.raises(DigestError, match="translates from `ar` to `en`, not from `en` to `ar`"):
        argos.install_from_index(
            "en", "ar", tmp_path / "packages", downloads=tmp_path / "downloads", index_url=server.url, timeout=1
        )
    assert not list((tmp_path / "packages").iterdir())
    assert not list((tmp_path / "downloads").iterdir())


def test_no_network_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    with Server() as server:
        url = server.url
    with pytest.raises(DigestError) as error:
        argos.available(url, timeout=1)
    assert "cannot be reached" in str(error.value)
    assert "digest models install FILE" in str(error.value)


def test_a_download_that_is_no_package_is_not_installed(server: Server, tmp_path: Path) -> None:
    publish(server, b"<html>sign in</html>")
    assert "not a package" in refused(server, tmp_path)


def test_an_endless_file_is_stopped(server: Server, tmp_path: Path) -> None:
    server.files["/big"] = bytes(200_000)
    for fault in ("", "no length"):
        server.faults = [fault]
        with pytest.raises(DigestError, match="larger than"):
            fetch.download(f"{server.url}/big", tmp_path / "big", limit=100_000)
    with pytest.raises(DigestError, match="larger than"):
        fetch.get(f"{server.url}/big", limit=100_000)
    assert not (tmp_path / "big").exists()


@pytest.mark.parametrize(
    "url", ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https://", "x", "http://[::1", ""]
)
def test_only_encrypted_addresses_are_asked(url: str) -> None:
    with pytest.raises(DigestError):
        fetch.check_url(url)


@pytest.mark.parametrize(
    "url", ["https://example.com/", "http://localhost:8000/", "http://127.0.0.1/", "http://[::1]/"]
)
def test_this_machine_needs_no_encryption(url: str) -> None:
    fetch.check_url(url)
