"""Publishing to a branch of a git repository, from which GitHub, GitLab or Codeberg Pages serve it.

The commit is made in a repository of its own that is gone afterwards: no work tree, index or branch of the user's is
touched. One push moves the branch, or leaves it where it was.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from digest.errors import DigestError
from digest.publish_target import PublishTarget
from digest.publishing.changes import Changes, changes_between
from digest.publishing.program import Programs

_BRANCH = "refs/heads/published"
"""The branch of the temporary repository."""


def publish(
    files: Mapping[str, Path], target: PublishTarget, *, root: Path, programs: Programs, time: int, dry_run: bool
) -> Changes:
    """Make the branch of a target hold these files and nothing else; return what changes.

    A path of a repository is relative to `root`. `time` is that of the commit, in seconds since 1970. A file `CNAME`
    that is on the branch stays where the site has none: GitHub writes it there. Raises `DigestError`.
    """
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)

        def git(*arguments: str, stdin: bytes = b"") -> str:
            return programs.run("git", *arguments, stdin=stdin, folder=folder)

        remote = str(root / target.to) if (root / target.to).exists() else target.to
        branch = f"refs/heads/{target.branch}"
        git("init", "--quiet", "--bare")
        git("remote", "add", "--", "live", remote)
        tip = git("ls-remote", "live", branch).partition("\t")[0]
        live: dict[str, str] = {}
        if tip:
            git("fetch", "--quiet", "--depth=1", "--filter=blob:none", "live", branch)
            live = dict(_blobs(git("ls-tree", "-r", "-z", tip)))
        if "site.toml" in live:
            hint = "name another `branch`: what is on it is replaced by the published site"
            raise DigestError(f"the branch `{target.branch}` holds a site's sources", programs.place, hint)
        bodies = {path: file.read_bytes() for path, file in files.items()} | _files_for_hosts(files, target)
        if "CNAME" in live and "CNAME" not in bodies:
            bodies["CNAME"] = git("cat-file", "blob", live["CNAME"]).encode()
        changes = changes_between(live, {path: _blob_id(body, len(tip)) for path, body in bodies.items()})
        if changes and not dry_run:
            parent = tip if target.history else ""
            commit = _commit(bodies, changes, parent, f"{_committer(git)} {time} +0000")
            git("fast-import", "--quiet", "--date-format=raw", stdin=commit)
            git("push", "--quiet", f"--force-with-lease={branch}:{tip}", "live", f"{_BRANCH}:{branch}")
        return changes


def _files_for_hosts(files: Mapping[str, Path], target: PublishTarget) -> dict[str, bytes]:
    """Return the files that hosts want beside a site and `static/` does not have.

    `.nojekyll` keeps GitHub from leaving out paths with an underscore.
    """
    wanted = {".nojekyll": b""} | ({"CNAME": f"{target.domain}\n".encode()} if target.domain else {})
    return {path: body for path, body in wanted.items() if path not in files}


def _blobs(listing: str) -> Iterator[tuple[str, str]]:
    """Yield path and id of each file that `git ls-tree -r -z` lists."""
    for entry in filter(None, listing.split("\0")):
        described, _, path = entry.partition("\t")
        yield path, described.split()[2]


def _blob_id(body: bytes, length: int) -> str:
    """Return the id of a file in git, by SHA-256 where ids have that `length`."""
    digest = hashlib.sha256 if length == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(body) + body).hexdigest()


def _committer(git: Callable[..., str]) -> str:
    """Return name and address of the user as git knows them; of this program where it knows none."""
    try:
        return git("var", "GIT_COMMITTER_IDENT").rsplit(" ", 2)[0]
    except DigestError:
        return "digest <digest@localhost>"


def _commit(bodies: Mapping[str, bytes], changes: Changes, parent: str, committer: str) -> bytes:
    """Return what `git fast-import` reads to make a commit that holds these files."""
    subject = b"Publish the site\n"
    parts = [f"commit {_BRANCH}\ncommitter {committer}\ndata {len(subject)}\n".encode() + subject]
    if parent:
        parts.append(f"from {parent}\n".encode())
        parts += [b"D %s\n" % _quoted(path) for path in changes.removed]
    for path in changes.uploads if parent else bodies:
        parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(bodies[path]), bodies[path]))
    return b"".join(parts)


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
