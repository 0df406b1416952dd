import pytest

from digest.model import Lang
from digest.quality.quantities import differ, halves, named, parts, prices


@pytest.mark.parametrize(
    ("source", "counterpart", "lang"),
    [
        ("ثمنه 5 دولارات.", "It costs 5 euros.", "ar"),
        ("في 3 آذار.", "On 3 May.", "ar"),
        ("ارتفع 5 بالمئة.", "It rose by 5.", "ar"),
        ("الساعة 7 مساء.", "At 7 a.m.", "ar"),
        ("بلغت الحرارة -4 درجات.", "It was 4 degrees.", "ar"),
        ("فاز 3-1.", "It won 1-3.", "ar"),
        ("On 3 May.", "في 3/6.", "en"),
    ],
)
def test_what_goes_with_a_number_was_changed(source: str, counterpart: str, lang: Lang) -> None:
    assert differ(source, counterpart, lang)


@pytest.mark.parametrize(
    ("source", "counterpart", "lang"),
    [
        ("ثمنه 5 دولارات.", "It costs $5.", "ar"),
        ("في 5/3/2026.", "On 5 March 2026.", "ar"),
        ("On 3/5/2026.", "في 5 آذار 2026.", "en"),
        ("ارتفع إلى النصف.", "It rose to 50 per cent.", "ar"),
    ],
)
def test_what_is_plain_may_be_left_out_or_said_otherwise(source: str, counterpart: str, lang: Lang) -> None:
    assert not differ(source, counterpart, lang)


def test_a_date_in_digits_is_read_in_the_order_of_its_language() -> None:
    assert differ("في 5/3/2026.", "In May 2026.", "ar")
    assert not differ("On 5/3/2026.", "في أيار 2026.", "en")
    with pytest.raises(KeyError):
        differ("5/3/2026", "5/3/2026", "fr")  # type: ignore[arg-type]


def test_each_kind_is_counted_by_itself() -> None:
    assert named("5 دولارات في كانون الثاني") == {"dollar", "1"}
    assert parts("5 per cent, or two percentage points") == {"percent", "points"}
    assert halves("من 9 صباحا إلى 21:00") == {"am": 1, "pm": 1}
    assert prices("$5, 3 million euros and 7 dogs") == {"dollar": 1, "euro": 1}
