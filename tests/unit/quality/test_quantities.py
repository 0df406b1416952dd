"""What goes with a number: left out or added it has no flag, changed it has one."""

import pytest

from digest import quality
from digest.model import Lang
from digest.quality import quantities

RIGHT: list[tuple[Lang, str, str]] = [
    ("ar", "تبدأ الجلسة الساعة 7:30 مساءً.", "The session starts at 7:30 p.m."),
    ("ar", "تبدأ الجلسة الساعة 7:30 مساءً.", "The session starts at 19:30."),
    ("ar", "تبدأ الجلسة الساعة 7 مساء.", "The session starts at 7 pm."),
    ("ar", "تبدأ الجلسة في السابعة صباحا.", "The session starts at 7am."),
    ("ar", "تبدأ الجلسة في السابعة إلا ربعا.", "The session starts at 6:45."),
    ("ar", "تبدأ الجلسة الساعة السابعة والربع.", "The session starts at 7:15."),
    ("ar", "تبدأ الجلسة الساعة السابعة والثلث.", "The session starts at 7:20."),
    ("ar", "تبدأ الجلسة الساعة السابعة وعشر دقائق.", "The session starts at 7:10."),
    ("ar", "تبدأ الجلسة الساعة السابعة والنصف مساء.", "The session starts at half past seven in the evening."),
    ("en", "The session starts at half past seven.", "تبدأ الجلسة في الساعة 7:30."),
    ("en", "The session starts at a quarter to seven.", "تبدأ الجلسة في الساعة 6:45."),
    ("en", "The session starts at midnight.", "تبدأ الجلسة الساعة 00:00."),
    ("ar", "يوم 3 كانون الثاني 2025.", "On January 3, 2025."),
    ("ar", "يوم 3 كانون الثاني 2025.", "On 3/1/2025."),
    ("ar", "يوم 03/01/2025.", "On 3 January 2025."),
    ("ar", "يوم 03/01/2025.", "On January 3, 2025."),
    ("ar", "يوم 2025-01-03.", "On January 3, 2025."),
    ("ar", "يوم ٣/١/٢٠٢٥.", "On 3 January 2025."),
    ("ar", "يوم 3 يناير/كانون الثاني 2025.", "On 3 January 2025."),
    ("ar", "في 12 رمضان 1446 هـ.", "On 12 Ramadan 1446 AH."),
    ("ar", "في 12 رمضان 1446هـ (12 مارس 2025م).", "On 12 Ramadan 1446 (March 12, 2025)."),
    ("ar", "ثمن السيارة 20 ألف دولار.", "The car costs $20,000."),
    ("ar", "ثمن السيارة 20 ألف دولار أميركي.", "The car costs US$20,000."),
    ("ar", "ثمن السيارة 20 ألف يورو.", "The car costs €20,000."),
    ("ar", "ثمن السيارة 20 ألف جنيه إسترليني.", "The car costs £20,000."),
    ("ar", "ثمن السيارة 3 ملايين دولار.", "The car costs $3m."),
    ("ar", "ثمن السيارة ٢٫٥ مليار دولار.", "It costs $2.5bn."),
    ("ar", "ثمن السيارة ٢٬٥٠٠ دولار.", "It costs $2,500."),
    ("ar", "تراجع 0.5 نقطة مئوية.", "It fell 0.5 percentage points."),
    ("ar", "تراجع نصف نقطة مئوية.", "It fell 0.5 percentage points."),
    ("ar", "تراجع بنسبة 2%.", "It fell by 2 percent."),
    ("ar", "تراجع بنسبة ٪٢.", "It fell by 2%."),
    ("ar", "تراجع بنسبة اثنين في المئة.", "It fell by 2%."),
    ("ar", "بين 10 و15 شخصا.", "10-15 people."),
    ("ar", "بين 10-15 شخصا.", "ten to fifteen people."),
    ("ar", "فاز 3-1.", "They won 3-1."),
    ("ar", "فاز بثلاثة أهداف مقابل هدف.", "They won 3-1."),
    ("ar", "فاز بثلاثة أهداف لهدف واحد.", "They won 3-1."),
    ("ar", "فاز (3 – 1).", "They won 3–1."),
    ("ar", "درجة الحرارة -5 مئوية.", "The temperature is -5 Celsius."),
    ("ar", "درجة الحرارة 5 تحت الصفر.", "The temperature is -5."),
    ("ar", "درجة الحرارة 5 تحت الصفر.", "The temperature is minus 5."),
    ("ar", "ثلاثة أرباع السكان.", "75% of the population."),
    ("ar", "ربع السكان.", "25% of the population."),
    ("en", "It costs $2.5bn.", "تبلغ كلفتها 2.5 مليار دولار."),
    ("en", "It costs $2.5 billion.", "تبلغ كلفتها مليارين ونصف المليار دولار."),
    ("en", "It costs $3m.", "تبلغ كلفتها ثلاثة ملايين دولار."),
    ("en", "It costs £3.5k.", "تبلغ كلفتها 3500 جنيه."),
    ("en", "Ages 18-24.", "من 18 إلى 24 عاما."),
    ("en", "at 07:00 GMT.", "عند السابعة صباحا بتوقيت غرينتش."),
    ("en", "at 15:00.", "عند الثالثة عصرا."),
    ("en", "at 3pm.", "الساعة 15:00."),
    ("en", "at 3pm.", "الساعة الثالثة عصرا."),
    ("en", "on 9/11.", "في 11 أيلول."),
    ("en", "on 9/11.", "في 11 سبتمبر."),
    ("en", "minus 5 degrees.", "5 درجات تحت الصفر."),
    ("en", "a 2-0 win.", "فوز بهدفين دون رد."),
    ("en", "It costs 5 dollars.", "ثمنه 5 دولارات."),
    ("en", "It costs €5m.", "ثمنه 5 ملايين يورو."),
    ("en", "It costs 5 euros.", "ثمنه 5 يورو."),
    ("en", "It costs ¥500.", "ثمنه 500 ين."),
    ("en", "USD 500.", "500 دولار."),
    ("en", "EUR 500.", "500 يورو."),
    ("en", "SAR 500.", "500 ريال سعودي."),
]

WRONG: list[tuple[Lang, str, str]] = [
    ("ar", "تبدأ الجلسة الساعة 7:30 مساءً.", "The session starts at 7.30 a.m."),
    ("ar", "تبدأ الجلسة الساعة 7:30 مساءً.", "The session starts at 7:30 in the morning."),
    ("ar", "تبدأ الجلسة الساعة 7:30 صباحا.", "The session starts at 19:30."),
    ("ar", "تبدأ الجلسة الساعة 19:30.", "The session starts at 7:30 am."),
    ("en", "The session starts at 7:30 pm.", "تبدأ الجلسة الساعة 7:30 صباحا."),
    ("en", "The session starts at 5 am.", "تبدأ الجلسة الساعة 5 مساء."),
    ("ar", "يوم 03/01/2025.", "On 1 March 2025."),
    ("ar", "يوم 3 كانون الثاني 2025.", "On December 3, 2025."),
    ("ar", "يوم 3 كانون الثاني.", "On December 3."),
    ("ar", "يوم 3 يناير 2025.", "On June 3, 2025."),
    ("ar", "يوم 5 حزيران.", "On 5 July."),
    ("ar", "يوم 5 كانون الأول.", "On October 5."),
    ("ar", "يوم 5 كانون الأول.", "On January 5."),
    ("en", "On 5 October.", "في 5 تشرين الثاني."),
    ("ar", "خمسينيات القرن التاسع عشر.", "The 1950s."),
    ("ar", "في ثمانينات القرن الثامن عشر.", "In the 1880s."),
    ("en", "The twenties of the nineteenth century.", "عشرينيات القرن العشرين."),
    ("en", "In the 1850s.", "في خمسينيات القرن الثامن عشر."),
    ("ar", "عام 400 بعد الميلاد.", "In 400 B.C."),
    ("ar", "عام 400 ق.م.", "In 400 AD."),
    ("en", "In 400 BC.", "عام 400 للميلاد."),
    ("ar", "من 50 قبل الميلاد إلى 20 ميلادية.", "From 50 B.C. to 20 B.C."),
    ("en", "In October 2024.", "في تشرين الثاني 2024."),
    ("ar", "في 12 رمضان 1446 هـ.", "On 12 Shaban 1446 AH."),
    ("ar", "ثمن السيارة 20 ألف دولار.", "The car costs €20,000."),
    ("ar", "ثمن السيارة 20 ألف دولار.", "The car costs 20,000 euros."),
    ("ar", "ثمن السيارة 20 ألف يورو.", "The car costs $20,000."),
    ("ar", "ثمن السيارة 20 ألف جنيه إسترليني.", "The car costs $20,000."),
    ("en", "The car costs $20,000.", "ثمن السيارة 20 ألف يورو."),
    ("en", "The car costs £20,000.", "ثمن السيارة 20 ألف دولار."),
    ("ar", "تراجع 0.5 نقطة مئوية.", "It fell 0.5 percent."),
    ("ar", "تراجع بنسبة 2%.", "It fell by 2 percentage points."),
    ("ar", "تراجع بنسبة 2%.", "It fell by 2."),
    ("ar", "فاز 3-1.", "They won 1-3."),
    ("ar", "درجة الحرارة -5 مئوية.", "The temperature is 5 Celsius."),
    ("ar", "درجة الحرارة 5 تحت الصفر.", "The temperature is 5."),
    ("en", "The temperature was -5.", "بلغت الحرارة 5 درجات."),
    ("en", "It opens in March.", "يفتتح في أيار."),
    ("en", "It fell 5 percent in May.", "تراجع 5 نقاط مئوية في أيار."),
    ("ar", "دفع 5 ملايين دولار و3 جنيهات.", "He paid 5 million pounds and 3 pounds."),
    ("ar", "خسر 5 دولارات و3 يورو.", "It lost 3 dollars and 5 pounds."),
]


RIGHT += [
    ("ar", "خمسينيات القرن التاسع عشر.", "The 1850s."),
    ("ar", "خمسينيات القرن الماضي.", "The 1950s."),
    ("ar", "ستينيات القرن الحادي والعشرين.", "The 2060s."),
    ("ar", "خمسينيات القرن 19.", "The fifties of the nineteenth century."),
    ("ar", "عام 400 ق.م.", "In 400 BCE."),
    ("ar", "عام 400 للميلاد.", "In A.D. 400."),
    ("ar", "الدكتور سامي -29 عاما- طبيب.", "Dr. Sami, 29, is a doctor."),
    ("ar", "حرارة تحت الصفر.", "Freezing temperatures."),
]


@pytest.mark.parametrize(("lang", "source", "counterpart"), RIGHT)
def test_what_goes_with_a_number_may_be_written_in_many_ways(lang: Lang, source: str, counterpart: str) -> None:
    assert not quantities.differ(source, counterpart, lang)
    assert quality.check(source, counterpart, lang) == ()


@pytest.mark.parametrize(("lang", "source", "counterpart"), WRONG)
def test_what_was_changed_has_a_flag(lang: Lang, source: str, counterpart: str) -> None:
    assert quantities.differ(source, counterpart, lang)
    assert "number" in quality.check(source, counterpart, lang)


def test_what_is_only_left_out_or_added_has_no_flag() -> None:
    assert quality.check("ارتفع السعر 5 دولارات في آذار.", "The price rose by 5.", "ar") == ()
    assert quality.check("وصل إلى 500.", "It reached $500 in March.", "ar") == ()


def test_a_text_names_currencies_and_months_by_a_word_two_words_or_a_symbol() -> None:
    assert quantities.named("بالدولار وعشرين ليرة، $ و€") == {"dollar", "pound", "euro"}
    assert quantities.named("في كانون الثاني ثم كانون الأول") == {"1", "12"}
    assert quantities.named("12 رمضان") == {"ramadan"}
    assert quantities.named("In March he may march in May.") == {"3", "5"}


@pytest.mark.parametrize("text", ["they march on", "he may come", "بين البيوت", "بينما", ""])
def test_a_word_that_only_looks_like_one_names_nothing(text: str) -> None:
    assert quantities.named(text) == set()


def test_percent_is_told_from_points() -> None:
    assert quantities.parts("5% and 3 per cent") == quantities.parts("5 في المئة") == {"percent"}
    assert quantities.parts("2 percentage points") == quantities.parts("نقطتان مئويتان") == {"points"}
    assert quantities.parts("5%, up 2 pp") == {"percent", "points"}
    assert quantities.parts("5 points") == set()


def test_times_of_day_are_counted_in_each_half() -> None:
    assert quantities.halves("from 7 a.m. to 5 pm, or 19:30") == {"am": 1, "pm": 2}
    assert quantities.halves("السابعة صباحا حتى الخامسة مساء") == {"am": 1, "pm": 1}
    assert quantities.halves("at 7:30") == {}


def test_figures_are_counted_in_each_currency() -> None:
    assert quantities.prices("$5 and $6, 7 euros, 8 people") == {"dollar": 2, "euro": 1}
    assert quantities.prices("5 ملايين دولار و3 جنيهات") == {"dollar": 1, "pound": 1}
