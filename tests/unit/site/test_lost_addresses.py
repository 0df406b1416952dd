from pathlib import Path

import pytest

from digest.argos import Machine
from tests.sites import make_site, publish

STORY = "Title: {}\nDate: 2026-11-01\n{}\nنص الخبر هنا."


def story(title: str = "خبر", *header: str) -> str:
    return STORY.format(title, "".join(f"{line}\n" for line in header))


def warnings(root: Path, files: dict[str, str | None]) -> list[tuple[str, str, str]]:
    """Return what a build says of addresses after files were written, or removed where they have no text."""
    make_site(root, {path: text for path, text in files.items() if text})
    for path in (path for path, text in files.items() if not text):
        (root / "content" / path).unlink()
    report = publish(root, Machine(folders=[], cache=root / "packages"))
    return [(each.where, each.problem, each.hint) for each in report.warnings if "address" in each.problem]


LOST = "its address was `/articles/a/` before; links to that are dead now"
HINT = "keep it alive by `Aliases: a` in the header"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"a.txt": story("خبر", "Slug: b")}, "a.txt"),
        ({"a.txt": None, "b.txt": story()}, "b.txt"),
    ],
)
def test_an_address_that_an_article_lost_is_told_once(
    tmp_path: Path, changes: dict[str, str | None], where: str
) -> None:
    assert warnings(tmp_path, {"a.txt": story(), "z.txt": story("آخر")}) == []
    assert warnings(tmp_path, changes) == [(where, LOST, HINT)]
    assert warnings(tmp_path, {}) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"a.txt": story("خبر", "Slug: b", "Aliases: a")},
        {"a.txt": None, "b.txt": story("خبر", "Aliases: a")},
        {"a.txt": None},
        {"a.txt": story("خبر", "Draft: yes")},
        {"a.txt": None, "b.txt": story("شيء غيره")},
    ],
)
def test_one_that_is_kept_or_meant_to_be_gone_is_not(tmp_path: Path, changes: dict[str, str | None]) -> None:
    warnings(tmp_path, {"a.txt": story(), "z.txt": story("آخر")})
    assert warnings(tmp_path, changes) == []
