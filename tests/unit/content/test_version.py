"""The version of an article that was written apart, as its file is read."""

from pathlib import Path

import pytest

from digest.content.dates import of_file
from digest.content.version import read_version
from digest.errors import DigestError
from digest.model import Article
from tests.reading import make_config, read_text

ARTICLE = "التاريخ: 2026-11-20\nتصحيح: 2026-11-21 صُحح الاسم\n\nتأخر الموسم في الشمال\n\nتأخر الموسم ثلاثة أسابيع."
TEXT = "The harvest is late\n\nFarmers are still waiting."


def read(text: str, path: str = "x.en.txt") -> Article:
    article = read_text(ARTICLE, "x.txt")
    config = make_config(Path("/nowhere"))
    return read_version(text.encode(), path=path, modified=of_file(0), config=config, article=article)


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(DigestError) as error:
        read(text)
    return [(problem.where, problem.problem) for problem in error.value.problems]


def test_it_has_its_own_headline_text_and_authors_and_the_date_of_its_article() -> None:
    version = read(f"Author: Jane Field\nUpdated: 2026-11-22\n\n{TEXT}")
    assert (version.title.text, version.authors) == ("The harvest is late", ("Jane Field",))
    assert version.date == read_text(ARTICLE, "x.txt").date
    assert version.updated
    assert version.warnings == ()


def test_it_needs_no_date() -> None:
    assert read(TEXT).warnings == ()


def test_a_source_stays_in_its_text() -> None:
    version = read(f"{TEXT}\n\nSource: Reuters")
    assert "Source: Reuters" in [sentence.text for sentence in version.sentences()]


def test_what_its_article_says_for_both_is_not_used_and_its_line_is_named() -> None:
    version = read(f"Author: Jane Field\nSection: economy\nTags: a, b\n\n{TEXT}")
    assert [(warning.where, warning.problem) for warning in version.warnings] == [
        ("x.en.txt:2", "`Section` is not used in a version"),
        ("x.en.txt:3", "`Tags` is not used in a version"),
    ]


@pytest.mark.parametrize("line", ["Draft: yes", "Expires: 2027-01-01", "Withdrawn: It was wrong."])
def test_a_line_that_would_keep_it_back_is_refused_and_not_passed_over(line: str) -> None:
    name = line.partition(":")[0]
    assert problems(f"Author: Jane Field\n{line}\n\n{TEXT}") == [
        ("x.en.txt:2", f"a version can't say `{name}`: it is published with its article")
    ]


def test_a_text_in_the_language_of_its_article_is_refused() -> None:
    ((where, problem),) = problems("تأخر الموسم\n\nتأخر الموسم ثلاثة أسابيع.")
    assert where == "x.en.txt"
    assert "its text is in Arabic" in problem


def test_a_correction_that_its_article_has_not_is_refused() -> None:
    one = "Correction: 2026-11-21 A name was wrong."
    assert read(f"{one}\n\n{TEXT}").corrections[0].text == "A name was wrong."
    assert problems(f"{one}\n{one}\n\n{TEXT}") == [("x.en.txt:1", "it has a correction that `x.txt` has not")]


def test_a_picture_that_its_article_does_not_have_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(b"")
    version = read("# The harvest is late\n\nFarmers wait.\n\n![A tree](https://example.org/p.png)\n", "x.en.md")
    assert [warning.problem for warning in version.warnings] == [
        "its picture `https://example.org/p.png` is left out: `x.txt` does not have it"
    ]
