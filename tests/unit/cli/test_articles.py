import json
import subprocess
from pathlib import Path

from tests.sidecars import said_before
from tests.sites import ARTICLE, make_site, settle
from tests.unit.cli.conftest import Run


def test_read_shows_what_is_understood_and_as_json_a_bad_file_with_its_errors(run: Run, root: Path) -> None:
    make_site(root, {"empty.txt": ""})
    code, out, _ = run("read", "content/2026-11-20-rain.txt")
    assert code == 0
    assert "أمطار غزيرة في دمشق" in out
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
    described = json.loads(run("read", "--json", run("new", "a\nDraft: no", "--section", "x\ny")[1].strip())[1])[0]
    assert (described["title"]["text"], described["draft"], described["section"]) == ("a Draft: no", True, "x y")
    assert json.loads(run("read", "--json", run("new", "😀")[1].strip())[1])[0]["slug"] == "article"
    markdown = run("new", 'A "quoted" title', "--lang", "en", "--markdown")[1].strip()
    described = json.loads(run("read", "--json", markdown)[1])[0]
    assert (described["title"]["text"], described["lang"], described["draft"]) == ('A "quoted" title', "en", True)


def test_what_new_starts_is_not_published_before_its_author_says_so(run: Run, root: Path) -> None:
    _, out, err = run("new", "خبر")
    assert "it is a draft: `digest serve --drafts` shows it" in err
    file = root / out.strip()
    run("build", "--allow-untranslated")
    page = root / "public/articles/خبر/index.html"
    assert not page.exists()
    file.write_text(file.read_text("utf-8").replace("مسودة: نعم\n", ""), encoding="utf-8")
    assert run("build", "--allow-untranslated")[0] == 0
    assert page.exists()


def test_status_says_when_the_next_article_appears(run: Run, root: Path) -> None:
    assert run("status", "--next")[1:] == ("", "no article appears or expires by itself\n")
    (root / "content" / "later.txt").write_text("Title: خبر\nDate: 2099-01-02 08:30\n\nنص الخبر هنا.\n", "utf-8")
    assert run("status", "--next")[1] == "2099-01-02T08:30+00:00 content/later.txt appears\n"
    assert json.loads(run("status", "--next", "--json")[1])[0]["what"] == "appears"


def test_new_starts_a_page_of_its_own(run: Run, root: Path) -> None:
    code, out, _ = run("new", "اتصل بنا", "--page")
    assert (code, out.strip()) == (0, "content/pages/اتصل-بنا.txt")
    file = root / out.strip()
    assert "التاريخ" not in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("مسودة: نعم\n", ""), encoding="utf-8")
    assert run("build", "--allow-untranslated")[0] == 0
    assert (root / "public/اتصل-بنا/index.html").exists()
    assert run("new", "x", "--page", "--section", "economy")[0] == 2


def test_new_names_a_section_that_the_site_does_not_have(run: Run, root: Path) -> None:
    make_site(root, {}, '[sections.economy]\nar = "اقتصاد"\nen = "Economy"\n')
    code, _, err = run("new", "خبر", "--section", "econmy")
    assert code == 0
    assert "`econmy` is not a section of the site yet\n    hint: did you mean `economy`?" in err
    for name in ("economy", "Economy", "اقتصاد"):
        assert "warning" not in run("new", f"خبر {name}", "--section", name)[2]
    assert "hint: `site.toml` has `economy`" in run("new", "رابع", "--section", "طقس")[2]


def test_status_shows_what_to_look_at_and_as_json_all_of_it(run: Run, root: Path) -> None:
    run("translate")
    code, out, err = run("status")
    assert (code, err) == (0, "")
    assert out.startswith("1 article, 3 sentences: 3 machine\n")
    assert "section `weather` has no English name (1 article)" in out
    found = json.loads(run("status", "--json")[1])
    assert found["origins"] == {"machine": 3}
    assert all(finding["article"] == "2026-11-20-rain.txt" for finding in found["findings"])


def test_status_ranks_what_the_machine_said_by_how_doubtful_it_is(run: Run, root: Path) -> None:
    run("translate")
    code, out, err = run("status", "--most-doubtful", "2")
    assert (code, err) == (0, "")
    assert out.count("content/2026-11-20-rain.en.po:") == 2
    assert len(json.loads(run("status", "--most-doubtful", "2", "--json")[1])["findings"]) == 2
    assert run("status", "--most-doubtful", "9")[1].startswith(out)
    code, _, err = run("status", "--most-doubtful", "2", "--check")
    assert code == 2
    assert "--most-doubtful ranks a machine's sentences" in err


def test_a_check_fails_for_the_kinds_that_it_names_only(run: Run, root: Path) -> None:
    run("translate")
    assert run("status", "--check=stale,draft")[0] == 0
    code, out, err = run("status", "--check=machine", "--all")
    assert code == 1
    assert "content/2026-11-20-rain.en.po:" in out
    assert err == "3 sentences to look at, of these kinds: machine\n"
    code, out, _ = run("status", "--check=machine", "--format=github")
    assert code == 1
    assert out.startswith("::error file=content/2026-11-20-rain.en.po,line=")
    code, _, err = run("status", "--check=old")
    assert code == 2
    assert "`old` is not one of stale, draft" in err


def test_status_can_be_asked_of_some_articles(run: Run, root: Path) -> None:
    make_site(root, {"2026-11-19-library.txt": ARTICLE})
    run("translate", "--skeleton")
    every = run("status", "--all")[1]
    assert "2026-11-19-library" in every
    assert "2026-11-20-rain" in every
    for options in (
        ("content/2026-11-20-rain.txt",),
        ("content/2026-11-20-rain.en.po",),
        ("--section", "weather"),
        ("--since", "2026-11-20"),
    ):
        out = run("status", "--all", *options)[1]
        assert "2026-11-20-rain" in out
        assert "2026-11-19-library" not in out
    code, _, err = run("status", "--section", "wether")
    assert code == 1
    assert "hint: did you mean `weather`?" in err


def test_status_knows_the_articles_of_who_asks_by_the_name_that_git_has(run: Run, root: Path) -> None:
    make_site(root, {"2026-11-19-library.txt": ARTICLE})
    run("translate", "--skeleton")
    sidecar = root / "content/2026-11-20-rain.en.po"
    said = '"PO-Revision-Date: 2026-11-21 10:00+0000\\n"\n"Last-Translator: Nour <n@x.example>\\n"\n"Language'
    sidecar.write_text(sidecar.read_text("utf-8").replace('"Language', said, 1), "utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    for name, found in (("nour", True), ("Karim", False)):
        subprocess.run(["git", "config", "user.name", name], cwd=root, check=True)
        out = run("status", "--all", "--mine")[1]
        assert ("2026-11-20-rain" in out) == found
        assert "2026-11-19-library" not in out


def test_translate_again_replaces_what_a_machine_said_and_nobody_reviewed(run: Run, root: Path) -> None:
    run("translate")
    sidecar = root / "content/2026-11-20-rain.en.po"
    first = sidecar.read_text("utf-8")
    head, title, rest = first.split("\n\n", 2)
    reviewed = title.replace("#, fuzzy\n", "").replace('msgstr "', 'msgstr "Reviewed: ')
    old = said_before(f"{head}\n\n{reviewed}\n\n{rest}", "21 degrees", "12 degrees")
    sidecar.write_text(old, encoding="utf-8")
    assert run("translate")[1] == ""
    assert run("translate", "--again")[1] == "content/2026-11-20-rain.en.po\n"
    assert sidecar.read_text("utf-8") == f"{head}\n\n{reviewed}\n\n{rest}"


def test_move_renames_an_article_and_says_where_its_former_address_leads(run: Run, root: Path) -> None:
    code, out, err = run("move", "content/2026-11-20-rain.txt", "content/2026-11-20-showers.txt")
    assert code == 0
    assert out == "content/2026-11-20-rain.txt → content/2026-11-20-showers.txt\n"
    assert err == "its former address `/articles/rain/` leads to the new one\n"
    assert run("build")[0] == 0
    assert (root / "public/articles/rain/index.html").is_file()
    assert run("check")[0] == 0


def test_names_are_proposed_and_added_to_the_glossary(run: Run, root: Path) -> None:
    sidecar = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    sidecar += 'msgid "أمطار غزيرة في دمشق"\nmsgstr "Heavy rain in Dimashq"\n'
    make_site(root, {"2026-11-20-rain.en.po": sidecar})
    assert (
        run("names")[:2] == (0, "دمشق: Dimashq (1 sentence, corrects 1 of the machine)\n")
        or "Dimashq" in run("names")[1]
    )
    assert json.loads(run("names", "--json")[1])[0]["target"] == "Dimashq"
    assert not (root / "content/glossary.csv").exists()
    code, _, err = run("names", "--add")
    assert (code, "1 name added to content/glossary.csv" in err) == (0, True)
    assert (root / "content/glossary.csv").read_text("utf-8") == "source,target,also,note\nدمشق,Dimashq,,\n"
    assert "no reviewed sentence" in run("names", "--add")[2]


VERSION = "Heavy rain in Damascus\n\nIt was 21 degrees in Damascus."


def test_an_article_with_a_version_of_its_own_is_left_alone_and_told_of(run: Run, root: Path) -> None:
    make_site(root, {"2026-11-20-rain.en.txt": VERSION})
    said = "is left alone: its version was written apart, in content/2026-11-20-rain.en.txt"
    for command in (("translate",), ("translate", "--again"), ("translate", "--skeleton")):
        code, out, err = run(*command)
        assert (code, out) == (0, "")
        assert f"content/2026-11-20-rain.txt {said}" in err
    for file in ("content/2026-11-20-rain.txt", "content/2026-11-20-rain.en.txt"):
        for name in ("translate", "status", "review"):
            code, _, err = run(name, file)
            assert code == 0
            assert f"{file} {said}" in err
    assert not list((root / "content").glob("*.po"))


def test_status_lists_it_whether_or_not_it_was_built_before(run: Run, root: Path) -> None:
    make_site(root, {"2026-11-20-rain.en.txt": VERSION})
    listed = (
        "left alone, their other version was written apart: 1\n"
        "content/2026-11-20-rain.txt: content/2026-11-20-rain.en.txt\n"
    )
    before = run("status")[1]
    assert before.startswith("1 article, 0 sentences\n")
    assert listed in before
    assert json.loads(run("status", "--json")[1])["written"] == {"2026-11-20-rain.txt": "2026-11-20-rain.en.txt"}
    settle(root)
    run("build")
    assert run("status")[1] == before
    assert run("status", "--check")[0] == 0


def test_a_sidecar_beside_it_is_no_work_to_do_and_told_of(run: Run, root: Path) -> None:
    run("translate")
    sidecar = (root / "content/2026-11-20-rain.en.po").read_bytes()
    make_site(root, {"2026-11-20-rain.en.txt": VERSION})
    for _ in range(2):
        _, out, err = run("status")
        assert "0 sentences" in out
        assert "2026-11-20-rain.en.po" in err
        assert "so this sidecar is not used" in err
        assert "without an article" not in err
        run("translate", "--again")
        assert (root / "content/2026-11-20-rain.en.po").read_bytes() == sidecar
        settle(root)
        run("build")
