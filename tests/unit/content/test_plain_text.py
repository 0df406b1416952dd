from datetime import UTC, datetime

import pytest

from tests.reading import MODIFIED, make_config, outline, problems_of, read_text, texts

AS_PASTED = """الخبر العاجل: انقطاع الطريق الساحلي شرق المدينة

الحمداني: ماضون في توسيع الميناء وفتحه أمام السفن الكبيرة

تعهد وزير النقل سالم الحمداني الخميس بأن توسيع الميناء سيكتمل قبل الشتاء، مطمئنا التجار في المدينة.

\u00a0

\u00a0 \u00a0

وأكد الوزير أن العمل مستمر، مضيفا: "لقد عدنا إلى الأرصفة.. يجب ألا نتوقف الآن". وتابع: "سنحتاج إلى مساعدة".
وشدد على أهمية السلامة.

ورحّب التجار بالقرار ترحيباً كبيراً."""


def test_a_pasted_article_becomes_what_its_author_meant() -> None:
    article = read_text(AS_PASTED)
    assert [sentence.text for sentence in article.ticker] == ["انقطاع الطريق الساحلي شرق المدينة"]
    assert article.title.text == "الحمداني: ماضون في توسيع الميناء وفتحه أمام السفن الكبيرة"
    assert [sentence.text[:4] for sentence in article.standfirst] == ["تعهد"]
    assert [block.kind for block in article.blocks] == ["paragraph"] * 3
    assert texts(article.blocks[0]) == [
        'وأكد الوزير أن العمل مستمر، مضيفا: "لقد عدنا إلى الأرصفة.. يجب ألا نتوقف الآن".',
        'وتابع: "سنحتاج إلى مساعدة".',
    ]
    assert article.blocks[2].sentences[0].shown == "ورحّب التجار بالقرار ترحيباً كبيراً."
    assert (article.lang, article.format) == ("ar", "text")


def test_without_a_date_the_files_own_is_used_with_a_warning() -> None:
    article = read_text(AS_PASTED)
    assert (article.date.date(), article.date_origin) == (MODIFIED.date(), "file")
    assert ["no date" in warning.problem for warning in article.warnings] == [True]


def test_every_sentence_leads_back_to_the_file() -> None:
    article = read_text(AS_PASTED)
    for sentence in article.sentences():
        assert AS_PASTED[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize(
    "line",
    [
        "عاجل: وصل الوفد",
        "عاجل | وصل الوفد",
        "#عاجل وصل الوفد",
        "عاجل.. وصل الوفد",
        "خبر عاجل - وصل الوفد",
        "تحديث: وصل الوفد",
    ],
)
def test_a_ticker_line_loses_its_mark(line: str) -> None:
    article = read_text(f"{line}\nالعنوان الكبير للخبر\n\nنص الخبر.", config=make_config(ticker=("تحديث",)))
    assert [sentence.text for sentence in article.ticker] == ["وصل الوفد"]
    assert article.title.text == "العنوان الكبير للخبر"


def test_a_ticker_mark_alone_marks_the_next_line() -> None:
    article = read_text("عاجل\nوصل الوفد\n\nالعنوان\n\nنص الخبر.")
    assert (article.ticker[0].text, article.title.text) == ("وصل الوفد", "العنوان")


def test_paragraphs_set_one_a_line_are_not_joined() -> None:
    article = read_text("عنوان\n\nسطر أول هنا.\nسطر ثان هنا.\nسطر ثالث هنا.")
    assert outline(article) == [
        ("paragraph", "سطر أول هنا."),
        ("paragraph", "سطر ثان هنا."),
        ("paragraph", "سطر ثالث هنا."),
    ]


WRAPPED = """Storm closes the northern ports for a day

BEIRUT (Reuters) - Heavy winds closed the northern ports on Thursday for a
second day, officials said. Ships waited offshore while the authority checked
the cranes at the pier and asked Mr. Haddad to delay loading until the
weekend.

"We will not open before it is safe," the director of the port said. "Nobody
should come today."

- the cranes were locked
- the gates were closed, and the staff were
  sent home

By Rana Khoury
Source: Harbour Authority https://example.org/notice
"""


def test_wrapped_lines_are_joined_and_the_rest_is_told_apart() -> None:
    article = read_text(WRAPPED)
    assert article.lang == "en"
    assert article.dateline is not None
    assert article.dateline.text == "BEIRUT (Reuters)"
    assert [block.kind for block in article.blocks] == ["paragraph", "paragraph", "item", "item", "credit"]
    assert texts(article.blocks[0])[0] == (
        "Heavy winds closed the northern ports on Thursday for a second day, officials said."
    )
    assert texts(article.blocks[3]) == ["the gates were closed, and the staff were sent home"]
    assert article.authors == ("Rana Khoury",)
    assert (article.source, article.url) == ("Harbour Authority", "https://example.org/notice")


def test_how_paragraphs_are_told_apart_can_be_set() -> None:
    text = "عنوان\n\nسطر أول\nسطر ثان\n\nسطر ثالث"
    assert len(read_text(text, config=make_config(paragraphs="line")).blocks) == 3
    assert len(read_text(text, config=make_config(paragraphs="blank")).blocks) == 2


@pytest.mark.parametrize(
    ("line", "place", "begins"),
    [
        ("القاهرة (رويترز) – قال الوزير إنه عاد.", "القاهرة (رويترز)", "قال"),
        ("واشنطن - وكالات - قال الوزير إنه عاد.", "واشنطن - وكالات", "قال"),
        ("دمشق - قال الوزير إنه عاد.", "دمشق", "قال"),
        ("LONDON (AP) — The minister is back.", "LONDON (AP)", "The"),
    ],
)
def test_a_dateline_is_parted_from_the_text(line: str, place: str, begins: str) -> None:
    article = read_text(f"العنوان\n\n{line}")
    assert article.dateline is not None
    assert article.dateline.text == place
    assert article.blocks[0].sentences[0].text.startswith(begins)


def test_a_dateline_may_stand_alone() -> None:
    article = read_text("العنوان\n\nواشنطن - وكالات\n\nعاد الوزير أمس.")
    assert article.dateline is not None
    assert article.dateline.text == "واشنطن - وكالات"


@pytest.mark.parametrize("line", ["الفريق الأول - بعد تعادله - يلعب غدا.", "قال الوزير - وهو طبيب - إنه عاد."])
def test_a_dash_makes_no_dateline(line: str) -> None:
    assert read_text(f"العنوان\n\n{line}").dateline is None


@pytest.mark.parametrize(
    ("text", "authors", "source"),
    [
        ("العنوان\nبقلم: ليلى حسن\n\nعاد الوزير.\nثم غادر.\n\nالمصدر: وكالة الأنباء", ("ليلى حسن",), "وكالة الأنباء"),
        (
            "A headline\nBy Rana Khoury\n\nIt rained.\nThen it stopped.\n\nSource: The Harbour",
            ("Rana Khoury",),
            "The Harbour",
        ),
    ],
)
def test_a_byline_and_a_source_that_the_page_says_in_the_same_words_leave_the_text(
    text: str, authors: tuple[str, ...], source: str
) -> None:
    article = read_text(text)
    assert (article.authors, article.source) == (authors, source)
    assert [block.kind for block in article.blocks] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("above", "below", "authors", "source"),
    [
        ("كتبت: ليلى حسن", "نقلا عن: وكالة الأنباء", ("ليلى حسن",), "وكالة الأنباء"),
        ("إعداد: ليلى حسن و سامي نور", "المصادر: رويترز", ("ليلى حسن", "سامي نور"), "رويترز"),
        ("المصدر : وات", "بقلم: ليلى حسن", ("ليلى حسن",), "وات"),
        ("Written by Rana Khoury", "Sources: The Harbour", ("Rana Khoury",), "The Harbour"),
        ("Source: The Harbour", "By Rana Khoury", ("Rana Khoury",), "The Harbour"),
        ("By Rana Khoury and Sam Doe", "14 November 2019", ("Rana Khoury", "Sam Doe"), None),
    ],
)
def test_a_credit_that_the_page_says_otherwise_or_elsewhere_stays_in_the_text_too(
    above: str, below: str, authors: tuple[str, ...], source: str | None
) -> None:
    article = read_text(f"العنوان\n{above}\n\nعاد الوزير.\n\n{below}")
    assert (article.authors, article.source) == (authors, source)
    assert outline(article) == [("credit", above), ("paragraph", "عاد الوزير."), ("credit", below)]
    assert article.dateline is None


def test_lists_count_up_and_quotes_and_rules_are_seen() -> None:
    article = read_text("العنوان\n\nالنقاط:\n1- الأولى\n2- الثانية\n٣. الثالثة\n\n> قول مأثور.\n\n***\n\nختام النص.")
    assert [(block.kind, block.number, block.quoted) for block in article.blocks] == [
        ("paragraph", None, 0),
        ("item", 1, 0),
        ("item", 2, 0),
        ("item", 3, 0),
        ("paragraph", None, 1),
        ("rule", None, 0),
        ("paragraph", None, 0),
    ]


def test_one_line_that_begins_with_a_dash_is_no_list() -> None:
    assert read_text("العنوان\n\nسطر.\n- قال ذلك ومضى.\nسطر.").blocks[1].kind == "paragraph"


def test_a_short_line_between_long_paragraphs_is_a_subheading() -> None:
    long = "هذه فقرة طويلة فيها كلام كثير عن المدينة والميناء والسوق والناس والبحر والسماء."
    article = read_text(f"العنوان\n\n{long}\nلا وجود للتأجيل\n{long}")
    assert [(block.kind, block.level) for block in article.blocks] == [
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_a_text_without_a_headline_gets_its_first_sentence_with_a_warning() -> None:
    article = read_text("وصل الوفد إلى المدينة. " + "كلام كثير عن الزيارة " * 20 + "\n\nفقرة أخرى.")
    assert article.title.text == "وصل الوفد إلى المدينة."
    assert any("no headline" in warning.problem for warning in article.warnings)
    assert len(article.blocks) == 2


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("الخميس 14 تشرين الثاني 2019", datetime(2019, 11, 13, 23, tzinfo=UTC)),
        ("نشر في: ١٤ نوفمبر ٢٠١٩", datetime(2019, 11, 13, 23, tzinfo=UTC)),
    ],
)
def test_a_line_that_is_a_date_dates_the_article_and_stays_on_the_page(line: str, date: datetime) -> None:
    article = read_text(f"العنوان\n{line}\n\nنص الخبر.")
    assert (article.date, article.date_origin) == (date, "text")
    assert outline(article) == [("credit", line), ("paragraph", "نص الخبر.")]
    article = read_text(f"العنوان\n\nنص الخبر.\n\n{line}")
    assert (article.date, article.date_origin) == (date, "text")
    assert outline(article) == [("paragraph", "نص الخبر."), ("credit", line)]


def test_a_day_called_today_dates_the_article_and_any_other_does_not() -> None:
    today = read_text("العنوان\n\nأكد الوزير اليوم الثلاثاء 24 جانفي 2017 عودته.\nثم غادر.")
    assert (today.date.date().isoformat(), today.date_origin) == ("2017-01-24", "text")
    assert read_text("العنوان\n\nولد الوزير يوم 24 جانفي 1957.\nثم غادر.").date_origin == "file"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "empty"), (" \n\u00a0\r\n\ufeff", "only blanks"), ("عنوان فقط", "no text")],
)
def test_a_file_without_an_article_is_refused(text: str, problem: str) -> None:
    found = problems_of(text)
    assert len(found) == 1
    assert problem in found[0].problem
    assert found[0].where == "story.txt"
    assert found[0].hint


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_breaks_of_every_system_part_paragraphs(ending: str) -> None:
    assert len(read_text(AS_PASTED.replace("\n", ending)).blocks) == 3


@pytest.mark.parametrize(
    ("path", "slug", "section"),
    [
        ("2019-11-14-قمة المناخ.txt", "قمة-المناخ", None),
        ("politics/my_story.txt", "my-story", "politics"),
        ("a/b/..x..txt", "x", "a"),
        ("cafe\u0301.txt", "café", None),
        ("سؤال؟ (1).txt", "سؤال-1", None),
    ],
)
def test_the_name_of_a_file_makes_its_address(path: str, slug: str, section: str | None) -> None:
    article = read_text(AS_PASTED, path)
    assert (article.slug, article.section) == (slug, section)


def test_a_name_without_letters_or_with_an_impossible_date_is_refused() -> None:
    assert "no address" in problems_of(AS_PASTED, "2019-11-14-.txt")[0].problem
    assert "no possible date" in problems_of(AS_PASTED, "2019-13-45-x.txt")[0].problem


def test_what_stands_in_a_page_has_no_open_directional_control() -> None:
    article = read_text("العنوان\n\nنص \u202eمقلوب وأيضا \u2067هنا.")
    assert article.blocks[0].sentences[0].shown == "نص مقلوب وأيضا \u2067هنا.\u2069"
    assert article.blocks[0].sentences[0].text == "نص مقلوب وأيضا هنا."


@pytest.mark.parametrize(
    ("text", "title", "blocks"),
    [
        ("عاجل: حريق في السوق القديم", "حريق في السوق القديم", 0),
        ("عاجل : حريق في السوق القديم\n\nأخمد رجال الإطفاء الحريق صباح اليوم.", "حريق في السوق القديم", 1),
        ("عاجل - حريق في السوق\n\nأخمد الحريق.\n\nولم يصب أحد.", "حريق في السوق", 2),
        ("عاجل/ حريق في السوق\n\nأخمد رجال الإطفاء الحريق الذي شب في السوق", "حريق في السوق", 1),
        ("عاجل: حريق في السوق\nأخمد رجال الإطفاء الحريق.\nولم يصب أحد.", "حريق في السوق", 2),
        ("Flash: fire in the old market\n\nFiremen put it out. Nobody was hurt.", "fire in the old market", 1),
        ("BREAKING - fire in the old market\n\nLONDON (AP) - Firemen put it out", "fire in the old market", 1),
        ("عاجل\n\nحريق في السوق القديم\n\nأخمد الحريق.", "حريق في السوق القديم", 1),
        ("[عاجل] حريق في السوق\n\nأخمد رجال الإطفاء الحريق.", "حريق في السوق", 1),
        ("**عاجل:** حريق في السوق\n\nأخمد رجال الإطفاء الحريق.", "حريق في السوق", 1),
    ],
)
def test_a_flash_has_its_ticker_line_as_headline(text: str, title: str, blocks: int) -> None:
    article = read_text(text)
    assert (article.title.text, article.breaking, len(article.blocks)) == (title, True, blocks)
    assert article.ticker == ()


def test_of_several_ticker_lines_the_first_is_the_headline() -> None:
    article = read_text("عاجل: حريق في السوق\nعاجل: الحريق يتسع\n\nأخمد الحريق.")
    assert (article.title.text, [line.text for line in article.ticker]) == ("حريق في السوق", ["الحريق يتسع"])


def test_a_ticker_line_above_a_headline_stays_a_ticker_line() -> None:
    article = read_text("عاجل: حريق في السوق\n\nالإطفاء يصل إلى السوق القديم\n\nأخمد الحريق.")
    assert (article.title.text, article.breaking) == ("الإطفاء يصل إلى السوق القديم", False)
    assert [line.text for line in article.ticker] == ["حريق في السوق"]


@pytest.mark.parametrize(
    "text",
    [
        "المباراة\n\nتبدأ المباراة في التوقيت التالي:\n14 نوفمبر 2019",
        "المباراة تبدأ في التوقيت التالي:\n14 نوفمبر 2019\n\nوتنتهي مساء.",
        "المباراة\n14 نوفمبر 2019\nالساعة 14:00 الافتتاح\nالساعة 16:00 الختام",
        "The match\n\n14 November 2019\n10:00 opening\n12:00 the match",
        "المباراة\n14 نوفمبر 2019\n- الافتتاح\n- الختام",
        "المباريات\n\n14 نوفمبر 2019\nالافتتاح هنا.\n\n15 نوفمبر 2019\nالختام هنا.",
        "المباراة\n\nقال المدرب إنه جاهز.\n14 نوفمبر 2019\n15 نوفمبر 2019",
        "المباراة\n\nقال المدرب إنه جاهز.\n\n14 نوفمبر 2019\n\nوكان الفريق فاز قبل ذلك.",
        "المباراة\n14 نوفمبر 2031\n\nقال المدرب إنه جاهز.",
        "المباراة\n\nقال المدرب إنه جاهز.\n\n2 مارس 2026",
        "المباراة\n\nأكد المدرب اليوم الجمعة 14 نوفمبر 2031 أنه جاهز.\nثم غادر.",
    ],
)
def test_a_date_that_the_text_tells_of_does_not_date_the_article_and_stays(text: str) -> None:
    article = read_text(text)
    assert (article.date.date(), article.date_origin) == (MODIFIED.date(), "file")
    shown = [sentence.text for sentence in article.sentences()]
    assert all(line in shown for line in text.split("\n") if line and line[0].isdigit())


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("القاهرة 14 نوفمبر (رويترز) - قال إنه عاد.", "القاهرة 14 نوفمبر (رويترز)", ""),
        ("القاهرة (ا ف ب) 14-11-2019 - قال إنه عاد.", "القاهرة (ا ف ب) 14-11-2019", "2019-11-14"),
        ("بيروت، 14 نوفمبر 2019 (أ ف ب) -- قال إنه عاد.", "بيروت، 14 نوفمبر 2019 (أ ف ب)", "2019-11-14"),
        ("القدس العربي - لندن - قال إنه عاد.", "القدس العربي - لندن", ""),
        ("دمشق-سانا- قال إنه عاد.", "دمشق-سانا", ""),
        ("LONDON, Nov. 14, 2019 (AP) — قال إنه عاد.", "LONDON, Nov. 14, 2019 (AP)", "2019-11-14"),
        ("Reuters - London - قال إنه عاد.", "Reuters - London", ""),
        ("LONDON, 14 November 2019 - قال إنه عاد.", "LONDON, 14 November 2019", "2019-11-14"),
        (
            "الرياض 17 ربيع الأول 1441هـ الموافق 14 نوفمبر 2019م واس\nقال إنه عاد.",
            "الرياض 17 ربيع الأول 1441هـ الموافق 14 نوفمبر 2019م واس",
            "2019-11-14",
        ),
        ("القاهرة - رويترز\n14 نوفمبر 2019\nقال إنه عاد.", "القاهرة - رويترز 14 نوفمبر 2019", "2019-11-14"),
        ("14 نوفمبر 2019\nالقاهرة (رويترز) - قال إنه عاد.", "14 نوفمبر 2019 القاهرة (رويترز)", "2019-11-14"),
    ],
)
def test_a_dateline_may_hold_a_date(line: str, place: str, day: str) -> None:
    article = read_text(f"العنوان\n\n{line}\n\nثم غادر.")
    assert article.dateline is not None
    assert article.dateline.text == place
    assert outline(article)[0] == ("paragraph", "قال إنه عاد.")
    assert (article.date.date().isoformat() if article.date_origin == "text" else "") == day


@pytest.mark.parametrize(
    "line",
    [
        "المصدر : وات",
        "المصدر - رويترز",
        "صورة: رويترز",
        "الصورة - أ ف ب",
        "Photo: Reuters",
        "Image / AFP",
        "تصوير: سامي نور",
    ],
)
def test_a_credit_is_no_dateline_and_no_standfirst(line: str) -> None:
    article = read_text(f"العنوان\n\n{line}\n\nعاد الوزير أمس.\nثم غادر.")
    assert (article.dateline, article.standfirst) == (None, ())
    assert outline(article)[0] == ("credit", line)


@pytest.mark.parametrize(
    "line",
    [
        "بقلم الوزير كتب التاريخ أمام الناس",
        "بقلم المدير وقع العقد",
        "تقرير: نصف الآبار بلا ماء",
        "تحقيق: من أخذ المال",
        "By Tuesday the road was open",
        "By Monday Trains Run",
    ],
)
def test_a_sentence_that_begins_like_a_byline_names_no_author(line: str) -> None:
    article = read_text(f"العنوان\n\n{line}\n\nعاد الوزير أمس.\nثم غادر.")
    assert article.authors == ()
    assert line in [sentence.text for sentence in article.sentences()]


@pytest.mark.parametrize("line", ["المصدر: الطبيب نفسه أكد أن الحالة مستقرة", "Source: the doctor said all was well"])
def test_a_sentence_that_begins_like_a_source_line_names_no_source(line: str) -> None:
    article = read_text(f"العنوان\n\nعاد الوزير أمس.\n\n{line}")
    assert article.source is None
    assert outline(article)[-1] == ("paragraph", line)


def test_what_the_header_says_takes_no_credit_out_of_the_text() -> None:
    article = read_text(
        "Title: A\nAuthor: Sam Doe\nSource: The Harbour\n\nBy Rana Khoury\n\nIt rained.\n\nSource: The Pier"
    )
    assert (article.authors, article.source) == (("Sam Doe",), "The Harbour")
    assert [text for _, text in outline(article)] == ["By Rana Khoury", "It rained.", "Source: The Pier"]


def test_a_second_source_line_stays_in_the_text() -> None:
    article = read_text("A\n\nIt rained.\n\nSource: The Harbour\nSource: The Pier")
    assert article.source == "The Pier"
    assert outline(article)[-1] == ("paragraph", "Source: The Harbour")


def test_several_cities_on_lines_of_their_own_are_subheadings() -> None:
    article = read_text("رحلة\n\nباريس\n\nمدينة النور.\n\nروما\n\nمدينة التاريخ.")
    assert article.dateline is None
    assert [block.kind for block in article.blocks] == ["heading", "paragraph"] * 2


@pytest.mark.parametrize("line", ["4 - 1", "25 درجة", "اقرأ أيضا: كل أخبار السوق", "2-1"])
def test_a_score_or_a_pointer_is_no_standfirst(line: str) -> None:
    article = read_text(f"العنوان\n\n{line}\n\nعاد الوزير أمس.\nثم غادر.")
    assert article.standfirst == ()
    assert outline(article)[0] == ("paragraph", line)


def test_a_first_paragraph_above_pointers_only_is_no_standfirst() -> None:
    article = read_text("العنوان\n\nعاد الوزير أمس.\n\nشاهد الصور\nأحدث الأخبار\nالمزيد")
    assert article.standfirst == ()


def test_a_text_that_begins_with_a_dateline_has_no_headline_above_it() -> None:
    article = read_text("القاهرة (رويترز) - عاد الوزير أمس.\n\nثم غادر المدينة.")
    assert article.title.text == "عاد الوزير أمس."
    assert article.dateline is not None
    assert outline(article) == [("paragraph", "عاد الوزير أمس."), ("paragraph", "ثم غادر المدينة.")]
    assert any("no headline" in warning.problem for warning in article.warnings)


@pytest.mark.parametrize(
    ("line", "lead", "items", "rest"),
    [
        ("القرارات كالتالي : * فتح السوق * غلق الطريق", "القرارات كالتالي :", ["فتح السوق", "غلق الطريق"], ""),
        ("القرارات هي: (1) فتح السوق (2) غلق الطريق", "القرارات هي:", ["فتح السوق", "غلق الطريق"], ""),
        ("القرارات: ✅ فتح السوق ✅ غلق الطريق", "القرارات:", ["فتح السوق", "غلق الطريق"], ""),
        ("الأسعار: ـ خبز: 2 ـ حليب: 3 ـ بيض: 4", "الأسعار:", ["خبز: 2", "حليب: 3", "بيض: 4"], ""),
        ("• فتح السوق • غلق الطريق", "", ["فتح السوق", "غلق الطريق"], ""),
        ("The plan: 1) build it 2) paint it 3) open it", "The plan:", ["build it", "paint it", "open it"], ""),
        (
            "القرارات: - فتح السوق. - غلق الطريق. وقال المدير إنه سعيد.",
            "القرارات:",
            ["فتح السوق.", "غلق الطريق."],
            "وقال المدير إنه سعيد.",
        ),
    ],
)
def test_a_list_that_runs_on_in_a_paragraph_is_a_list(line: str, lead: str, items: list[str], rest: str) -> None:
    article = read_text(f"العنوان\n\n{line}")
    expected = [("paragraph", lead), *(("item", item) for item in items), ("paragraph", rest)]
    assert outline(article) == [(kind, text) for kind, text in expected if text]


@pytest.mark.parametrize(
    "line",
    [
        "قال - بعد صمت - إنه عاد.",
        "فاز الفريق 3 - 0 على ضيفه.",
        "المادة 1- والمادة 2- تعدلان.",
        "الموعد: 10 - 12 صباحا.",
    ],
)
def test_dashes_and_numbers_in_a_sentence_make_no_list(line: str) -> None:
    assert outline(read_text(f"العنوان\n\n{line}")) == [("paragraph", line)]


def test_a_tatweel_before_a_word_is_a_dash_and_a_row_of_them_is_nothing() -> None:
    article = read_text("العنوان\n\nوقال ـ بعد صمت ـ إنه عاد.\nـــــــ\nـ ـ ـ\nـ أول\nـ ثان")
    assert outline(article) == [("paragraph", "وقال – بعد صمت – إنه عاد."), ("item", "أول"), ("item", "ثان")]


def test_a_picture_in_plain_text_is_warned_of_with_its_line() -> None:
    article = read_text("العنوان\r\n\r\nنص أول.\r\n![صورة](a.png)\r\n")
    (warning,) = (warning for warning in article.warnings if ":" in warning.where)
    assert (warning.where, warning.excerpt) == ("story.txt:4", "![صورة](a.png)")


@pytest.mark.parametrize("line", ["🎉🎉🎉", "😀 😀", "👏 رائع 👏"])
def test_a_paragraph_of_emoji_is_no_heading(line: str) -> None:
    article = read_text(f"عنوان الخبر\n\nنص أول هنا.\n\n{line}\n\nنص ثان هنا.\n")
    assert [block.kind for block in article.blocks] == ["paragraph"] * 3


@pytest.mark.parametrize(
    "before", ["آخر يوم للتسجيل هو", "يغلق المعرض أبوابه في", "يبدأ التسجيل:", "The fair closes on"]
)
def test_a_date_that_the_line_before_leads_up_to_is_of_the_text(before: str) -> None:
    article = read_text(f"معرض الكتاب\n\nافتتح الوزير المعرض أمس.\n\n{before}\n14 نوفمبر 2019\n")
    assert article.date_origin == "file"
    assert [block.kind for block in article.blocks][-1] == "paragraph"


@pytest.mark.parametrize(
    ("above", "authors", "day"),
    [
        (["14 نوفمبر 2019"], (), "2019-11-14"),
        (["نشر في: الخميس 14/11/2019"], (), "2019-11-14"),
        (["كتبت/ ليلى حسن"], ("ليلى حسن",), ""),
        (["كتبت/ ليلى حسن", "14 نوفمبر 2019"], ("ليلى حسن",), "2019-11-14"),
        (["القاهرة - رويترز"], (), ""),
        (["14 نوفمبر 2999"], (), ""),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_stands_above_the_headline_is_no_headline_and_stays_there(
    above: list[str], authors: tuple[str, ...], day: str, gap: str
) -> None:
    below = ["افتتاح معرض الكتاب", "افتتح الوزير المعرض أمس في المدينة.", "وحضره الناشرون."]
    article = read_text(gap.join([*above, *below]))
    assert article.title.text == "افتتاح معرض الكتاب"
    assert [line.text for line in article.above] == above
    assert (article.authors, article.ticker, article.breaking) == (authors, (), False)
    assert (article.date_origin, f"{article.date:%Y-%m-%d}" if day else "") == ("text" if day else "file", day)


@pytest.mark.parametrize(
    "text",
    [
        "دمشق\n\nاستيقظت المدينة على صوت الأذان.\n\nوخرج الناس إلى الأسواق.",
        "By Popular Demand\n\nThe theatre opens its doors again after a long winter.\n\nIt is late.",
    ],
)
def test_a_first_line_with_no_other_headline_below_it_is_the_headline(text: str) -> None:
    article = read_text(text)
    assert (article.title.text, article.above) == (text.split("\n")[0], ())


def test_a_date_above_a_text_without_a_headline_is_none() -> None:
    text = "افتتح الوزير المعرض أمس في المدينة. " * 9
    article = read_text(f"14 نوفمبر 2019\n\n{text}\n\nوحضره الناشرون.")
    assert article.title.text == "افتتح الوزير المعرض أمس في المدينة."
    assert [line.text for line in article.above] == ["14 نوفمبر 2019"]


def test_lines_that_letters_count_are_parted_where_lines_are_wrapped() -> None:
    text = """خطة البلدية للعام المقبل

أقر المجلس البلدي في جلسته أمس خطة العمل للعام المقبل وهي
تشمل عددا من المشاريع الكبرى في المدينة وضواحيها كما يلي
أ) تعبيد الطريق المؤدية إلى السوق القديمة في المدينة كلها
ب) إنارة الشوارع المحيطة بالمدرسة والمستشفى الجهوي جميعا
ج) بناء مدرسة جديدة في حي النصر القريب من محطة القطارات"""
    assert [texts(block)[0][:3] for block in read_text(text).blocks] == ["أقر", "أ) ", "ب) ", "ج) "]


def test_roman_numerals_end_no_sentence_where_they_count() -> None:
    article = read_text("The plan\n\nIt has parts.\n\nI. Roads\n\nII. Schools\n\nXIV. Water")
    assert [texts(block) for block in article.blocks[1:]] == [["I. Roads"], ["II. Schools"], ["XIV. Water"]]


@pytest.mark.parametrize("line", ["14 نوفمبر 2019", "نشر في: 14-11-2019", "14 November 2019"])
def test_a_date_above_a_single_paragraph_is_no_headline(line: str) -> None:
    article = read_text(f"{line}\n\nافتتح الوزير المعرض. وحضره الناشرون.")
    assert (article.title.text, f"{article.date:%Y-%m-%d}") == ("افتتح الوزير المعرض.", "2019-11-14")
    assert [each.text for each in article.above] == [line]
    assert outline(article) == [("paragraph", "افتتح الوزير المعرض. | وحضره الناشرون.")]
    assert article.warnings[0].problem.startswith("it has no headline")


NEWS = "افتتاح معرض الكتاب\n\n{}افتتح الوزير المعرض أمس.\n\nوحضره الناشرون من كل البلاد."


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("ترجمة: ليلى حسن", ()),
        ("تحرير - سامي حداد", ()),
        ("(مراجعة وتدقيق: هدى سالم)", ()),
        ("Edited by Rana Khoury", ()),
        ("إعداد وترجمة: ليلى حسن", ("ليلى حسن",)),
        ("تقرير - أحمد سالم", ("أحمد سالم",)),
        ("تقرير: أحمد سالم - تصوير: ليلى حسن", ("أحمد سالم",)),
        ("Reporting by Rana Khoury; Editing by Sam Doe", ("Rana Khoury",)),
    ],
)
def test_a_line_may_say_who_did_what_for_a_text_above_it_or_below(line: str, authors: tuple[str, ...]) -> None:
    above, below = read_text(NEWS.format(f"{line}\n\n")), read_text(f"{NEWS.format('')}\n\n{line}")
    assert outline(above)[0] == outline(below)[-1] == ("credit", line)
    assert above.authors == below.authors == authors
    assert not below.standfirst


@pytest.mark.parametrize(
    "line", ["تحرير: فلسطين", "ترجمة: كنز الأدب الضائع", "تحرير المدينة في يومه العاشر", "تقرير - مقتل عشرة في غارة"]
)
def test_what_a_text_is_about_is_no_credit(line: str) -> None:
    article = read_text(f"{NEWS.format('')}\n\n{line}")
    assert (outline(article)[-1], article.authors) == (("paragraph", line), ())


@pytest.mark.parametrize(
    ("lines", "source", "url"),
    [
        ("نقلا عن رويترز", "رويترز", None),
        ("(نقلاً عن صحيفة الميناء)", "صحيفة الميناء", None),
        ("مصدر الخبر: الميناء", "الميناء", None),
        ("المصدر:\nhttps://news.example/a", None, "https://news.example/a"),
        ("المصدر:\nالميناء", "الميناء", None),
        ("مصدر الخبر: الميناء\nمصدر الصورة: رويترز", "الميناء", None),
    ],
)
def test_a_source_at_the_end_is_known_and_stays_there(lines: str, source: str | None, url: str | None) -> None:
    article = read_text(f"{NEWS.format('')}\n\n{lines}")
    shown = [text for kind, text in outline(article) if kind == "credit"]
    assert (article.source, article.url, shown) == (source, url, lines.split("\n"))
    assert not article.standfirst


@pytest.mark.parametrize(
    "sender",
    [
        "[18:30, 14/11/2019] أحمد: ",
        "[14/11/2019، 6:30:05 م] ليلى حسن: ",
        "14/11/2019, 18:30 - Ahmad Salem: ",
        "\u200f[6:30 م، 14/11/2019] \u200e+963 11 234 5678: ",
        "[١٨:٣٠، ١٤/١١/٢٠١٩] أحمد: ",
    ],
)
@pytest.mark.parametrize("path", ["story.txt", "story.md"])
def test_who_sent_a_message_is_no_text_and_that_is_told(sender: str, path: str) -> None:
    lines = ["*افتتاح معرض الكتاب*", "افتتح الوزير المعرض أمس.", "وحضره الناشرون."]
    article = read_text("\n\n".join(f"{sender}{line}" for line in lines), path)
    assert [article.title.text.strip("*"), *(text for _, text in outline(article))] == [lines[0].strip("*"), *lines[1:]]
    (warning,) = (each for each in article.warnings if "messages" in each.problem)
    assert (warning.where, warning.excerpt) == (f"{path}:1", sender.strip().strip("\u200f"))


def test_stars_around_words_of_plain_text_are_no_text() -> None:
    text = "*افتتاح معرض الكتاب*\n\nافتتح **الوزير** المعرض: 2*3*4 و* بند* و5* هنا، *في المدينة*."
    article = read_text(text)
    assert article.title.text == "افتتاح معرض الكتاب"
    assert outline(article) == [
        ("paragraph", "افتتح الوزير المعرض: 2*3*4 و* بند* و5* هنا، في المدينة."),
    ]


@pytest.mark.parametrize("mark", ["*عاجل* ", "*عاجل:* ", "**عاجل** - ", "[14/11/2019، 18:30] محرر: *عاجل* "])
def test_a_flash_in_bold_is_one(mark: str) -> None:
    article = read_text(f"{mark}زلزال يضرب *الساحل*\n\nقال شهود إن المباني اهتزت.")
    assert (article.title.text, article.breaking) == ("زلزال يضرب الساحل", True)


def test_what_witnesses_said_is_no_source() -> None:
    article = read_text(f"{NEWS.format('')}\n\nنقلا عن شهود تجمع المئات أمام الباب")
    assert (article.source, outline(article)[-1][0]) == (None, "paragraph")


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("القاهرة - 14 نوفمبر 2019\n\n", "2019-11-14"),
        ("CAIRO — 14 November 2019: ", "2019-11-14"),
        ("(بيروت) - ", ""),
        ("عمان في 14 تشرين الثاني/ بترا / — ", ""),
    ],
)
def test_a_dateline_ends_where_its_last_sign_does(dateline: str, day: str) -> None:
    article = read_text(NEWS.format(dateline))
    assert article.dateline is not None
    assert article.dateline.text == dateline.rstrip(" \n-—:/")
    assert outline(article)[0] == ("paragraph", "افتتح الوزير المعرض أمس.")
    assert (article.date_origin, f"{article.date:%Y-%m-%d}" if day else "") == ("text" if day else "file", day)


def test_a_list_that_letters_count_in_a_paragraph_is_parted() -> None:
    article = read_text("قرارات\n\nالقرارات: أ- فتح السوق ب- غلق الطريق ج- تعبيد الشارع")
    assert [text for _, text in outline(article)] == ["القرارات:", "أ- فتح السوق", "ب- غلق الطريق", "ج- تعبيد الشارع"]
    assert len(outline(read_text("قرارات\n\nالقرارات: أ- فتح السوق ج- تعبيد الشارع"))) == 1
