import datetime

import pytest

from digest.plain_yaml import read_yaml


def test_values_are_read() -> None:
    assert read_yaml("a: [1, x]\nday: 2026-11-20\n") == {"a": [1, "x"], "day": datetime.date(2026, 11, 20)}


@pytest.mark.parametrize(
    "text",
    ["a: [", "- " * 5000, "a: !!python/object/apply:os.system [true]", "a: &a [x]\nb: [*a, *a]", "a: &a\n  - *a", "\0"],
)
def test_what_is_no_plain_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_yaml(text)
