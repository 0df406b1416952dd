import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digest import cli
from digest.argos import embedded
from digest.files import PROGRAM
from tests.sites import ARTICLE, BULLETIN, make_site, tree
from tests.tiny_package import build as build_package

PACKAGE = PROGRAM / "packages" / "ar_en.argosmodel"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {"2026-11-20-rain.txt": BULLETIN})


@pytest.fixture
def run(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """Run the program in the site's folder; return its exit code, its data and its messages."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(root.parent / "packages"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["digest", *arguments])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return run


def test_build_publishes_the_site_and_says_where_it_is_and_how_to_preview_it(run: Run, root: Path) -> None:
    code, out, err = run("build")
    assert (code, out) == (0, "")
    assert "1 article, " in err
    assert "pages in public/" in err
    assert "3 sentences translated" in err
    assert "preview it with `digest serve`" in err
    assert "articles/rain/index.html" in tree(root / "public")


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


def test_wrong_input_is_printed_with_its_place_and_a_hint_and_exits_with_1(run: Run, root: Path) -> None:
    make_site(root, {"empty.txt": "", "blank.txt": "\n\u00a0\n"}, 'titel = "x"\n')
    code, _, err = run("build")
    assert code == 1
    assert "error: site.toml:1: `titel` is not a setting" in err
    assert "hint: did you mean `title`?" in err
    make_site(root, {})
    code, _, err = run("build")
    assert code == 1
    assert err.count("error: ") == 2
    assert "Traceback" not in err


def test_wrong_usage_exits_with_2(run: Run) -> None:
    assert run("build", "--nonsense")[0] == 2
    assert run("nonsense")[0] == 2
    assert run("build", "--now", "yesterday")[0] == 2
    assert run("build", "--site", "/nowhere")[0] == 2


def test_messages_are_plain_when_no_color_is_asked_for(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    make_site(root, {"empty.txt": ""})
    assert "\x1b" not in run("build")[2]


BAD_NAMES = ("\x1b[31mred", "bell\x07", "c1\x9b2J", "a\u202etxt", "a\u2067b", "two\nerror: lines", "\u2028")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", BAD_NAMES)
def test_what_a_file_name_would_do_to_a_terminal_is_shown_and_not_done(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    make_site(root, {f"{name}.txt": ARTICLE})
    shown = json.dumps(name)[1:-1].replace("\\n", "\\u000a")
    said = ["".join(run("translate", "--skeleton")[1:]), "".join(run("build", "-v", "--allow-untranslated")[1:])]
    make_site(root, {f"{name}.txt": ""})
    said.append(run("build")[2])
    for text in said:
        assert f"{shown}." in text
        assert all(letter == "\n" or letter not in name for letter in text if not letter.isprintable())
    assert not any(line.startswith("error: lines") for line in said[2].splitlines())


def test_what_a_wrong_command_would_do_to_a_terminal_is_shown_and_not_done(run: Run) -> None:
    code, _, err = run("read", "a\x1b[31m", "--\x1b[31m\u202e")
    assert (code, "\x1b" in err, "\u202e" in err) == (2, False, False)
    code, _, err = run("status", "a\x07\u202e")
    assert code == 2
    assert "unexpected extra argument (a\\u0007\\u202e)" in err


def test_arabic_is_shown_as_it_is_and_data_keeps_the_names_of_files(run: Run, root: Path) -> None:
    make_site(root, {"أخبار\u200cنا.txt": ARTICLE, "a\u202eb.txt": ARTICLE})
    assert "content/أخبار\u200cنا.en.po" in run("translate", "--skeleton")[1]
    out = run("read", "--json", "content/a\u202eb.txt")[1]
    assert "\u202e" not in out
    assert json.loads(out)[0]["path"] == "a\u202eb.txt"


def test_read_shows_what_is_understood_and_as_json_a_bad_file_with_its_errors(run: Run, root: Path) -> None:
    make_site(root, {"empty.txt": ""})
    code, out, _ = run("read", "content/2026-11-20-rain.txt")
    assert code == 0
    assert "أمطار متوقعة في دمشق" in out
    code, out, err = run("read", "--json", "content/2026-11-20-rain.txt", "content/empty.txt", "content/none.txt")
    assert code == 1
    good, bad, missing = json.loads(out)
    assert (good["date_origin"], good["package"], good["section"]) == ("header", "bulletins", "weather")
    assert [block["kind"] for block in good["blocks"]] == ["paragraph", "paragraph"]
    text = (root / "content/2026-11-20-rain.txt").read_text("utf-8")
    for block in good["blocks"]:
        for sentence in block["sentences"]:
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]
    assert bad["errors"][0]["problem"]
    assert "no such file" in missing["errors"][0]["problem"]
    assert "empty.txt" in err


def test_translate_writes_a_sidecar_for_review_and_nothing_the_second_time(run: Run, root: Path) -> None:
    code, out, _ = run("translate")
    assert (code, out) == (0, "content/2026-11-20-rain.en.po\n")
    sidecar = (root / "content/2026-11-20-rain.en.po").read_text("utf-8")
    assert "#, fuzzy" in sidecar
    assert "#. machine: bulletins" in sidecar
    assert run("translate")[1] == ""
    reviewed = sidecar.replace("#, fuzzy\n", "")
    (root / "content/2026-11-20-rain.en.po").write_text(reviewed, encoding="utf-8")
    run("build")
    assert 'data-origin="edited"' in (root / "public/en/articles/rain/index.html").read_text("utf-8")
    assert not [path for path in (root / "content").iterdir() if path.suffix not in (".txt", ".po")]


def test_a_skeleton_asks_no_machine(run: Run, root: Path) -> None:
    make_site(root, {"2026-11-19-library.txt": ARTICLE})
    code, out, _ = run("translate", "--skeleton", "content/2026-11-19-library.txt")
    assert (code, out) == (0, "content/2026-11-19-library.en.po\n")
    assert (root / "content/2026-11-19-library.en.po").read_text("utf-8").count('msgstr ""\n') >= 4
    code, _, err = run("translate", "site.toml")
    assert code == 1
    assert "not an article of this site" in err


def test_new_starts_an_article_that_reads_back(run: Run, root: Path) -> None:
    code, out, _ = run("new", "خبر: عاجل جدا", "--section", "weather")
    assert code == 0
    path = out.strip()
    assert path.startswith("content/2")
    described = json.loads(run("read", "--json", path)[1])[0]
    assert (described["title"]["text"], described["section"]) == ("خبر: عاجل جدا", "weather")
    assert run("new", "خبر: عاجل جدا")[0] == 1
    assert run("new", " ")[0] == 2
    described = json.loads(run("read", "--json", run("new", "a\nDraft: true", "--section", "x\ny")[1].strip())[1])[0]
    assert (described["title"]["text"], described["draft"], described["section"]) == ("a Draft: true", False, "x y")
    assert json.loads(run("read", "--json", run("new", "😀")[1].strip())[1])[0]["slug"] == "article"
    markdown = run("new", 'A "quoted" title', "--lang", "en", "--markdown")[1].strip()
    described = json.loads(run("read", "--json", markdown)[1])[0]
    assert (described["title"]["text"], described["lang"]) == ('A "quoted" title', "en")


def test_an_installed_package_is_listed_used_verified_and_removed(run: Run, root: Path) -> None:
    code, out, _ = run("models", "list")
    assert code == 0
    assert out.count("comes with the program") == len(embedded(root.parent / "cache"))
    assert run("models", "install", str(PACKAGE))[0] == 0
    assert str(root.parent / "packages") in run("models", "list")[1]
    described = json.loads(run("models", "info", "bulletins")[1])
    assert {"ar", "en"} == {described[0]["from"], described[0]["to"]}
    assert run("models", "verify")[0] == 0
    make_site(root, {"2026-11-19-library.txt": ARTICLE})
    assert run("build")[0] == 0
    assert 'data-origin="machine"' in (root / "public/en/articles/library/index.html").read_text("utf-8")
    assert run("models", "remove", "bulletins")[0] == 0
    assert run("models", "remove", "bulletins")[0] == 1


def test_a_file_that_is_no_package_is_refused_and_nothing_is_installed(run: Run, root: Path) -> None:
    (root / "fake.argosmodel").write_bytes(b"PK\x05\x06" + bytes(18))
    code, _, err = run("models", "install", "fake.argosmodel")
    assert code == 1
    assert "fake.argosmodel" in err
    assert "Traceback" not in err
    packages = root.parent / "packages"
    assert not packages.exists() or not list(packages.iterdir())


def test_evaluate_scores_a_package_and_a_finished_output(run: Run, root: Path) -> None:
    rows = [
        ("أسعار العملات اليوم الأحد", "Exchange rates today, Sunday", "Exchange rates today, Sunday"),
        ("قال: «نعم».", "He said: &quot;yes&quot;.", 'He said: "yes".'),
        ("بلغ السعر 15 دولارا.", "The price reached 51 dollars.", "The price reached 15 dollars."),
    ]
    for name, column in zip(("src", "hyp", "ref"), zip(*rows, strict=True), strict=True):
        (root / name).write_text("\n".join(column) + "\n", encoding="utf-8")
    code, out, _ = run("models", "evaluate", "--outputs", "hyp", "src", "ref", "--write", "repaired", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["scores"]["as decoded"]["chrf"] < found["scores"]["repaired"]["chrf"]
    assert found["scores"]["without entities"]["chrf"] == found["scores"]["as decoded"]["chrf"]
    assert (found["flags"], found["flagged_references"]) == ({"number": 1}, 0)
    assert (root / "repaired").read_text("utf-8").splitlines()[1] == 'He said: "yes".'
    code, out, _ = run("models", "evaluate", "bulletins", "src", "ref", "--beam-size", "1")
    assert code == 0
    assert "as decoded" in out
    (root / "ref").write_text("one line\n", encoding="utf-8")
    code, _, err = run("models", "evaluate", "--outputs", "hyp", "src", "ref")
    assert code == 1
    assert "ref: it has 1 lines, `src` has 3" in err
    assert run("models", "evaluate", "src", "ref")[0] == 2


def test_progress_tells_sentences_rate_and_time_left_on_a_terminal_and_stays_plain_without_color(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    seconds = iter((0.0, 0.5, 2.0, 4.0))
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(cli, "monotonic", lambda: next(seconds))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    with cli._progress() as progress:
        for done in (0, 5, 20, 60):
            progress("translate", done, 80)
    shown = terminal.getvalue()
    assert "translating sentences" in shown
    assert "60/80" in shown
    assert "15.0/s" in shown
    assert "0:00:" in shown or "-:--:--" in shown
    assert not re.search(r"\x1b\[(?:3|9)\d", shown)


def test_no_progress_is_shown_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    with cli._progress() as progress:
        progress("translate", 1, 2)
    assert capsys.readouterr().err == ""


def test_status_shows_what_to_look_at_and_as_json_all_of_it(run: Run, root: Path) -> None:
    run("translate")
    code, out, err = run("status")
    assert (code, err) == (0, "")
    assert out.startswith("1 article, 3 sentences: 3 machine\n")
    assert "section `weather` has no English name (1 article)" in out
    found = json.loads(run("status", "--json")[1])
    assert (found["origins"], found["stale"]) == ({"machine": 3}, [])
    assert all(finding["path"] == "2026-11-20-rain.txt" for finding in found["doubtful"])


def test_compare_shows_what_a_switch_would_change_and_writes_nothing_but_the_cache(run: Run, root: Path) -> None:
    build_package(root.parent / "packages" / "nonsense", name="nonsense", ending=3.0)
    make_site(root, {"2026-11-20-rain.txt": BULLETIN.replace("الحزمة: bulletins\n", "")}, 'package = "bulletins"\n')
    run("translate")
    before = tree(root)
    code, out, _ = run("models", "compare", "bulletins", "nonsense")
    assert code == 0
    assert out.startswith("3 of 3 sentences that no person has translated would change")
    assert "in sidecars, which change with `digest translate --again` only: 3" in out
    assert tree(root) == before
    found = json.loads(run("models", "compare", "bulletins", "nonsense", "--json")[1])
    assert [change["path"] for change in found["changes"]] == ["2026-11-20-rain.txt"] * 3
    code, _, err = run("models", "compare", "bulletins", "absent")
    assert code == 1
    assert "no package `absent` is installed" in err


def test_translate_again_replaces_what_a_machine_said_and_nobody_reviewed(run: Run, root: Path) -> None:
    run("translate")
    sidecar = root / "content/2026-11-20-rain.en.po"
    first = sidecar.read_text("utf-8")
    head, title, rest = first.split("\n\n", 2)
    reviewed = title.replace("#, fuzzy\n", "").replace('msgstr "', 'msgstr "Reviewed: ')
    old = rest.replace("21 degrees", "12 degrees")
    sidecar.write_text(f"{head}\n\n{reviewed}\n\n{old}", encoding="utf-8")
    assert run("translate")[1] == ""
    assert run("translate", "--again")[1] == "content/2026-11-20-rain.en.po\n"
    assert sidecar.read_text("utf-8") == f"{head}\n\n{reviewed}\n\n{rest}"


@pytest.mark.parametrize("name", sorted(cli.commands.commands))
def test_every_command_explains_itself(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert out.startswith("Usage: digest")
    readme = (PROGRAM.parent / "README.md").read_text("utf-8")
    assert f"`digest {name}" in readme


STARTED = "import os; from digest.__main__ import main; os.write(1, b'.'); main()"
"""What the command `digest` runs; it tells when Python is ready, for what happens before is not ours."""


INTERRUPTED = """
import digest.__main__, digest.cli

class Lost:
    def __del__(self):
        raise KeyboardInterrupt

def main():
    Lost()
    print("it goes on")

digest.cli.main = main
digest.__main__.main()
"""


@pytest.mark.parametrize("seconds", [0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3])
def test_ctrl_c_while_the_program_is_loaded_ends_it_with_130_and_a_word(root: Path, seconds: float) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, "build"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.read(1)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=10)[1].decode()
    if process.returncode == 0:
        pytest.skip("it was done before")
    assert process.returncode == 130, said
    assert re.fullmatch(r"\s*interrupted.*\s*", said), said


def test_ctrl_c_that_falls_into_a_callback_ends_the_program_all_the_same(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


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
