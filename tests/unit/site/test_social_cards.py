from pathlib import Path

import pytest

from digest.model import Image
from digest.site.social_cards import card_path
from tests.stories import article, config

FONTS = {"ar": Path("/fonts/ar.ttf"), "en": Path("/fonts/en.ttf")}


def test_a_story_without_a_picture_has_a_card() -> None:
    assert card_path(article("عنوان", slug="قمح"), None, config(card_font_files=FONTS)) == "cards/قمح.png"


@pytest.mark.parametrize(
    ("path", "picture", "fonts"),
    [
        ("first.txt", None, {}),
        ("first.txt", Image(path="a.jpg"), FONTS),
        ("pages/contact.txt", None, FONTS),
    ],
)
def test_there_is_none_without_fonts_beside_a_picture_and_for_a_page_in_no_list(
    path: str, picture: Image | None, fonts: dict[str, Path]
) -> None:
    assert not card_path(article("عنوان", path=path), picture, config(card_font_files=fonts))
