"""Programs that carry a site to where it is published: `git`, `rsync`, `ssh`."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from digest.errors import DigestError

NOTHING_DONE = "the published site is as it was; put it right and publish again"

_REPOSITORY = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"})
"""Variables that a hook of git is given, and by which every `git` below it would work on that repository."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """How programs are run.

    Attributes:
        environ: their environment.
        target: the name of the target, for what is said when one fails.
    """

    environ: Mapping[str, str]
    target: str

    def run(self, *command: str, stdin: bytes = b"", folder: Path | None = None) -> str:
        """Run a program in a folder and return what it prints. Raises `DigestError` when it is missing or fails."""
        environ = {name: value for name, value in self.environ.items() if name not in _REPOSITORY}
        try:
            done = subprocess.run(  # noqa: S603 - no shell reads the command
                command, input=stdin, cwd=folder, env=environ, capture_output=True, check=False
            )
        except FileNotFoundError:
            hint = f"install {command[0]}, or choose another `method`"
            raise DigestError(f"the program `{command[0]}` is not installed", self.place, hint) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip() or f"it ended with {done.returncode}"
            raise DigestError(f"`{command[0]}` failed: {said}", self.place, NOTHING_DONE)
        return done.stdout.decode("utf-8", "surrogateescape")

    @property
    def place(self) -> str:
        """Where the target is described."""
        return f"site.toml [publish.{self.target}]"
