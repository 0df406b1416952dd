import json
from pathlib import Path

from tests.sites import make_site
from tests.unit.cli.conftest import Run


def test_a_site_as_it_is_built_is_in_order(run: Run, root: Path) -> None:
    run("build")
    code, out, err = run("check")
    assert (code, out, err) == (0, "", "0 errors, 0 warnings\n")


def test_check_names_article_and_line_and_fails_for_what_is_broken(run: Run, root: Path) -> None:
    make_site(root, {"a.md": "Title: A\nDate: 2026-11-01\n\nSee [x](/nowhere/).\n"})
    run("build", "--allow-untranslated")
    code, _, err = run("check")
    assert code == 1
    assert "error: a.md:4: a link leads where nothing is: `/nowhere/` (on 3 pages)\n    hint: " in err
    assert "warning: a.md: 2 passages without a counterpart" in err
    assert err.endswith("1 error, 1 warning\n")
    code, out, _ = run("check", "--json")
    assert code == 1
    assert [(each["level"], each["where"], len(each["pages"])) for each in json.loads(out)] == [
        ("error", "a.md:4", 3),
        ("warning", "a.md", 1),
    ]


def test_without_a_site_there_is_nothing_to_check(run: Run) -> None:
    code, _, err = run("check")
    assert code == 1
    assert "there is no site in this folder" in err
