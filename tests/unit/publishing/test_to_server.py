import gzip
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.publishing import to_server
from digest.publishing.changes import Changes
from digest.publishing.compressed import is_text
from digest.publishing.program import Programs
from digest.publishing.site_files import site_files
from digest.publishing.to_server import Server
from tests.output import files
from tests.unit.publishing.conftest import bodies

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)

rsync = pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")


def publish(output: Path, server: Server, minute: int = 0, *, keep: int = 5, dry_run: bool = False) -> Changes:
    now = NOON + timedelta(minutes=minute)
    return to_server.publish(site_files(output), server, output=output, keep=keep, now=now, dry_run=dry_run)


@pytest.fixture(params=["here", "by ssh"])
def server(request: pytest.FixtureRequest, tmp_path: Path, programs: Programs) -> Server:
    """A folder with a blank in its name, here, or on another computer: there, a shell reads what ssh is given."""
    if request.param == "here":
        return Server.at("srv/the news", tmp_path, programs)
    (tmp_path / "bin").mkdir()
    ssh = tmp_path / "bin" / "ssh"
    ssh.write_text('#!/bin/sh\n[ "$1" = -l ] && shift 2\n[ "$1" = -- ] && shift\nshift\nexec sh -c "$*"\n')
    ssh.chmod(0o755)
    environ = {**programs.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    return Server.at(f"us@host:{tmp_path}/srv/the news", tmp_path, Programs(environ=environ, target="live"))


def test_a_target_names_another_computer_or_a_folder_here(tmp_path: Path, programs: Programs) -> None:
    def place(to: str) -> tuple[str, str]:
        server = Server.at(to, tmp_path, programs)
        return server.host, server.folder

    assert place("us@host:/srv/news") == ("us@host", "/srv/news")
    assert place("host:") == ("host", ".")
    assert place("/srv/news") == ("", "/srv/news")
    assert place("./a:b") == ("", str(tmp_path / "a:b"))


@rsync
def test_each_publishing_is_a_release_and_the_link_leads_to_the_last(output: Path, server: Server) -> None:
    folder = Path(server.folder)
    assert publish(output, server, dry_run=True).added == tuple(site_files(output))
    assert not folder.exists()
    publish(output, server)
    assert files(folder / "current") == bodies(output)
    assert not publish(output, server, 1)
    (output / "index.html").write_text("<p>two</p>")
    (output / 'theme/a "quoted" name.css').unlink()
    (output / "جديد.html").write_text("new")
    expected = Changes(added=("جديد.html",), changed=("index.html",), removed=('theme/a "quoted" name.css',))
    assert publish(output, server, 2, dry_run=True) == expected
    assert files(folder / "current")["index.html"] == b"<p>one</p>"
    assert publish(output, server, 3) == expected
    assert files(folder / "current") == bodies(output)
    assert (folder / "current").readlink() == Path("releases/20261126-120300")
    assert sorted(path.name for path in folder.iterdir()) == ["current", "releases"]
    unchanged = "articles/مطر/index.html"
    assert (folder / "current" / unchanged).samefile(folder / "releases/20261126-120000" / unchanged)


@rsync
def test_only_the_newest_releases_are_kept_and_the_last_can_be_taken_back(output: Path, server: Server) -> None:
    folder = Path(server.folder)
    for minute in range(4):
        (output / "index.html").write_text(f"<p>{minute}</p>")
        publish(output, server, minute, keep=3)
    assert server.releases() == ["20261126-120100", "20261126-120200", "20261126-120300"]
    assert to_server.rollback(server) == "20261126-120200"
    assert (folder / "current/index.html").read_text() == "<p>2</p>"
    assert to_server.rollback(server) == "20261126-120100"
    with pytest.raises(DigestError, match="no older release"):
        to_server.rollback(server)
    assert publish(output, server, 4, keep=3).changed == ("index.html",)
    assert (folder / "current/index.html").read_text() == "<p>3</p>"


@rsync
def test_an_upload_that_fails_leaves_the_live_release_and_nothing_beside_it(
    output: Path, server: Server, tmp_path: Path
) -> None:
    folder = Path(server.folder)
    publish(output, server)
    (folder / "releases/20261126-110000.part").mkdir()
    (output / "index.html").write_text("<p>two</p>")
    broken = tmp_path / "broken" / "rsync"
    broken.parent.mkdir()
    broken.write_text(
        f'#!/bin/sh\ncase "$*" in *--dry-run* | --server*) exec {shutil.which("rsync")} "$@";; esac\n'
        f'{shutil.which("rsync")} "$@"; echo "No space left on device" >&2; exit 11\n'
    )
    broken.chmod(0o755)
    environ = {**server.programs.environ, "PATH": f"{broken.parent}:{server.programs.environ['PATH']}"}
    failing = Server(server.host, server.folder, Programs(environ=environ, target="live"))
    with pytest.raises(DigestError, match="No space left on device"):
        publish(output, failing, 1)
    assert files(folder / "current")["index.html"] == b"<p>one</p>"
    assert [path.name for path in (folder / "releases").iterdir()] == ["20261126-120000"]
    publish(output, server, 2)
    assert files(folder / "current") == bodies(output)


@rsync
def test_a_clock_that_went_back_does_not_hide_the_new_release(output: Path, server: Server) -> None:
    publish(output, server)
    (output / "index.html").write_text("<p>two</p>")
    with pytest.raises(DigestError, match="there is a release `20261126-120000` already"):
        publish(output, server, -5)


def test_without_a_release_there_is_nothing_to_go_back_to(server: Server) -> None:
    with pytest.raises(DigestError, match="no older release"):
        to_server.rollback(server)


@rsync
def test_the_server_makes_a_smaller_copy_of_each_text_and_they_count_for_nothing(output: Path, server: Server) -> None:
    now = NOON
    for minutes in (0, 1):
        now = NOON + timedelta(minutes=minutes)
        (output / "index.html").write_text(f"<p>{minutes}")
        changes = to_server.publish(
            site_files(output), server, output=output, keep=5, compressed=True, now=now, dry_run=False
        )
    assert (changes.added, changes.changed, changes.removed) == ((), ("index.html",), ())
    live = Path(server.folder) / "current"
    copies = {path.relative_to(live).as_posix().removesuffix(".gz"): path for path in live.rglob("*.gz")}
    assert copies.keys() == {path for path in site_files(output) if is_text(path)}
    assert gzip.decompress(copies["index.html"].read_bytes()) == b"<p>1"
