"""The search index in builds: what is made again, and what is there without it."""

from pathlib import Path

import pytest

from digest.argos import Machine
from tests.sites import TOML, make_site, publish, settle, tree

OLD = "العنوان: خبر قديم\nالتاريخ: 2025-03-01\n\nجملة أولى. جملة ثانية.\n"
NEW = "العنوان: خبر جديد\nالتاريخ: 2026-11-20\n\nجملة ثالثة.\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(folders=[], cache=tmp_path / "packages")


def test_an_edit_makes_only_the_volume_of_its_year_again(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path / "site", {"old.txt": OLD, "new.txt": NEW})
    publish(root, machine)
    (root / "content/old.txt").write_text(OLD.replace("أولى", "أخرى"), encoding="utf-8")
    report = publish(root, machine)
    changed = {path for path in report.changed if path.startswith("search/")}
    assert changed == {"search/index.json", "search/2025/0.json"}


def test_a_build_after_which_nothing_changed_leaves_the_index_alone(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path / "site", {"old.txt": OLD})
    settle(root)
    publish(root, machine)
    report = publish(root, machine)
    assert (report.written, report.removed, report.made) == (0, 0, {})


def test_the_index_after_edits_is_that_of_a_clean_build(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path / "site", {"old.txt": OLD})
    publish(root, machine)
    make_site(root, {"new.txt": NEW, "old.txt": OLD.replace("أولى", "أخرى")})
    publish(root, machine)
    (root / "content/new.txt").unlink()
    publish(root, machine)
    clean = make_site(tmp_path / "clean", {"old.txt": OLD.replace("أولى", "أخرى")})
    publish(clean, machine)
    assert tree(root / "public") == tree(clean / "public")


def test_a_site_that_is_not_searched_has_no_page_no_index_and_no_field(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path / "site", {"old.txt": OLD}, TOML.replace("title", "search = false\ntitle", 1))
    publish(root, machine)
    made = tree(root / "public")
    assert not [path for path in made if "search/" in path]
    assert not [path for path, body in made.items() if path.endswith(".html") and b'role="search"' in body]


def test_an_article_that_is_gone_is_found_no_more(tmp_path: Path, machine: Machine) -> None:
    root = make_site(tmp_path / "site", {"old.txt": OLD, "new.txt": NEW})
    publish(root, machine)
    (root / "content/old.txt").unlink()
    publish(root, machine)
    assert sorted(path.name for path in (root / "public/search").iterdir()) == ["2026", "index.html", "index.json"]
