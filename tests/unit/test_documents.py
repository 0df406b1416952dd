"""What the documents say, tried: every command is run, every call of the program is one that it takes."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from digest.argos.install import install_path
from digest.cli import commands
from tests.documents import DOCUMENTS, ROOT, follow, inline_commands, script, steps
from tests.tiny_package import build as build_package

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of packages that translate any text, in each direction."""
    made, installed = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("packages")
    for source, target in (("ar", "en"), ("en", "ar")):
        install_path(build_package(made / source, from_code=source, to_code=target), installed)
    return installed


@pytest.mark.skipif(shutil.which("bash") is None, reason="the documents are followed in bash")
@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_says_to_run_runs_in_a_fresh_folder(document: str, tmp_path: Path, packages: Path) -> None:
    done = follow((ROOT / document).read_text("utf-8"), tmp_path, packages=packages)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_call_of_the_program_in_a_sentence_is_one_that_it_takes(document: str) -> None:
    for call in inline_commands((ROOT / document).read_text("utf-8")):
        command: click.Command = commands
        _, *words = shlex.split(call.replace("…", ""))
        for word in words:
            if isinstance(command, click.Group) and not word.startswith("-"):
                assert word in command.commands, call
                command = command.commands[word]
            elif word.startswith("-"):
                options = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
                assert word.split("=")[0].split("[")[0] in {*options, "--help", "--version"}, call


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_of_the_repository_leads_to_one(document: str) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", (ROOT / document).read_text("utf-8"), flags=re.DOTALL)
    for path in LINK.findall(text):
        if "://" not in path:
            assert ((ROOT / document).parent / path).exists(), path


def test_a_document_is_read_as_files_and_commands() -> None:
    text = """\
<!-- before: mkdir a -->

1. Save this:

   <!-- file: a/b.txt -->
   ```text
   line
     indented
   ```

<!-- not run: it needs a server -->
```console
$ ssh there
```

```console
$ ls a    # shows b.txt
b.txt
$ pwd
```
"""
    assert [(step.kind, step.what, step.body) for step in steps(text)] == [
        ("run", "mkdir a", ""),
        ("write", "a/b.txt", "line\n  indented\n"),
        ("run", "ls a", ""),
        ("run", "pwd", ""),
    ]
    assert "ssh" not in script(text)


def test_a_document_whose_command_fails_is_noticed(tmp_path: Path, packages: Path) -> None:
    done = follow("```console\n$ digest build\n```\n", tmp_path, packages=packages)
    assert (done.returncode, "there is no `site.toml` here" in done.stdout) == (1, True)
