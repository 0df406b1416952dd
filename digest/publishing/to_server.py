"""Publishing by rsync, over ssh or into a folder of this computer: a new folder for each release, one link to the live.

    releases/20261120-081500/   what was published then
    releases/20261126-143000/
    current -> releases/20261126-143000    what the web server serves

A release is uploaded beside the others under a name that nobody serves, named when it is whole, and made live by
replacing the link, in one step. Files that did not change are hard links to those of the release before.
"""

import shlex
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digest.errors import DigestError
from digest.publishing.changes import Changes
from digest.publishing.compressed import SCRIPT, without_copies
from digest.publishing.program import Programs

_UPLOAD = ".part"
"""How the name of a release ends while it is uploaded."""

_SWITCH = """ln -s "releases/$1" ".current.$1" &&
{ mv -fT ".current.$1" current 2>/dev/null || mv -fh ".current.$1" current; }"""
"""Shell: make a release the live one. Plain `mv` would follow the old link; GNU and BSD spell differently not to."""


@dataclass(frozen=True, slots=True)
class Server:
    """A folder for releases.

    Attributes:
        host: as ssh takes it; empty for this computer.
        folder: the path there.
    """

    host: str
    folder: str
    programs: Programs

    @classmethod
    def at(cls, to: str, root: Path, programs: Programs) -> "Server":
        """Return the server that a target names: `us@host:/srv/news`, or a folder relative to `root`."""
        host, colon, folder = to.partition(":")
        if colon and "/" not in host:
            return cls(host, folder or ".", programs)
        return cls("", str(root / to), programs)

    def shell(self, script: str, *arguments: str) -> str:
        """Run a POSIX shell script there, in the folder, with arguments; return what it prints, nothing without one."""
        folder = shlex.quote(self.folder)
        line = f"test -d {folder} || exit 0; cd {folder} && {{ {script}; }}"
        command = ("sh", "-c", line, "sh", *arguments)
        if self.host:
            return self.programs.run("ssh", "--", self.host, shlex.join(command))
        return self.programs.run(*command)

    def make(self) -> None:
        """Make the folder where it is missing."""
        command = ("mkdir", "-p", "--", f"{self.folder}/releases")
        self.programs.run(*(("ssh", "--", self.host, shlex.join(command)) if self.host else command))

    def releases(self) -> list[str]:
        """Return the names of the releases that are whole, the oldest first."""
        names = self.shell("test ! -d releases || ls -1 releases").split()
        return sorted(name for name in names if not name.endswith(_UPLOAD))

    def live(self) -> str:
        """Return the name of the live release; empty when there is none."""
        return self.shell("test ! -L current || readlink current").strip().rpartition("/")[2]

    def rsync(self, files: Mapping[str, Path], output: Path, folder: str, *options: str) -> str:
        """Run rsync for files of the output folder, comparing bytes, as a fresh clone has other times."""
        there = f"{self.host}:{self.folder}/{folder}/" if self.host else f"{self.folder}/{folder}/"
        fixed = ("--recursive", "--checksum", "--chmod=D755,F644", "--perms", "--files-from=-", "--from0", "-8")
        names = "\0".join(files).encode("utf-8", "surrogateescape")
        return self.programs.run("rsync", *fixed, *options, "--", f"{output}/", there, stdin=names)


def publish(
    files: Mapping[str, Path],
    server: Server,
    *,
    output: Path,
    keep: int,
    compressed: bool = False,
    now: datetime,
    dry_run: bool,
) -> Changes:
    """Upload files of the output folder as a new release and make it live; return what changes.

    Of older releases the newest are kept, `keep` in all. `compressed`: with smaller copies beside the texts, which the
    server makes. Raises `DigestError`; the live release is then as it was.
    """
    if not dry_run:
        server.make()
    live = server.live()
    changes = _changes(files, server, output) if live else Changes(added=tuple(files))
    if changes and not dry_run:
        release = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}"
        if release <= (newest := max(server.releases(), default="")):
            hint = "wait a second, or set the clock of this computer right"
            raise DigestError(f"there is a release `{newest}` already", server.programs.place, hint)
        server.shell(f"rm -rf releases/*{_UPLOAD} .current.*")
        links = ("--link-dest=" + f"../{live}",) if live else ()
        try:
            server.rsync(files, output, f"releases/{release}{_UPLOAD}", *links)
            if compressed:
                server.shell(SCRIPT, f"{release}{_UPLOAD}")
        except DigestError:
            with suppress(DigestError):  # the reason that counts is the first
                server.shell(f'rm -rf "releases/$1{_UPLOAD}"', release)
            raise
        server.shell(f'mv "releases/$1{_UPLOAD}" "releases/$1" && {_SWITCH}', release)
        for old in server.releases()[:-keep]:
            server.shell('rm -rf "releases/$1"', old)
    return changes


def rollback(server: Server) -> str:
    """Make the release before the live one live, and return its name. Raises `DigestError` when there is none."""
    live = server.live()
    older = [name for name in server.releases() if name < live]
    if not older:
        hint = "`keep` in site.toml says how many stay"
        raise DigestError("there is no older release to go back to", server.programs.place, hint)
    server.shell(_SWITCH, older[-1])
    return older[-1]


def _changes(files: Mapping[str, Path], server: Server, output: Path) -> Changes:
    """Return what differs from the live release: rsync tells, each line its eleven letters and a path."""
    lines = server.rsync(files, output, "current", "--dry-run", "--out-format=%i %n").splitlines()
    sent = {line[12:]: line[2:11] for line in lines if line[:2] in ("<f", ">f")}
    there = {path.removeprefix("./") for path in server.shell("cd current/ && find . -type f -print0").split("\0")}
    return Changes(
        added=tuple(sorted(path for path, differs in sent.items() if set(differs) == {"+"})),
        changed=tuple(sorted(path for path, differs in sent.items() if differs[0] == "c")),
        removed=tuple(sorted(without_copies(there - files.keys() - {""}, files))),
    )
