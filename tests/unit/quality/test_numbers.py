"""Numbers: however a right translation writes them it has no flag, a changed one has."""

import pytest

from digest import quality
from digest.model import Lang

RIGHT: list[tuple[Lang, str, str]] = [
    ("en", "The session starts at 12 noon.", "تبدأ الجلسة عند الثانية عشرة ظهرا."),
    ("ar", "تراجع بمقدار 25 نقطة أساس.", "It fell by 25 basis points."),
    ("ar", "المركز الحادي والعشرون.", "The 21st place."),
    ("ar", "المرتبة الثالثة.", "3rd place."),
    ("ar", "المرتبة الـ15.", "15th place."),
    ("ar", "اتصلوا على +216 71 123 456.", "Call +216 71 123 456."),
    ("ar", "اتصلوا على 71123456.", "Call 71 123 456."),
    ("ar", "اتصلوا على 0021671123456.", "Call 0021671123456."),
    ("ar", "الإصدار 2.4.1 متاح.", "Version 2.4.1 is available."),
    ("ar", "الإصدار v3.11 متاح.", "Version v3.11 is available."),
    ("ar", "ثلث السكان.", "A third of the population."),
    ("ar", "ثلثا السكان.", "Two-thirds of the population."),
    ("ar", "ثلاثة أرباع السكان.", "3/4 of the population."),
    ("ar", "نصف مليون شخص.", "500,000 people."),
    ("ar", "نصف مليون شخص.", "Half a million people."),
    ("ar", "ربع مليون شخص.", "250,000 people."),
    ("ar", "مليون ونصف المليون شخص.", "1.5 million people."),
    ("ar", "مليونا شخص.", "2 million people."),
    ("ar", "ألفا شخص.", "2,000 people."),
    ("ar", "مئتا ألف شخص.", "200,000 people."),
    ("ar", "مئات الآلاف.", "Hundreds of thousands."),
    ("ar", "ألفان وخمسمئة.", "2,500."),
    ("ar", "خمسة وعشرون ألفا.", "25,000."),
    ("ar", "ثلاثمائة وخمسة وعشرون.", "325."),
    ("ar", "مئة وعشرون مليونا.", "120 million."),
    ("ar", "أربعة آلاف ومئتان وثلاثة.", "4,203."),
    ("en", "A dozen people.", "12 شخصا."),
    ("en", "Two dozen people.", "24 شخصا."),
    ("en", "500K followers.", "500 ألف متابع."),
    ("en", "One and a half million.", "1.5 مليون."),
    ("en", "Twenty-one people.", "21 شخصا."),
    ("en", "One hundred and five.", "105."),
    ("en", "Twelve hundred.", "1200."),
    ("en", "Nineteen eighty-four.", "1984."),
    ("en", "The 1980s.", "ثمانينيات القرن الماضي."),
    ("en", "The mid-90s.", "منتصف التسعينيات."),
    ("en", "World War II.", "الحرب العالمية الثانية."),
    ("en", "Article 5(2).", "المادة 5 (2)."),
    ("en", "Resolution 2735.", "القرار 2735."),
    ("en", "4x4.", "4×4."),
    ("en", "Covid-19.", "كوفيد-19."),
    ("en", "G7 leaders.", "قادة مجموعة السبع."),
    ("en", "G20 leaders.", "قادة مجموعة العشرين."),
    ("en", "COP28.", "كوب 28."),
    ("en", "F-16 jets.", "طائرات إف-16."),
    ("en", "1 in 5 people.", "واحد من كل خمسة."),
    ("en", "a five-year-old boy.", "طفل عمره 5 سنوات."),
    ("en", "two-day visit.", "زيارة تستغرق يومين."),
    ("en", "a 2-day visit.", "زيارة تستغرق يومين."),
    ("en", "a 2-week truce.", "هدنة لأسبوعين."),
    ("en", "He is 1.85 m tall.", "يبلغ طوله 1.85 مترا."),
    ("en", "5km race.", "سباق 5 كلم."),
    ("en", "10kg of rice.", "10 كغ من الأرز."),
    ("en", "120km/h.", "120 كلم/س."),
    ("en", "5.5 million.", "خمسة ملايين ونصف."),
    ("en", "over 7,000.", "أكثر من سبعة آلاف."),
    ("en", "the 2nd and 3rd.", "الثاني والثالث."),
    ("en", "The service runs 24/7.", "الخدمة على مدار الساعة."),
    ("ar", "ماسح ثلاثي الأبعاد.", "A 3-D scanner."),
    ("en", "A 3D film.", "فيلم ثلاثي الأبعاد."),
    ("ar", "قمة رباعية.", "A summit of 4."),
    ("ar", "بعد هجمات 11 سبتمبر عام 2001.", "After the 9/11 attacks."),
    ("en", "After the attacks of 11 September 2001.", "بعد هجمات 11 أيلول."),
    ("ar", "القرن التاسع عشر.", "The 1800s."),
    ("ar", "القرن العشرين.", "The 1900s."),
    ("ar", "تنبعث منه غازات.", "It emits CO2."),
    ("ar", "فيتامينات مفيدة.", "Vitamin B12 is good."),
    ("ar", "أربع ملايين وخمسمائة شخص.", "Four and a half million people."),
    ("ar", "مليون ومئتان.", "1.2 million."),
    ("ar", "ثلاث ملايين سنة ونصف.", "Three and a half million years."),
    ("ar", "ثلاث سنوات ونصف.", "3.5 years."),
    ("en", "Three years and a half.", "3.5 سنوات."),
    ("ar", "مليارين ونصف المليار.", "2.5 billion."),
    ("ar", "سجل الفريق هدفين.", "The team scored a pair of goals."),
    ("ar", "ثلاثة لاعبين من الأرجنتين.", "Three players of Argentina."),
    ("ar", "أحد عشر لاعبا.", "11 players."),
    ("en", "It costs 5 cents.", "ثمنه 5 سنتات."),
]

WRONG: list[tuple[Lang, str, str]] = [
    ("ar", "تبدأ الجلسة الساعة 07:19.", "It starts at 1907."),
    ("ar", "تبدأ الجلسة الساعة 7:30.", "The session starts at 8:30."),
    ("ar", "يوم 13/01/2025.", "On 12/01/2025."),
    ("ar", "بين 10 و15 شخصا.", "10-50 people."),
    ("ar", "اتصلوا على +216 71 123 456.", "Call +216 71 123 465."),
    ("ar", "ثلاثة ملايين شخص.", "Three billion people."),
    ("ar", "ثلاثة ملايين شخص.", "Three thousand people."),
    ("ar", "خمسة أشخاص.", "Six people."),
    ("en", "Five people died.", "قتل ستة أشخاص."),
    ("en", "2.5 million people.", "2.5 مليار شخص."),
    ("en", "2.5 million people.", "25 مليون شخص."),
    ("en", "$3m.", "3 آلاف دولار."),
    ("ar", "مليونا شخص.", "200,000 people."),
    ("ar", "بلغت ١٬٢٠٠ دولار.", "It was 1.2 dollars."),
    ("ar", "بلغت ١٢٫٥ دولار.", "It was 125 dollars."),
    ("ar", "بلغ 3.5 مليون شخص.", "It was 3.5 people."),
    ("ar", "بلغ 105 آلاف شخص.", "It was 105 people."),
    ("ar", "فاز الفريق بهدفين مقابل هدف.", "The team won by three goals to one."),
    ("ar", "بعد يومين من القتال.", "After four days of fighting."),
    ("ar", "وصلت طائرتان.", "Three planes arrived."),
    ("en", "Two people died.", "قتل ثلاثة أشخاص."),
    ("ar", "القرن الثامن عشر.", "The 1800s."),
    ("ar", "أحد عشر لاعبا.", "Twelve players."),
    ("ar", "ثلاث سنوات ونصف.", "4.5 years."),
]

OPEN: list[tuple[Lang, str, str]] = [
    ("en", "The truce lasts 48 hours.", "تستمر الهدنة يومين."),
    ("en", "He is 1.85 m tall.", "يبلغ طوله 185 سنتيمترا."),
]
"""Right, and flagged all the same: converted units, and idioms."""


@pytest.mark.parametrize(("lang", "source", "counterpart"), RIGHT)
def test_a_right_number_has_no_flag(lang: Lang, source: str, counterpart: str) -> None:
    assert quality.check(source, counterpart, lang) == ()


@pytest.mark.parametrize(("lang", "source", "counterpart"), WRONG)
def test_a_changed_number_has_its_flag(lang: Lang, source: str, counterpart: str) -> None:
    assert "number" in quality.check(source, counterpart, lang)


@pytest.mark.parametrize(("lang", "source", "counterpart"), OPEN)
def test_what_is_still_flagged_by_mistake_is_known(lang: Lang, source: str, counterpart: str) -> None:
    assert quality.check(source, counterpart, lang) == ("number",)
