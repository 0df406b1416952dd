from pathlib import Path

import pytest

from digest.argos import Machine
from digest.settings import Names
from digest.site.site import Site
from digest.site.term_warnings import moved_lists, term_warnings
from tests.sites import TOML, make_site, publish
from tests.stories import simple, site


def sections(root: Path, named: str, listed: dict[str, Names]) -> Site:
    return site(root, simple("a", section=named), sections=listed).site


def test_who_names_a_section_under_another_slug_is_told_of_the_address_that_is_gone(tmp_path: Path) -> None:
    named = sections(tmp_path, "ثقافة", {"culture": {"ar": "ثقافة", "en": "Culture"}})
    (warning,) = term_warnings(named, {"sections/ثقافة/index.html", "sections/ثقافة/feed.xml"})
    assert warning.where == "site.toml"
    assert "`sections/ثقافة/` to `sections/culture/`" in warning.problem
    assert '[sections."ثقافة"]' in warning.hint
    assert not list(term_warnings(named, {"sections/sport/index.html"}))


def test_a_section_keeps_its_address_under_its_own_name(tmp_path: Path) -> None:
    named = sections(tmp_path, "ثقافة", {"ثقافة": {"ar": "ثقافة", "en": "Culture"}})
    assert named.sections[0].path == "sections/ثقافة/"


@pytest.mark.parametrize(
    ("named", "meant"), [("رياضه", "رياضة"), ("الرياضة", "رياضة"), ("sprot", "Sport"), ("Sports", "Sport")]
)
def test_a_section_that_is_nearly_a_listed_one_is_told_with_the_nearest(tmp_path: Path, named: str, meant: str) -> None:
    (warning,) = term_warnings(sections(tmp_path, named, {"sport": {"ar": "رياضة", "en": "Sport"}}), ())
    assert warning.where == "a.txt"
    assert f"`{named}`" in warning.problem
    assert f"did you mean `{meant}`?" in warning.hint


@pytest.mark.parametrize("named", ["رياضة", "رِياضة", "Sport", "سياسة", "ثقافة"])
def test_another_section_and_another_spelling_are_no_mistake(tmp_path: Path, named: str) -> None:
    assert not list(term_warnings(sections(tmp_path, named, {"sport": {"ar": "رياضة", "en": "Sport"}}), ()))


GOLD = "Title: {}\nDate: 2026-11-20\nTags: {}\nSection: ثقافة\n\nنص الخبر هنا.\n"
NAMED = '[tags.gold]\nar = "ذهب"\nen = "Gold"\n[sections.culture]\nar = "ثقافة"\n'


def told(root: Path, toml: str) -> list[tuple[str, str]]:
    """Return what a build says of lists that moved."""
    files = {"a.txt": GOLD.format("خبر", "ذهب"), "b.txt": GOLD.format("خبر آخر", "Gold")}
    report = publish(make_site(root, files, toml), Machine(folders=[], cache=root / "packages"))
    return [(each.where, each.problem) for each in report.warnings if "moved" in each.problem]


def test_naming_a_tag_tells_once_where_its_list_went_though_it_joins_another(tmp_path: Path) -> None:
    assert told(tmp_path, TOML) == []
    both = "`/sections/ثقافة/` is `/sections/culture/`, `/tags/ذهب/` is `/tags/gold/` now"
    moved = f"2 lists moved, by the names here: {both}"
    assert told(tmp_path, TOML + NAMED) == [("site.toml", moved)]
    assert "/tags/gold/" in (tmp_path / "public/tags/ذهب/index.html").read_text("utf-8")
    assert told(tmp_path, TOML + NAMED) == []
    assert told(tmp_path, f"per_page = 3\n{TOML}{NAMED}") == []


def test_a_preview_whose_settings_change_is_told_too(tmp_path: Path) -> None:
    none = Machine(folders=[], cache=tmp_path / "packages")
    before = publish(make_site(tmp_path, {"a.txt": GOLD.format("خبر", "ذهب")}), none)
    make_site(tmp_path, {}, TOML + NAMED)
    report = publish(tmp_path, none, warm=before.warm)
    assert len([each for each in report.warnings if "moved" in each.problem]) == 1
    assert not [each for each in publish(tmp_path, none, warm=report.warm).warnings if "moved" in each.problem]


def test_many_lists_that_moved_are_one_warning(tmp_path: Path) -> None:
    names = [f"وسم {number}" for number in range(5)]
    named = {f"tag-{number}": {"ar": name} for number, name in enumerate(names)}
    made = site(tmp_path, simple("a", tags=tuple(names)), tags=named).site
    (warning,) = moved_lists(made, {f"tags/وسم-{number}/index.html" for number in range(5)}, "")
    assert warning.problem.startswith("5 lists moved")
    assert warning.problem.endswith("and 2 more now")
    assert not list(moved_lists(made, (), ""))
