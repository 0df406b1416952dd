"""The index of packages, and what is installed from it, against a server on this machine."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest import argos
from digest.errors import DigestError
from tests import tiny_package
from tests.file_server import Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


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


def test_a_wrong_sha256_is_refused_and_the_bytes_are_dropped(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, sha256="0" * 64)
    assert "sha256 differs" in refused(server, tmp_path)
    assert not list((tmp_path / "downloads").glob("*.part"))
    publish(server, archive, sha256=hashlib.sha256(archive).hexdigest().upper(), size=len(archive))
    assert install(server, tmp_path)


def test_what_is_not_found_is_an_error_with_a_hint(server: Server, archive: bytes, tmp_path: Path) -> None:
    assert "not found on the server (404)" in refused(server, tmp_path)
    publish(server, archive, links=[f"{server.url}/gone"])
    assert "ARGOS_PACKAGE_INDEX" in refused(server, tmp_path)


def test_the_next_link_is_tried_when_one_fails(server: Server, archive: bytes, tmp_path: Path) -> None:
    publish(server, archive, links=[f"{server.url}/gone", f"{server.url}/ar_en.argosmodel"])
    assert install(server, tmp_path)


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


@pytest.mark.parametrize(
    ("from_code", "to_code", "known"), [("ar", "en", True), ("en", "ar", True), ("ar", "fr", False)]
)
def test_without_network_the_file_to_bring_is_named_with_size_and_digest(
    tmp_path: Path, from_code: str, to_code: str, known: bool
) -> None:
    with Server() as server:
        url = server.url
    with pytest.raises(DigestError) as error:
        argos.install_from_index(from_code, to_code, tmp_path, downloads=tmp_path, index_url=url, timeout=1)
    name = f"translate-{from_code}_{to_code}-1_0.argosmodel"
    assert (f"get `{name}` on another computer" in str(error.value)) == known
    assert (f"digest models install {name}" in str(error.value)) == known
    assert bool(re.search(r"8\d,\d{3},\d{3} bytes, sha256 `[0-9a-f]{64}`", str(error.value))) == known
