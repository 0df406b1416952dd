"""The documents as programs: what README and `docs/` tell a reader to write and to run, for a test to do the same.

A block of `console` is run, each line that begins with `$ `, in one shell and one folder for the whole document. A
comment before a block says what is otherwise:

    <!-- file: PATH -->       the block is a file: it is written
    <!-- add to: PATH -->     the block is put at the end of a file
    <!-- with: PROGRAM … -->  the block is run where these programs are installed
    <!-- not run: REASON -->  the block is left out

and `<!-- before: COMMAND -->` anywhere is run where it stands, unseen by readers.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from digest.files import PROGRAM

ROOT = PROGRAM.parent

DOCUMENTS = ("README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))

_PART = re.compile(
    r"^[ ]*<!-- (?P<verb>file|add to|with|not run|before): (?P<what>.+?) -->$"
    r"|^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_INLINE = re.compile(r"`(digest(?: [^`]+)?)`")


@dataclass(frozen=True)
class Step:
    """Something that a document has its reader do.

    Attributes:
        kind: `run` a command, or `write` or `add` to a file.
        what: the command, or the path of the file.
        body: of the file.
        needs: the programs without which it is left out.
        line: where it stands, from 1.
    """

    kind: Literal["run", "write", "add"]
    what: str
    body: str
    line: int
    needs: tuple[str, ...] = ()


def steps(text: str) -> Iterator[Step]:
    """Yield what a document has its reader do, in order."""
    said, what = "", ""
    for part in _PART.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        if part["verb"] == "before":
            yield Step("run", part["what"], "", line)
            continue
        if part["verb"]:
            said, what = part["verb"], part["what"]
            continue
        body = re.sub(f"^{part['indent']}", "", part["body"], flags=re.MULTILINE)
        if said in ("file", "add to"):
            yield Step("write" if said == "file" else "add", what, body, line)
        elif said != "not run" and part["kind"] == "console":
            commands = [each[2:].partition("    #")[0].strip() for each in body.splitlines() if each.startswith("$ ")]
            for number, command in enumerate(commands, 1):
                needs = tuple(what.split()) if said == "with" else ()
                yield Step("run", command, "", line + number, needs)
        said = ""


def inline_commands(text: str) -> list[str]:
    """Return the calls of the program that stand in a document's sentences and tables."""
    return [" ".join(call.split()) for call in _INLINE.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))]


def script(text: str) -> str:
    """Return what a document has its reader do as a script for `bash`, which ends where something fails."""
    lines = ["set -e"]
    for step in steps(text):
        if step.kind == "run":
            there = "".join(f"command -v {shlex.quote(program)} > /dev/null && " for program in step.needs)
            lines += [f"echo {shlex.quote(f'{step.line}: {step.what}')}"]
            lines += [f"if {there}true; then\n{step.what}\nfi" if there else step.what]
        else:
            sign = ">" if step.kind == "write" else ">>"
            lines += [
                f'mkdir -p "$(dirname {shlex.quote(step.what)})"',
                f"cat {sign} {shlex.quote(step.what)} <<'END OF FILE'\n{step.body}END OF FILE",
            ]
    return "\n".join(lines) + "\n"


_DIGEST = """\
#!{bash}
# `digest` for documents: a preview takes any free port, and is ended when it has shown the site once.
if [ "$1" != serve ]; then exec {python} -m digest "$@"; fi
{python} -m digest "$@" --port 0 > "$TMPDIR/serve" 2>&1 &
preview=$!
for _ in $(seq 300); do
  if grep -q "http://" "$TMPDIR/serve"; then kill -TERM $preview; wait $preview || true; exit 0; fi
  if ! kill -0 $preview 2> /dev/null; then break; fi
  sleep 0.1
done
cat "$TMPDIR/serve"; exit 1
"""


def follow(text: str, folder: Path, *, packages: Path) -> subprocess.CompletedProcess[str]:
    """Do what a document says, in a folder inside `folder`, as a user with no files of their own but `packages`."""
    for name in ("home", "bin", "tmp", "work"):
        (folder / name).mkdir()
    program = folder / "bin" / "digest"
    program.write_text(_DIGEST.format(bash="/usr/bin/env bash", python=shlex.quote(sys.executable)))
    program.chmod(0o755)
    environment = {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:/usr/sbin",
        "ARGOS_PACKAGES_DIR": str(packages),
        "PYTHONPATH": str(ROOT),
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@news.example",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@news.example",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        ["bash", "-c", script(text)],
        cwd=folder / "work",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
