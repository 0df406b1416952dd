"""A text that changed long after it was published is to say so."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest.argos import Machine
from tests.sites import NOW, make_site, publish

STORY = "{}: خبر\nالتاريخ: 2026-11-{}\n{}\nقال المدير: {}."


def story(said: str = "نعم", *header: str, day: int = 1, title: str = "العنوان") -> str:
    return STORY.format(title, f"{day:02}", "".join(f"{line}\n" for line in header), said)


def warnings(root: Path, files: dict[str, str], now: datetime = NOW) -> list[tuple[str, str, str]]:
    """Return what a build says of texts after files were written."""
    make_site(root, files)
    report = publish(root, Machine(folders=[], cache=root / "packages"), now=now)
    return [(each.where, each.problem, each.hint) for each in report.warnings if "its text changed" in each.problem]


def test_it_is_told_once_with_the_line_that_says_it(tmp_path: Path) -> None:
    assert warnings(tmp_path, {"a.txt": story(), "b.txt": story()}) == []
    ((where, problem, hint),) = warnings(tmp_path, {"a.txt": story("لا")})
    assert (where, problem) == ("a.txt", "its text changed since it was published, and its readers are not told")
    assert "`محدث: 2026-11-23 12:00`" in hint
    assert warnings(tmp_path, {}) == []


@pytest.mark.parametrize(
    "after",
    [
        pytest.param({"a.txt": story("لا", "محدث: 2026-11-22")}, id="it says so"),
        pytest.param({"a.txt": story("نعم", "القسم: economy", "الكاتب: هدى")}, id="another header"),
        pytest.param({"a.txt": story().replace("\n\n", "\n\n\n") + "\n"}, id="other white space"),
        pytest.param({"a.txt": story("لا", day=2)}, id="another date"),
        pytest.param({"c.txt": story("لا")}, id="another article"),
    ],
)
def test_nothing_is_said_where_readers_are_told_or_nothing_changed_for_them(
    tmp_path: Path, after: dict[str, str]
) -> None:
    warnings(tmp_path, {"a.txt": story()})
    assert warnings(tmp_path, after) == []


def test_an_article_of_today_is_still_being_written(tmp_path: Path) -> None:
    warnings(tmp_path, {"a.txt": story(day=22)}, now=NOW)
    assert warnings(tmp_path, {"a.txt": story("لا", day=22)}, now=NOW - timedelta(hours=13)) == []


def test_many_at_once_are_one_warning(tmp_path: Path) -> None:
    warnings(tmp_path, {f"{n}.txt": story() for n in range(4)})
    ((_, problem, _),) = warnings(tmp_path, {f"{n}.txt": story("لا") for n in range(4)})
    assert "as did that of 3 others" in problem


def test_the_preview_says_nothing_while_a_text_is_being_edited(tmp_path: Path) -> None:
    make_site(tmp_path, {"a.txt": story()})
    machine = Machine(folders=[], cache=tmp_path / "packages")
    first = publish(tmp_path, machine)
    file = make_site(tmp_path, {"a.txt": story("لا")}) / "content/a.txt"
    second = publish(tmp_path, machine, warm=first.warm, changed=frozenset([file]))
    assert second.changed
    assert not any("its text changed" in each.problem for each in second.warnings)
