from pathlib import Path

from tests.sites import BULLETIN, TOML, make_site, tree
from tests.unit.cli.conftest import Run

TARGET = f'{TOML}[publish.web]\nmethod = "folder"\nto = "../web"\n'


def test_publish_builds_and_takes_the_site_to_its_target(run: Run, root: Path) -> None:
    make_site(root, {}, TARGET)
    code, out, err = run("publish", "--dry-run")
    assert (code, "+ index.html" in out.splitlines()) == (0, True)
    assert err.splitlines()[-1].endswith("added if it were published")
    assert not (root.parent / "web").exists()
    code, out, err = run("publish")
    assert (code, out) == (0, "")
    assert err.splitlines()[-1].startswith("web: ")
    assert tree(root.parent / "web") == tree(root / "public")
    assert run("publish", "web")[2].splitlines()[-1] == "web: nothing changed"


def test_a_site_that_can_not_be_built_is_not_published(run: Run, root: Path) -> None:
    make_site(root, {}, TARGET)
    run("publish")
    before = tree(root.parent / "web")
    make_site(root, {"b.txt": "Date: yesterday\n\nx\n", "2026-11-20-rain.txt": BULLETIN.replace("21", "22")}, TARGET)
    code, _, err = run("publish")
    assert (code, "error: b.txt:1" in err) == (1, True)
    assert tree(root.parent / "web") == before


def test_publish_says_what_it_lacks(run: Run, root: Path) -> None:
    assert "error: site.toml: it does not say where to publish" in run("publish")[2]
    make_site(root, {}, TARGET)
    assert "keeps no releases" in run("publish", "--rollback")[2]
    assert run("publish", "--rollback", "--dry-run")[0] == 2


def test_a_site_with_a_dead_link_is_not_published_unless_it_is_meant(run: Run, root: Path) -> None:
    make_site(root, {"a.md": "Title: A\nDate: 2026-11-01\n\nSee [x](/nowhere/).\n"}, TARGET)
    code, _, err = run("publish", "--allow-untranslated")
    assert code == 1
    assert "error: a.md:4: a link leads where nothing is: `/nowhere/` (on 3 pages)" in err
    assert "error: nothing was published" in err
    assert not (root.parent / "web").exists()
    assert run("publish", "--allow-untranslated", "--unchecked")[0] == 0
