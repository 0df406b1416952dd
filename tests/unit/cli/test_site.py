import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from tests.sites import tree
from tests.unit.cli.conftest import Run


def test_build_publishes_the_site_and_says_where_it_is_and_how_to_preview_it(run: Run, root: Path) -> None:
    code, out, err = run("build")
    assert (code, out) == (0, "")
    assert "1 article, " in err
    assert "pages in public/" in err
    assert "3 sentences asked of the machine" in err
    assert "preview it with `digest serve`" in err
    assert "articles/rain/index.html" in tree(root / "public")


@pytest.mark.parametrize("option", [("--output", "elsewhere"), ("--base-url", "https://x.example/b/")])
def test_a_site_that_the_preview_does_not_show_is_not_said_to_be_there(run: Run, option: tuple[str, str]) -> None:
    code, _, err = run("build", *option)
    assert code == 0
    assert "preview" not in err


def test_build_again_says_that_nothing_changed(run: Run) -> None:
    run("build")
    code, _, err = run("build")
    assert code == 0
    assert "(nothing changed)" in err


def test_options_override_the_configuration(run: Run, root: Path, tmp_path: Path) -> None:
    code, _, _ = run("build", "--output", str(tmp_path / "out"), "--base-url", "https://x.example/b")
    assert code == 0
    assert "https://x.example/b/articles/rain/" in (tmp_path / "out/feed.xml").read_text("utf-8")
    assert not (root / "public").exists()


def test_ctrl_c_ends_the_preview_at_once_with_130(root: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "digest", "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = next(line for line in process.stderr if "built" in line or "error" in line)
    assert "built" in said
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    process.stderr.close()
    assert not (root / "public").exists()


@pytest.mark.skipif(os.name == "nt", reason="the browser is a script")
def test_the_browser_is_opened_when_there_is_something_to_be_seen(root: Path, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    environment = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache"), "BROWSER": str(browser)}
    command = [sys.executable, "-m", "digest", "serve", "--port", "0", "--open"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    address = next(line for line in process.stderr if "preview at" in line).split()[2]
    next(line for line in process.stderr if "built" in line)
    end = monotonic() + 20
    while not (opened.exists() and opened.read_text().strip()) and monotonic() < end:
        sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.wait(10)
    process.stderr.close()
    assert opened.read_text().strip() == address


def test_what_is_reviewed_at_the_desk_is_on_the_page_and_committed_at_the_end(root: Path) -> None:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    git("config", "user.name", "Nour")
    git("config", "user.email", "nour@news.example")
    environment = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "digest", "serve", "--port", "0", "--key", "a long key", "--commit"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        address = next(line for line in process.stderr if "desk is at" in line).split(" at ")[1].strip()
        assert any("built" in line for line in process.stderr)
        with httpx.Client(follow_redirects=True, timeout=30) as client:
            page = client.get(address)
            home = address.partition("__digest")[0]
            token = json.loads(page.text.split('id="told">')[1].split("</script>")[0])["token"]
            desk = str(page.url)
            task = client.get(f"{desk}queue?state=all").json()["tasks"][0]
            named = {"article": task["article"], "key": task["key"]}
            version = client.get(f"{desk}sentence", params=named).json()["version"]
            edit = {
                **named,
                "version": version,
                "words": "Heavy rain in Damascus, at last",
                "reviewed": True,
                "comments": [],
            }
            assert client.post(f"{desk}save", json=edit, headers={"X-Digest-Token": token}).status_code == 200
            end = monotonic() + 30
            while edit["words"] not in client.get(f"{home}en/").text:
                assert monotonic() < end
                sleep(0.05)
    finally:
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        process.stderr.close()
    assert process.wait(10) == 130
    assert "committed: Review 1 sentence of 1 article" in said
    assert "Nour" in git("log", "-1", "--format=%an %s")


def test_a_key_that_is_easily_guessed_is_refused(run: Run) -> None:
    code, _, err = run("serve", "--desk", "--key", "abc")
    assert code == 1
    assert "the key is too short: 3 characters" in err
