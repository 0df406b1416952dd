from dataclasses import fields

from digest.config import SETTINGS, Config
from digest.settings import setting


def test_a_setting_without_an_example_shows_its_default() -> None:
    described = setting("number", "Stories.", default=20, low=1, high=30).metadata["setting"]
    assert (described.example, described.low, described.high) == (20, 1, 30)


def test_every_value_of_a_site_that_has_a_comment_is_a_setting_with_the_default_that_it_names() -> None:
    defaults = {each.name: each for each in fields(Config)}
    assert len(SETTINGS) >= 22
    for each in SETTINGS:
        assert each.comment.endswith((".", ").", "…"))
        own = defaults[each.key]
        assert each.kind == "folder" or own.default == each.default or own.default_factory is dict
