"""Downloads: encrypted, with time limits, resumed where they stopped, and whole or not at all."""

import hashlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.argos import fetch
from digest.errors import DigestError
from tests.file_server import Server, running

BODY = bytes(range(256)) * 40
HALF, REST = len(BODY) // 2, len(BODY) // 4
TIMEOUT = 0.4


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        server.files["/file"] = BODY
        yield server


def download(server: Server, to: Path, path: str = "/file", **options: object) -> bytes:
    return fetch.download(server.url + path, to / "file", timeout=TIMEOUT, **options).read_bytes()  # type: ignore[arg-type]


def refused(server: Server, to: Path, path: str = "/file", **options: object) -> str:
    """Download, expect a refusal that left no file at the path, and return its message."""
    with pytest.raises(DigestError) as error:
        download(server, to, path, **options)
    assert not (to / "file").exists()
    return str(error.value)


def spans(server: Server) -> list[str]:
    return [span for _, span in server.requests]


def test_a_file_is_downloaded_whole_and_nothing_lies_beside_it(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    sha256 = hashlib.sha256(BODY).hexdigest().upper()
    to = tmp_path / "new" / "folder"
    assert download(server, to, sha256=sha256, size=len(BODY), progress=lambda *report: seen.append(report)) == BODY
    assert [path.name for path in to.iterdir()] == ["file"]
    assert seen[-1] == (len(BODY), len(BODY))


def test_a_server_that_does_not_say_how_long_a_file_is_is_believed(server: Server, tmp_path: Path) -> None:
    server.faults = ["no length"]
    seen: list[tuple[int, int | None]] = []
    assert download(server, tmp_path, progress=lambda *report: seen.append(report)) == BODY
    assert seen[-1] == (len(BODY), None)


def test_a_download_that_is_cut_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.faults = ["cut", "cut"]
    assert download(server, tmp_path) == BODY
    assert spans(server) == ["", f"bytes={HALF}-", f"bytes={HALF + REST}-"]


def test_a_download_goes_on_in_a_later_run(server: Server, tmp_path: Path) -> None:
    server.faults = ["cut"] * fetch.ATTEMPTS
    message = refused(server, tmp_path)
    there = (tmp_path / "file.part").stat().st_size
    assert f"cut short after {there:,} bytes" in message
    assert "it goes on from there" in message
    server.requests.clear()
    assert download(server, tmp_path) == BODY
    assert spans(server) == [f"bytes={there}-"]


def test_a_part_of_another_address_is_not_continued(server: Server, tmp_path: Path) -> None:
    server.faults = ["cut"] * fetch.ATTEMPTS
    refused(server, tmp_path)
    server.files["/other"] = BODY[::-1]
    assert download(server, tmp_path, "/other") == BODY[::-1]


def test_a_file_that_changed_meanwhile_is_downloaded_afresh(server: Server, tmp_path: Path) -> None:
    server.files["/file"] = b"old" * 1_000
    server.faults = ["cut"] * fetch.ATTEMPTS
    refused(server, tmp_path)
    server.files["/file"], server.tag = BODY, '"2"'
    assert download(server, tmp_path) == BODY


@pytest.mark.parametrize("fault", ["wrong range", "416", "500"])
def test_a_part_is_never_continued_with_other_bytes(server: Server, tmp_path: Path, fault: str) -> None:
    server.faults = ["cut", fault]
    if fault == "500":
        assert "refused (500" in refused(server, tmp_path)
    assert download(server, tmp_path) == BODY


@pytest.mark.parametrize("tag", ["", 'W/"1"'])
def test_without_a_validator_a_cut_download_starts_afresh(server: Server, tmp_path: Path, tag: str) -> None:
    server.tag = tag
    server.faults = ["cut", "cut"]
    assert "cut short" in refused(server, tmp_path)
    assert download(server, tmp_path) == BODY
    assert set(spans(server)) == {""}


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"url": 1}'])
def test_a_part_whose_note_is_damaged_is_downloaded_afresh(server: Server, tmp_path: Path, note: str) -> None:
    (tmp_path / "file.part").write_bytes(b"unknown")
    (tmp_path / "file.part.json").write_text(note)
    assert download(server, tmp_path) == BODY


def test_a_download_that_was_whole_when_the_program_was_killed_is_not_asked_for_again(
    server: Server, tmp_path: Path
) -> None:
    server.faults = ["cut"] * fetch.ATTEMPTS
    refused(server, tmp_path)
    (tmp_path / "file.part").write_bytes(BODY)
    server.requests.clear()
    assert download(server, tmp_path) == BODY
    assert not server.requests


def test_a_wrong_sha256_is_refused_and_the_bytes_are_dropped(server: Server, tmp_path: Path) -> None:
    assert "sha256 differs" in refused(server, tmp_path, sha256="0" * 64)
    assert not (tmp_path / "file.part").exists()


def test_a_wrong_size_is_refused(server: Server, tmp_path: Path) -> None:
    assert "where the index says" in refused(server, tmp_path, size=len(BODY) + 1)
    server.faults = ["no length"]
    assert "were announced" in refused(server, tmp_path, size=len(BODY) - 1)


def test_an_endless_file_is_stopped(server: Server, tmp_path: Path) -> None:
    for fault in ("", "no length"):
        server.faults = [fault]
        assert "larger than" in refused(server, tmp_path, limit=5_000)
    with pytest.raises(DigestError, match="larger than"):
        fetch.get(f"{server.url}/file", limit=5_000)


def test_a_folder_that_cannot_be_written_is_named(server: Server, tmp_path: Path) -> None:
    (tmp_path / "to").write_text("a file stands in its place")
    with pytest.raises(DigestError, match="the download cannot be written") as error:
        download(server, tmp_path / "to")
    assert error.value.problems[0].where == str(tmp_path / "to" / "file")


def test_a_small_file_is_returned(server: Server) -> None:
    assert fetch.get(f"{server.url}/file", limit=len(BODY)) == BODY


def test_a_small_file_that_is_cut_is_no_file(server: Server) -> None:
    server.faults = ["cut"]
    with pytest.raises(DigestError, match=f"cut short after {HALF:,} bytes"):
        fetch.get(f"{server.url}/file", limit=len(BODY))


def test_a_redirect_is_followed(server: Server, tmp_path: Path) -> None:
    server.redirects["/old"] = f"{server.url}/file"
    assert download(server, tmp_path, "/old") == BODY


def test_redirects_without_end_are_an_error(server: Server, tmp_path: Path) -> None:
    server.redirects["/round"] = f"{server.url}/round"
    assert "redirects without end" in refused(server, tmp_path, "/round")


@pytest.mark.parametrize("target", ["http://example.com/x", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_that_gives_up_encryption_is_not_followed(server: Server, tmp_path: Path, target: str) -> None:
    server.redirects["/away"] = target
    assert re.search("not encrypted|no[^ ]* (an )?`https", refused(server, tmp_path, "/away"))


def test_a_server_that_says_nothing_is_given_up(server: Server, tmp_path: Path) -> None:
    server.faults = ["silent"]
    assert f"did not answer in {TIMEOUT} seconds" in refused(server, tmp_path)


def test_a_server_that_drips_is_given_up(server: Server, tmp_path: Path) -> None:
    server.faults = ["drip"]
    began = time.monotonic()
    assert "too slow" in refused(server, tmp_path)
    assert time.monotonic() - began < 10


def test_a_file_that_is_not_there_is_an_error_with_a_hint(server: Server, tmp_path: Path) -> None:
    message = refused(server, tmp_path, "/gone")
    assert "not found on the server (404)" in message
    assert "ARGOS_PACKAGE_INDEX" in message


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
