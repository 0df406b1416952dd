import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.config import load
from tests.unit.cli.conftest import Run


def test_init_makes_a_site_that_builds(run: Run, root: Path) -> None:
    code, out, err = run("init", "new", "--title-en", "Our Town", "--base-url", "https://town.example")
    assert (code, err.splitlines()[-1]) == (0, "look at it with `digest serve --site new`")
    assert "new/site.toml" in out.splitlines()
    config = load(root / "new")
    assert (config.title["en"], config.base_url) == ("Our Town", "https://town.example/")
    code, _, err = run("build", "--site", "new")
    assert (code, "warning" in err) == (0, False)


def test_init_refuses_wrong_options_by_their_names_and_makes_nothing(run: Run, root: Path) -> None:
    code, _, err = run("init", "new", "--base-url", "foo", "--time-zone", "Cairo")
    assert code == 1
    assert "error: `--base-url` is not a web address: `foo`" in err
    assert "error: `Cairo` is not a time zone\n    hint: did you mean `Africa/Cairo`?" in err
    assert not (root / "new").exists()
    assert run("init", ".")[0] == 1


def test_on_a_terminal_init_asks_for_what_no_option_says(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    asked = []

    def prompt(question: str, default: str, **_: object) -> str:
        asked.append(question)
        return default or "https://asked.example/"

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    assert run("init", "new", "--title-ar", "بلدتنا")[0] == 0
    assert len(asked) == 3
    assert load(root / "new").base_url == "https://asked.example/"
    assert load(root / "new").title["ar"] == "بلدتنا"


def test_doctor_tells_what_is_lacking_and_fails_only_for_what_is_wrong(run: Run, root: Path) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert "lacking  no translation package for ar → en is installed\n         hint: `digest models install" in out
    assert {each["state"] for each in json.loads(run("doctor", "--json")[1])} == {"good", "lacking"}
    (root / "site.toml").write_text("per_page = 0\n", encoding="utf-8")
    code, out, _ = run("doctor")
    assert code == 1
    assert "wrong    site.toml:1: `per_page` takes a whole number from 1 to 1000" in out


def test_settings_prints_every_setting_and_a_schema_of_them(run: Run) -> None:
    code, out, _ = run("settings")
    assert code == 0
    assert "# per_page = 20" in out
    assert json.loads(run("settings", "--schema")[1])["properties"]["per_page"]["default"] == 20


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_the_shell_can_read(run: Run, root: Path, shell: str) -> None:
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "_DIGEST_COMPLETE" in out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=out, text=True, check=True)


def test_completion_finds_the_commands(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from digest.__main__ import main; import sys; sys.argv[0] = 'digest'; main()"],
        env={"_DIGEST_COMPLETE": "bash_complete", "COMP_WORDS": "digest tra", "COMP_CWORD": "1"},
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "plain,translate\n"


@pytest.mark.parametrize(
    "name", ["init", "doctor", "settings", "completion", "build", "serve", "check", "publish", "new", "move", "read"]
)
def test_the_help_of_a_command_ends_with_examples(run: Run, name: str) -> None:
    examples = run(name, "--help")[1].partition("Examples:\n")[2].splitlines()
    assert examples
    assert all(line.startswith(f"    digest {name}") for line in examples)
