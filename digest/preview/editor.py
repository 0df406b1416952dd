"""A file opened at a line in the user's editor, from a page of the preview."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread

from digest.errors import DigestError

_IN_THE_TERMINAL = {"ed", "emacs", "helix", "hx", "joe", "kak", "micro", "nano", "ne", "nvim", "pico", "vi", "vim"}
"""Editors that would take the terminal away from the preview."""
_WINDOWS = ("code", "codium", "cursor", "zed", "subl")
"""Editors with windows, for who has named none of these."""
_AFTER_COLON = {"code": ["-g"], "code-insiders": ["-g"], "codium": ["-g"], "cursor": ["-g"], "zed": [], "subl": []}
"""What goes before `file:line`, for the editors that read it; others are told the line as `+line file`."""


def open_in_editor(file: Path, line: int) -> None:
    """Open a file at a line (from 1), and don't wait for the editor. Raises `DigestError` where there is none."""
    command = editor_command(file, line, os.environ, shutil.which)
    try:
        process = subprocess.Popen(  # noqa: S603 (the user's own editor)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise DigestError(f"`{command[0]}` cannot be started: {error.strerror}", hint=_HINT) from None
    Thread(target=process.wait, name="editor", daemon=True).start()  # its end is heard, and nothing of it is left


def editor_command(file: Path, line: int, environ: Mapping[str, str], which: Callable[[str], str | None]) -> list[str]:
    """Return the command that opens a file at a line: `VISUAL`, else `EDITOR`, else the first of some that is there.

    `which` returns where a program is. Raises `DigestError` where there is no editor that has a window of its own.
    """
    named = [shlex.split(environ.get(name, "")) for name in ("VISUAL", "EDITOR")]
    for command in [*named, *([name] for name in _WINDOWS)]:
        if command and Path(command[0]).stem not in _IN_THE_TERMINAL and which(command[0]):
            before = _AFTER_COLON.get(Path(command[0]).stem)
            return [*command, f"+{line}", str(file)] if before is None else [*command, *before, f"{file}:{line}"]
    raise DigestError("there is no editor with a window of its own", hint=_HINT)


_HINT = "set VISUAL to the command of one, as in `VISUAL=code digest serve`"
