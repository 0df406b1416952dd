import pytest

from digest.model import Lang
from digest.render.reading_time import minutes
from tests.stories import Maker


@pytest.mark.parametrize(
    ("sentences", "lang", "expected"), [(1, "ar", 1), (46, "ar", 2), (46, "en", 1), (460, "en", 10)]
)
def test_a_story_takes_the_minutes_that_its_words_take_in_a_language(sentences: int, lang: Lang, expected: int) -> None:
    maker = Maker()
    blocks = [maker.block((f"قال ثلاثًا عن الخبر {n}.", f"He told the news {n}.")) for n in range(sentences)]
    assert minutes(maker.story(("عنوان", "Title"), blocks), lang) == expected
