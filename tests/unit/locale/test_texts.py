import pytest

from digest.locale.texts import CATEGORIES, default_texts, flat
from digest.model import LANGS, Lang


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_is_one_or_one_for_each_kind_of_number(lang: Lang) -> None:
    texts = default_texts(lang)
    assert isinstance(texts["home"], str)
    assert all(isinstance(text, str) or text.keys() <= CATEGORIES for text in texts.values())


def test_a_key_in_a_table_has_the_name_of_the_table_before_it() -> None:
    assert flat({"home": "a", "badge": {"draft": "b"}, "days": {"one": "c", "other": "d"}}) == {
        "home": "a",
        "badge.draft": "b",
        "days": {"one": "c", "other": "d"},
    }
