from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from digest.content.listing import Sources
from digest.content.warnings import warnings_of
from digest.errors import Problem
from digest.model import Article
from tests.reading import make_config, read_text

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def article(path: str, **more: object) -> Article:
    return replace(read_text("Date: 2019-11-14\n\nA headline\n\nThe text."), path=path, **more)


def found(*articles: Article, drafts: bool = False) -> list[Problem]:
    nothing = Sources(articles=(), sidecars={}, warnings=())
    return list(warnings_of(nothing, articles, now=NOW, drafts=drafts, config=make_config(Path("/nowhere")), moved={}))


def test_drafts_and_expired_articles_are_each_told_of_once() -> None:
    over = NOW - timedelta(days=1)
    drafts = [article(f"{name}.txt", draft=True) for name in "abcdef"]
    expired = [article("x.txt", expires=over), article("y.txt", expires=over)]
    told = found(*drafts, *expired, article("z.txt"))
    assert [(problem.where, problem.problem) for problem in told] == [
        ("a.txt", "it is a draft, and left out; so are `b.txt`, `c.txt`, `d.txt` and 2 more"),
        ("x.txt", "it has expired, and is left out; so is `y.txt`"),
    ]
    assert all(problem.hint for problem in told)


def test_what_is_shown_is_not_told_of() -> None:
    later = NOW + timedelta(days=1)
    assert found(article("a.txt"), article("b.txt", expires=later)) == []
    assert found(article("a.txt", draft=True), drafts=True) == []
