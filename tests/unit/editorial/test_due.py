from datetime import UTC, datetime, timedelta

from digest.editorial.due import due
from tests.stories import article

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_articles_of_a_later_date_and_those_that_expire_are_due_the_nearest_first() -> None:
    articles = [
        article("a", path="later.txt", date=NOW + 2 * DAY),
        article("b", path="ends.txt", date=NOW - DAY, expires=NOW + DAY),
        article("c", path="both.txt", date=NOW + DAY, expires=NOW + 3 * DAY),
        article("d", path="draft.txt", date=NOW + DAY, draft=True),
        article("e", path="old.txt", date=NOW - DAY, expires=NOW - DAY / 2),
        article("f", path="pages/new.txt", date=NOW + DAY, date_origin="file"),
    ]
    assert [(each.path, each.appears) for each in due(articles, NOW)] == [
        ("both.txt", True),
        ("ends.txt", False),
        ("later.txt", True),
        ("both.txt", False),
    ]
