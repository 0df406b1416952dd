"""What authors should know of the content folder, beside the warnings of each article."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from digest.content.listing import Source, Sources
from digest.content.warnings import warnings_of
from digest.errors import Problem
from digest.model import Article
from tests.reading import make_config, read_text

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    return changed(read_text("عنوان\n\nنص الخبر هنا.", "news/a.txt"), date=NOW)


def warnings(
    articles: Sequence[Article], *sidecars: str, drafts: bool = False, others: tuple[Problem, ...] = ()
) -> list[Problem]:
    sources = Sources(articles=(), sidecars=dict.fromkeys(sidecars, (1, 2, 3, 4)), warnings=others)
    config = replace(make_config(Path("/nowhere")), time_zone="Asia/Damascus")
    return list(warnings_of(sources, articles, now=NOW, drafts=drafts, config=config, moved={}))


def test_a_folder_in_which_all_is_well_has_no_warnings(article: Article) -> None:
    assert warnings([article], "news/a.en.po") == []


def test_a_folder_without_articles_says_so(article: Article) -> None:
    (warning,) = warnings([])
    assert (warning.where, warning.problem) == ("content/", "there is no article in it")


def test_files_that_look_like_articles_come_first(article: Article) -> None:
    problem = Problem("a `.docx` file is not read", "x.docx")
    assert [each.where for each in warnings([article], "lost.en.po", others=(problem,))] == ["x.docx", "lost.en.po"]


def test_an_article_of_a_later_date_is_named_with_the_time_at_which_it_appears(article: Article) -> None:
    (warning,) = warnings([changed(article, date=NOW + timedelta(minutes=1))])
    assert warning.where == "news/a.txt"
    assert "it is dated 2026-11-20 15:01 +03 and not published before" in warning.problem


def test_an_article_of_a_later_date_is_no_surprise_as_a_draft_or_where_drafts_are_shown(article: Article) -> None:
    later = changed(article, date=NOW + timedelta(days=1))
    (problem,) = warnings([changed(later, draft=True)])
    assert problem.problem == "it is a draft, and left out"
    assert warnings([later], drafts=True) == []


def test_a_sidecar_without_an_article_is_named(article: Article) -> None:
    found = warnings([article], "news/a.en.po", "z.en.po", "b.ar.po", "news/a.fr.po")
    assert [(each.where, each.problem) for each in found] == [
        ("b.ar.po", "a sidecar without an article"),
        ("news/a.fr.po", "a sidecar without an article"),
        ("z.en.po", "a sidecar without an article"),
    ]


def test_a_sidecar_in_the_language_of_its_article_is_named_with_the_remedy(article: Article) -> None:
    (warning,) = warnings([article], "news/a.ar.po")
    assert (warning.where, warning.problem) == ("news/a.ar.po", "a sidecar in the language of its article")
    assert "`news/a.en.po`" in warning.hint
    assert "Lang:" in warning.hint


def test_a_draft_keeps_its_sidecar(article: Article) -> None:
    (problem,) = warnings([changed(article, draft=True)], "news/a.en.po")
    assert problem.problem == "it is a draft, and left out"


def test_a_sidecar_beside_a_version_and_a_version_that_is_not_used_are_told_of(article: Article) -> None:
    def told(*versions: str) -> list[tuple[str, str]]:
        beside = [Source(path, (1, 2, 3, 4)) for path in versions]
        sources = Sources(
            articles=(), sidecars={"news/a.en.po": (1, 2, 3, 4)}, warnings=(), versions={article.path: beside}
        )
        found = warnings_of(sources, [article], now=NOW, drafts=False, config=make_config(Path("/nowhere")), moved={})
        return [(each.where, each.problem) for each in found]

    unused = "its article has a version of its own, `news/a.en.txt`, so this sidecar is not used"
    assert told("news/a.en.txt") == [("news/a.en.po", unused)]
    assert told("news/a.en.md", "news/a.en.txt")[1:] == [
        ("news/a.en.txt", "its article has another version, `news/a.en.md`")
    ]
    assert told("news/a.ar.txt") == [
        ("news/a.ar.txt", "by its name it is a version of `news/a.txt`, in the language of that")
    ]
