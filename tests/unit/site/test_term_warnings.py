from pathlib import Path

import pytest

from digest.config import Names
from digest.site.site import Site
from digest.site.term_warnings import term_warnings
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
