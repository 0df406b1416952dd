"""What newsrooms write into the text itself: told from a sentence that only looks like it."""

import pytest

from digest.content import conventions
from digest.content.conventions import Item


@pytest.mark.parametrize(
    "mark",
    [
        *("عاجل: ", "عاجل | ", "عاجل.. ", "عاجل… ", "عاجل! ", "#عاجل ", "خبر عاجل - ", "عاجل / "),
        *("BREAKING: ", "Breaking news – ", "⚡ عاجل: ", "🔴 عاجل | "),
        *("(عاجل) ", "[عاجل]: ", "🔴 (خبر عاجل) ", "عاااجل: ", "**عاجل:** ", "**عاجل**: ", "(BREAKING) "),
        *("*عاجل* ", "*عاجل:* ", "عاجلٌ: ", "عاجل جداً: "),
    ],
)
def test_a_ticker_line_says_where_its_text_begins(mark: str) -> None:
    line = f"{mark}وصل الوفد"
    place = conventions.ticker(line, ())
    assert place is not None
    assert line[place:] == "وصل الوفد"


def test_a_ticker_mark_alone_ends_with_its_line() -> None:
    assert conventions.ticker("عاجل", ()) == len("عاجل")


@pytest.mark.parametrize(
    "line", ["عاجلا أو آجلا", "قرار عاجل: نعم", "Breaking the ice in the north", "تحديث: وصل", "(عاجلا)", "**عاجل", ""]
)
def test_a_line_that_only_holds_such_a_word_is_no_ticker(line: str) -> None:
    assert conventions.ticker(line, ()) is None


def test_a_site_may_have_ticker_words_of_its_own() -> None:
    assert conventions.ticker("تحديث: وصل", ("تحديث",)) == len("تحديث: ")
    assert conventions.ticker("عاجل: وصل", ("تحديث",)) == len("عاجل: ")


@pytest.mark.parametrize(
    ("dateline", "text"),
    [
        ("القاهرة (رويترز)", " - قال الوزير"),
        ("دمشق - سانا", " - قال الوزير"),
        ("بيروت", " - قال الوزير"),
        ("غزة/ الأناضول", "/ قال الوزير"),
        ("رويترز - القاهرة", ": قال الوزير"),
        ("سانا - دمشق، 12 آذار", " - قال الوزير"),
        ("(أ ف ب)", " - قال الوزير"),
        ("دمشق_سانا", ": قال الوزير"),
        ("القاهرة _ رويترز", " _ قال الوزير"),
        ("[رويترز]", ": قال الوزير"),
        ("بغداد/ المرصد", ": قال الوزير"),
        ("الكويت - 12 - 3 (كونا)", " -- قال الوزير"),
        ("REUTERS - CAIRO", ": Heavy winds"),
        ("(AFP)", " - Heavy winds"),
        ("BEIRUT (Reuters)", " - Heavy winds"),
        ("CAIRO, Nov. 14 (AP)", " — Heavy winds"),
    ],
)
def test_a_dateline_ends_before_its_dash_and_the_text_begins_after_it(dateline: str, text: str) -> None:
    span = conventions.dateline(dateline + text)
    assert span is not None
    assert (dateline + text)[: span[0]] == dateline
    assert (dateline + text)[span[1] :] == text.lstrip(" -—/:_")


@pytest.mark.parametrize(
    "text", ["قال الوزير - وهو غاضب - إن", "في المدينة", "القاهرة.. مدينة لا تنام", "القاهرة (رويترز) - ", ""]
)
def test_a_dash_in_a_sentence_ends_no_dateline(text: str) -> None:
    assert conventions.dateline(text) is None


@pytest.mark.parametrize(
    "line", ["واشنطن - وكالات", "واشنطن", "دمشق (سانا)", "غزة - رام الله", "Cairo - AFP", "واس - الرياض"]
)
def test_a_line_may_be_a_dateline_and_nothing_else(line: str) -> None:
    assert conventions.is_dateline(line)
    assert conventions.is_dateline(f"{line}: ")


@pytest.mark.parametrize("line", ["واشنطن تعلن الحداد", "وكالات", "واشنطن - " + "وكالات - " * 10, ""])
def test_a_headline_is_no_dateline(line: str) -> None:
    assert not conventions.is_dateline(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("بقلم: ليلى حسن", ("ليلى حسن",)),
        ("كتبت/ ليلى حسن", ("ليلى حسن",)),
        ("بقلم ليلى حسن وسامي", ("ليلى حسن وسامي",)),
        ("إعداد: ليلى حسن و سامي نور", ("ليلى حسن", "سامي نور")),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Written by: Jane Doe", ("Jane Doe",)),
        ("By: Jane Doe", ("Jane Doe",)),
        ("بقلم: د. ليلى حسن", ("د. ليلى حسن",)),
        ("كتبت - ليلى حسن", ("ليلى حسن",)),
        ("إعداد / سامي نور", ("سامي نور",)),
        ("By Dr. Jane J. Doe", ("Dr. Jane J. Doe",)),
        ("author: jane doe", ("jane doe",)),
        ("إعداد محمد علي", ("محمد علي",)),
        ("كتبت فاطمة الزهراء", ("فاطمة الزهراء",)),
        ("تقرير أحمد حسن", ("أحمد حسن",)),
        ("كتب - سامي نور:", ("سامي نور",)),
        ("سامي نور - القاهرة", ("سامي نور",)),
    ],
)
def test_a_byline_says_who_wrote(line: str, names: tuple[str, ...]) -> None:
    assert conventions.byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By the river",
        "كتب الوزير رسالة",
        "كتب علي رسالة إلى الوزير",
        "إعداد خطة وطنية",
        "قمة عربية - القاهرة",
        "تقرير سنوي",
        "بقلم: " + "اسم " * 13,
        "By Jane Doe. She left",
        "By 2019 it was",
    ],
)
def test_a_sentence_that_begins_like_a_byline_is_none(line: str) -> None:
    assert conventions.byline(line) == ()


def test_names_are_parted_at_commas_and_at_a_conjunction_that_stands_alone() -> None:
    assert conventions.names("ليلى حسن، سامي و نور, A and B & C؛ ليلى حسن") == (
        "ليلى حسن",
        "سامي",
        "نور",
        "A",
        "B",
        "C",
    )
    assert conventions.names("وليد وردة") == ("وليد وردة",)
    assert conventions.names(" ، ") == ()


def test_tags_are_parted_at_commas_and_semicolons_and_each_is_named_once() -> None:
    assert conventions.terms("مناخ، طاقة; نفط و غاز, مناخ؛") == ("مناخ", "طاقة", "نفط و غاز")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("المصدر: رويترز", ("رويترز", None)),
        ("المصدر | رويترز", ("رويترز", None)),
        ("المصدر: وكالة الأنباء (https://example.org/a).", ("وكالة الأنباء", "https://example.org/a")),
        ("Source: https://example.org/a,", (None, "https://example.org/a")),
        ("sources : AP, AFP.", ("AP, AFP", None)),
        ("نقلا عن: الصحيفة", ("الصحيفة", None)),
        ("(المصدر: رويترز)", ("رويترز", None)),
    ],
)
def test_a_source_line_names_the_source_and_its_address(line: str, source: tuple[str | None, str | None]) -> None:
    assert conventions.source(line) == source


@pytest.mark.parametrize("line", ["المصدر الأول للدخل", "المصدر:", "قال المصدر: نعم"])
def test_a_line_that_only_holds_the_word_names_no_source(line: str) -> None:
    assert conventions.source(line) is None


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("- بند", Item(2, None)),
        ("•  بند", Item(3, None)),
        ("— بند", Item(2, None)),
        ("1. بند", Item(3, 1)),
        ("١- بند", Item(3, 1)),
        ("(2) بند", Item(4, 2)),
        ("[12] item", Item(5, 12)),
        ("3)item", Item(2, 3)),
        ("۴. بند", Item(3, 4)),
        ("1- 0100-222-333", Item(3, 1)),
        ("③ بند", Item(2, 3)),
        ("⑳بند", Item(1, 20)),
        ("2\ufe0f\u20e3 بند", Item(4, 2)),
        ("•بند", Item(1, None)),
        ("▪\ufe0fبند", Item(2, None)),
        ("-بند", Item(1, None)),
        ("-- بند", Item(3, None)),
        *((f"{sign} بند", Item(2, None)) for sign in "⁃∙◆◇★☆✦➔→▸▫✅🔹👉٭۞⦁~+"),
    ],
)
def test_the_mark_of_a_list_item_is_read(line: str, item: Item) -> None:
    assert conventions.item(line) == item


@pytest.mark.parametrize(
    "line",
    ["-5 درجات", "2019 كان عاما", "1.5 مليون", "10-15 شخصا", "1 - 0", "- ", "1.", "بند", "☎ 123", "□□□", "« بند", ""],
)
def test_a_number_or_a_dash_that_begins_a_sentence_marks_no_item(line: str) -> None:
    assert conventions.item(line) is None


@pytest.mark.parametrize(
    "dateline",
    [
        "القاهرة - من ليلى حسن - ",
        "دمشق – من سامي نور (رويترز) – ",
        "بيروت - ليلى حسن - ",
        "عمّان - بترا - سامي نور - ",
        "لندن - «القدس العربي» - ",
        "الرياض: «الشرق الأوسط» ",
        'غزة - "الأخبار": ',
        "موسكو، 12 مارس – سبوتنيك. ",
        "جدة - واس ",
        "تونس - 12 مارس 2024 (وات) / ",
        "نيويورك (الأمم المتحدة) - أ ش أ - ",
        "RABAT (MAP) -",
        "القاهرة – عربي21: ",
    ],
)
def test_a_dateline_goes_on_with_who_wrote_it(dateline: str) -> None:
    text = f"{dateline}قال المدير إن السوق فتح أبوابه."
    found = conventions.dateline(text)
    assert found
    assert text[found[1] :] == "قال المدير إن السوق فتح أبوابه."


@pytest.mark.parametrize(
    "text", ["غزة - معا نحو حل عادل لأهلها", "دمشق - محمد يعود إلى بيته", "تونس - من يحكم المدينة؟"]
)
def test_a_text_after_a_city_is_not_of_the_dateline(text: str) -> None:
    found = conventions.dateline(text)
    assert found
    assert text[: found[0]] in ("غزة", "دمشق", "تونس")


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("تقرير: سامي نور", ("سامي نور",)),
        ("تقرير: رولا خوري", ("رولا خوري",)),
        ("تحقيق: سامي نور وليلى حسن", ("سامي نور", "ليلى حسن")),
        ("حاورته: ليلى حسن", ("ليلى حسن",)),
        ("أجرى الحوار: سامي نور", ("سامي نور",)),
        ("بقلم الأستاذة ليلى حسن", ("الأستاذة ليلى حسن",)),
        ("تقرير: خاص", ()),
        ("تقرير: منظمة العفو", ()),
        ("تقرير: حقوقي دولي", ()),
        ("تقرير: مقتضب", ()),
    ],
)
def test_a_report_is_by_a_person_or_about_something(line: str, authors: tuple[str, ...]) -> None:
    assert conventions.byline(line) == authors
    assert bool(authors) or not conventions.is_credit(line)


@pytest.mark.parametrize(
    "line", ["المصدر: لا صحة للأنباء", "المصدر: تم القبض على المتهم", "المصدر: العملية انتهت", "Source: no comment"]
)
def test_what_a_source_said_is_no_source(line: str) -> None:
    assert conventions.source(line) is None


def test_a_source_may_stand_behind_a_stroke() -> None:
    assert conventions.source("المصدر/ وكالات") == ("وكالات", None)
