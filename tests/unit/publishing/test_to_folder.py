import gzip
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.publishing.changes import Changes
from digest.publishing.compressed import is_text
from digest.publishing.site_files import site_files
from digest.publishing.to_folder import publish
from tests.output import files
from tests.unit.publishing.conftest import bodies


def test_the_folder_holds_the_site_and_what_others_put_there(output: Path, tmp_path: Path) -> None:
    live = tmp_path / "srv" / "web"
    live.mkdir(parents=True)
    (live / "stats.html").write_text("theirs")
    assert publish(site_files(output), live, dry_run=False).added == tuple(site_files(output))
    assert files(live) == bodies(output) | {"stats.html": b"theirs"}
    assert not publish(site_files(output), live, dry_run=False)
    (output / "index.html").write_text("<p>two</p>")
    (output / "articles/مطر/index.html").unlink()
    expected = Changes(changed=("index.html",), removed=("articles/مطر/index.html",))
    assert publish(site_files(output), live, dry_run=True) == expected
    assert (live / "index.html").read_text() == "<p>one</p>"
    assert publish(site_files(output), live, dry_run=False) == expected
    assert files(live) == bodies(output) | {"stats.html": b"theirs"}


def test_a_dry_run_makes_no_folder(output: Path, tmp_path: Path) -> None:
    assert publish(site_files(output), tmp_path / "web", dry_run=True).added
    assert not (tmp_path / "web").exists()


def test_a_file_of_somebody_else_in_the_way_stops_it_before_anything_is_changed(output: Path, tmp_path: Path) -> None:
    live = tmp_path / "web"
    live.mkdir()
    (live / "index.html").write_text("theirs")
    with pytest.raises(DigestError, match="did not make"):
        publish(site_files(output), live, dry_run=False)
    assert files(live) == {"index.html": b"theirs"}


def test_a_smaller_copy_lies_beside_each_text_until_it_is_not_wanted(output: Path, tmp_path: Path) -> None:
    folder = tmp_path / "www"
    for _ in range(2):
        changes = publish(site_files(output), folder, compressed=True, dry_run=False)
    assert not changes
    texts = [path for path in site_files(output) if is_text(path)]
    assert texts
    for path in texts:
        assert gzip.decompress((folder / f"{path}.gz").read_bytes()) == (folder / path).read_bytes()
    publish(site_files(output), folder, dry_run=False)
    assert not list(folder.rglob("*.gz"))
