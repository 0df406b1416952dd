from datetime import UTC, date, datetime

import pytest

from digest.importing.article_file import path_of, slug_of, text_of
from digest.importing.item import Item


def item(**fields: object) -> Item:
    return Item(**({"where": "x", "title": 'A: "title"\n---'} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": "خبر-أول", "date": date(2019, 5, 14)}, "2019-05-14-خبر-أول.md"),
        ({"title": "Our News"}, "our-news.md"),
        ({"name": "contact", "page": True, "date": date(2019, 5, 14)}, "pages/contact.md"),
        ({"name": "!!", "title": "؟"}, "article.md"),
        ({"name": "ب" * 300}, f"{'ب' * 60}.md"),
    ],
)
def test_a_file_is_called_as_its_address_was(fields: dict[str, object], path: str) -> None:
    made = item(**fields)
    assert path_of(made, slug_of(made), "") == path


def test_the_head_says_what_is_known_and_keeps_the_rest_as_comments() -> None:
    made = item(
        date=datetime(2019, 5, 14, 7, tzinfo=UTC),
        updated=datetime(2019, 5, 14, 7, tzinfo=UTC),
        tags=("a", "b"),
        others={"licence": "CC\nBY"},
    )
    assert text_of(made, "Text.\n", ["https://old.example/x/"]) == (
        "---\ntitle: 'A: \"title\" ---'\ndate: 2019-05-14 07:00+00:00\ntags:\n- a\n- b\naliases:\n"
        "- https://old.example/x/\n# licence: CC BY\n---\n\nText.\n"
    )
