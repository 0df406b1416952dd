"""Builds that make the pages that somebody waits for, and leave the rest to the next build."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import build, keep
from digest.build.report import Report
from digest.config import load
from digest.render.theme_files import defaults
from tests.sites import ARTICLE, NOW, make_site, tree

LIBRARY = "articles/library/index.html"
OTHER = "articles/other/index.html"
ANEW = (defaults("templates") / "base.html").read_text("utf-8") + "<!-- seen anew -->"


class Site:
    """A site of some articles, built again and again with what the build before left."""

    def __init__(self, root: Path, machine: Machine) -> None:
        files = {"2026-11-19-library.txt": ARTICLE, "2026-11-18-other.txt": ARTICLE, "2026-11-17-third.txt": ARTICLE}
        self.root, self.machine = make_site(root, dict(files)), machine
        self.report = self.build()

    def build(self) -> Report:
        """Build the site from what is kept on disk."""
        asked = BuildOptions(now=NOW, machine=self.machine, allow_untranslated=True)
        return build(load(self.root, versioned_assets=False), asked)

    def again(self, *changed: Path, **options: Any) -> Report:
        """Build it again, after some changes."""
        asked = BuildOptions(now=NOW, machine=self.machine, allow_untranslated=True, **options)
        config = load(self.root, versioned_assets=False)
        self.report = build(config, asked, warm=self.report.warm, changed=frozenset(changed))
        return self.report

    def save(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def restyle(self) -> Path:
        """Save a template that every page is made of."""
        return self.save("templates/base.html", ANEW)

    def page(self, path: str) -> str:
        return (self.root / "public" / path).read_text("utf-8")

    def clean(self) -> dict[str, bytes]:
        """Return what a build from nothing makes."""
        for name in ("public", ".digest"):
            (self.root / name).rename(self.root / f"aside-{name}")
        self.report = self.build()
        return tree(self.root / "public")


@pytest.fixture
def site(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Site:
    # The disk's time of change in status can't be set back: only here it does not make a file too young.
    monkeypatch.setattr("digest.build.article_worker.is_settled", lambda *_: True)
    return Site(tmp_path, machine)


def test_only_the_page_that_is_wanted_is_made_and_the_next_build_makes_the_rest(site: Site) -> None:
    first = site.again(site.restyle(), pages=(LIBRARY,))
    assert "seen anew" in site.page(LIBRARY)
    assert "seen anew" not in site.page(OTHER)
    assert OTHER in first.left
    assert LIBRARY not in first.left
    assert first.changed == {LIBRARY, f"ar/{LIBRARY}", f"en/{LIBRARY}"}
    rest = site.again()
    assert rest.left == frozenset()
    assert LIBRARY not in rest.made
    published = tree(site.root / "public")
    assert published == site.clean()


def test_a_style_sheet_is_made_with_the_pages_that_are_wanted(site: Site) -> None:
    report = site.again(site.save("theme/digest.css", "p { color: red }"), pages=(LIBRARY,))
    assert report.changed == {"theme/digest.css"}
    assert report.left == frozenset()


def test_an_interrupted_build_publishes_what_it_has_made_and_the_next_goes_on(site: Site) -> None:
    answers: Iterator[bool] = iter([False] * 4)
    cut_off = site.again(site.restyle(), interrupted=lambda: next(answers, True))
    assert cut_off.made
    assert cut_off.left
    assert cut_off.left.isdisjoint(cut_off.made)
    assert not site.again().left
    published = tree(site.root / "public")
    assert published == site.clean()


def test_a_change_while_the_rest_waits_is_taken_in_by_all_that_was_left(site: Site) -> None:
    site.again(site.restyle(), pages=(LIBRARY,))
    renamed = [site.root / "content/2026-11-18-other.txt", site.root / "content/2026-11-18-another.txt"]
    renamed[0].rename(renamed[1])
    newer = site.save("content/2026-11-19-library.txt", ARTICLE.replace("12,500", "13,500"))
    report = site.again(newer, *renamed, pages=(LIBRARY,))
    assert "13,500" in site.page(LIBRARY)
    assert not (site.root / "public" / OTHER).exists()
    assert [warning.where for warning in report.warnings if "links to that are dead now" in warning.problem] == [
        "2026-11-18-another.txt"
    ]
    assert site.again().left == frozenset()
    assert not any("dead now" in warning.problem for warning in site.report.warnings)
    published = tree(site.root / "public")
    assert published == site.clean()


def test_what_was_left_is_made_by_the_next_run_too(site: Site) -> None:
    left = site.again(site.restyle(), pages=(LIBRARY,)).left
    keep(site.report.warm, load(site.root, versioned_assets=False))
    assert OTHER in left & site.build().changed
    published = tree(site.root / "public")
    assert published == site.clean()


def test_after_a_style_sheet_was_saved_all_other_targets_are_the_same_objects(site: Site) -> None:
    before = site.report.warm.targets
    after = site.again(site.save("theme/digest.css", "p {}")).warm.targets
    assert after.site is before.site
    assert [target for target in after.targets if target.kind != "theme"] == [
        target for target in before.targets if target.kind != "theme"
    ]
