import os
import sys
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.static_files import static_files
from digest.errors import DigestError
from tests.sites import BULLETIN, make_site, publish, tree

FILES = {
    "CNAME": b"news.example\n",
    "favicon.ico": b"\x00\x00\x01\x00",
    ".well-known/security.txt": b"Contact: mailto:a@news.example\n",
    ".nojekyll": b"",
    "docs/\u0639\u0627\u0645 2026.pdf": b"%PDF-1.7\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", {"2026-11-20-rain.txt": BULLETIN})
    for path, body in FILES.items():
        file = root / "static" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return root


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(folders=[tmp_path / "packages"], cache=tmp_path / "cache")


def test_what_lies_in_static_is_published_as_it_is(root: Path, machine: Machine) -> None:
    assert publish(root, machine).warnings == ()
    published = tree(root / "public")
    assert {path: published[path] for path in FILES} == FILES
    report = publish(root, machine)
    assert (report.written, report.removed) == (0, 0)


def test_a_static_file_that_changes_or_goes_does_so_on_the_site_and_nothing_else_is_made(
    root: Path, machine: Machine
) -> None:
    publish(root, machine)
    (root / "static" / "CNAME").write_bytes(b"other.example\n")
    (root / "static" / ".well-known" / "security.txt").unlink()
    report = publish(root, machine)
    assert (report.written, report.removed) == (1, 1)
    published = tree(root / "public")
    assert published["CNAME"] == b"other.example\n"
    assert not (root / "public" / ".well-known").exists()


def test_a_static_file_stands_in_the_place_of_the_robots_file_that_would_be_made(root: Path, machine: Machine) -> None:
    publish(root, machine)
    assert b"Sitemap:" in tree(root / "public")["robots.txt"]
    (root / "static" / "robots.txt").write_bytes(b"User-agent: *\nDisallow: /\n")
    publish(root, machine)
    published = tree(root / "public")
    assert published["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    assert "sitemap.xml" in published
    (root / "static" / "robots.txt").unlink()
    publish(root, machine)
    assert b"Sitemap:" in tree(root / "public")["robots.txt"]


def test_a_static_file_in_the_place_of_a_page_is_refused(root: Path, machine: Machine) -> None:
    (root / "static" / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(DigestError, match="two files of the site have this path") as refused:
        publish(root, machine)
    assert refused.value.problems[0].where == "index.html"


def test_what_is_hidden_and_means_nothing_on_the_web_is_left_out(root: Path) -> None:
    for path in (".DS_Store", ".git/config", "docs/.~lock.report.odt#", ".env"):
        (root / "static" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "static" / path).write_text("x", encoding="utf-8")
    assert list(static_files(root / "static")) == sorted(FILES)


def test_a_site_without_static_files_has_none(tmp_path: Path) -> None:
    assert static_files(tmp_path / "static") == {}


def test_a_link_out_of_the_folder_is_refused(root: Path, machine: Machine) -> None:
    (root / "static" / "passwords").symlink_to("/etc/passwd")
    with pytest.raises(DigestError, match="it is a link that leads out of the static folder") as refused:
        publish(root, machine)
    assert refused.value.problems[0].where == "static/passwords"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are always Unicode there")
def test_a_name_that_is_not_utf8_is_refused(root: Path) -> None:
    (root / "static" / os.fsdecode(b"\xff.pdf")).touch()
    with pytest.raises(DigestError, match="the name of the file is not UTF-8"):
        static_files(root / "static")


def test_the_output_folder_may_not_lie_in_static(root: Path, machine: Machine) -> None:
    with (root / "site.toml").open("a", encoding="utf-8") as file:
        file.write('output = "static/public"\n')
    with pytest.raises(DigestError, match="lies inside the static folder"):
        publish(root, machine)
