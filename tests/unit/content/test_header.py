import time
from collections.abc import Callable

import pytest

from digest.content.header import read_header
from tests.reading import problems_of, read_text

BODY = "\nالعنوان الأول\n\nنص الخبر هنا.\n"


def test_a_header_is_read_in_arabic_and_in_english() -> None:
    arabic = read_text(
        "العنوان: قمة المناخ\nالتاريخ: ١٤ نوفمبر ٢٠١٩\nالقسم: سياسة\nالوسوم: مناخ، طاقة\nالكاتب: ليلى حسن و سامي\n"
        "المصدر: رويترز\nالرابط: https://example.org/a\nمسودة: نعم\nالحزمة: bulletins\nالمقدمة: سطر أول. سطر ثان.\n"
        "\nنص."
    )
    english = read_text(
        "Title: قمة المناخ\nDATE : 2019-11-14\nSection: سياسة\nTags: مناخ, طاقة\nAuthor: ليلى حسن, سامي\n"
        "Source: رويترز\n"
        "URL: https://example.org/a\nDraft: yes\nPackage: bulletins\nStandfirst: سطر أول. سطر ثان.\n\nنص."
    )
    for article in (arabic, english):
        assert article.title.text == "قمة المناخ"
        assert (article.date.isoformat(), article.date_origin, article.timed) == (
            "2019-11-14T00:00:00+01:00",
            "header",
            False,
        )
        assert (article.section, article.tags, article.authors) == ("سياسة", ("مناخ", "طاقة"), ("ليلى حسن", "سامي"))
        assert (article.source, article.url) == ("رويترز", "https://example.org/a")
        assert (article.draft, article.package) == (True, "bulletins")
        assert [sentence.text for sentence in article.standfirst] == ["سطر أول.", "سطر ثان."]
        assert len(article.blocks) == 1


@pytest.mark.parametrize("path", ["story.txt", "story.md"])
@pytest.mark.parametrize(
    "head",
    [
        "\u200fالعنوان: قمة المناخ\n\u200fالتاريخ: 2019-11-14",
        "\u202bالعنوان\u202c\u200f:\u200f قمة المناخ\n\u2067التاريخ: 2019-11-14\u2069",
        "<!-- للمحرر -->\nالعنوان: قمة المناخ\nالتاريخ: 2019-11-14",
        "<!-- one --> \n\n<!-- two -->\n---\ntitle: قمة المناخ\ndate: 2019-11-14\n---",
        "عنوان: قمة المناخ\nتاريخ: 2019-11-14",
        "**العنوان:** قمة المناخ\n**التاريخ**: 2019-11-14",
        "title: قمة المناخ\ndate: 2019-11-14\n---",
    ],
)
def test_what_is_typed_around_a_header_hides_none(head: str, path: str) -> None:
    article = read_text(f"{head}\n\nنص.", path)
    assert (article.title.text, article.date.isoformat()[:10]) == ("قمة المناخ", "2019-11-14")
    assert article.date_origin == "header"
    assert [[sentence.text for sentence in block.sentences] for block in article.blocks] == [["نص."]]


@pytest.mark.parametrize(
    "text",
    [
        "بومبيو: مستمرون في العمل\n\nنص الخبر هنا.",
        "الخبر: كذا\nوهذا سطر\n\nنص الخبر هنا.",
        "Date: a story of fruit\nand more\n\nThe text is here.",
        "Source: markets close early before the feast\n\nMarkets closed at noon.",
        "المصدر: أسواق المدينة تغلق باكرا\n\nأغلقت الأسواق ظهرا.",
        "القسم: طلاب المدرسة يزرعون حديقتهم\n\nزرع الطلاب الحديقة.\n\nوقالوا إنهم سعداء.",
        "الرابط: كيف وصلت السكة بين قريتين\n\nوصلت السكة بين القريتين.",
        "Summary: what the new budget means\n\nThe budget is out. It is long.",
        "سالم: ماضون في العمل كله\nالمصدر: وات\n\nنص الخبر هنا.",
    ],
)
def test_a_headline_that_looks_like_a_header_stays_a_headline(text: str) -> None:
    assert read_text(text).title.text == text.split("\n", 1)[0]


FRONT_MATTER = {
    "yaml": '---\ntitle: "قمة: المناخ"\ndate: 2019-11-14 18:30\ntags: [مناخ, طاقة]\ndraft: false\n---\n\nنص الخبر.\n',
    "toml": '+++\ntitle = "قمة: المناخ"\ndate = 2019-11-14T18:30:00\ntags = ["مناخ", "طاقة"]\n'
    "draft = false\n+++\n\nنص الخبر.\n",
}


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("kind", ["yaml", "toml"])
def test_front_matter_says_the_same_in_yaml_and_toml(kind: str, suffix: str) -> None:
    text = FRONT_MATTER[kind]
    article = read_text(text, f"story.{suffix}")
    assert article.title.text == "قمة: المناخ"
    assert text[article.title.start : article.title.end] == "قمة: المناخ"
    assert (article.date.isoformat(), article.timed) == ("2019-11-14T18:30:00+01:00", True)
    assert article.tags == ("مناخ", "طاقة")
    assert [block.kind for block in article.blocks] == ["paragraph"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("---\ntitle: a: b\n---\nx", "story.txt:2:9"),
        ("---\na: [1\n---\nx", "story.txt:3:1"),
        ('\n+++\ntitle = "x\n+++\nx', "story.txt:3:11"),
        ("---\ntitle: x\n\nno end", "story.txt:1"),
        ("---\n- a\n- b\n---\nx", "story.txt:2:1"),
        ("---\ntitle: {a: b}\n---\nx", "story.txt:2:1"),
        ("+++\n[title]\na = 1\n+++\nx", "story.txt:2:1"),
    ],
)
def test_front_matter_that_does_not_parse_is_reported_with_line_and_column(text: str, where: str) -> None:
    assert where in [problem.where for problem in problems_of(text)]


def test_every_mistake_of_a_header_is_reported_at_once_in_the_order_of_its_lines() -> None:
    found = problems_of(
        "Title: A\nTitel: B\nDate: 2019-02-30\nExpires: soon\nDraft: maybe\nLang: fr\n"
        "URL: ftp://x\nTitle: C\n\nBody here."
    )
    assert [problem.where for problem in found] == [f"story.txt:{line}" for line in range(2, 9)]
    assert found[0].hint == "did you mean `title`?"
    assert found[1].excerpt == "Date: 2019-02-30"
    assert "given twice" in found[-1].problem


def test_dates_that_contradict_each_other_are_refused() -> None:
    found = problems_of("Date: 2019-11-14\nUpdated: 2019-11-01\nExpires: 2018-01-01\n" + BODY)
    assert [problem.where for problem in found] == ["story.txt:2", "story.txt:3"]


def test_a_date_with_the_wrong_weekday_is_refused() -> None:
    assert "الجمعة" in problems_of("Date: الجمعة 14 نوفمبر 2019\n" + BODY)[0].problem


def test_a_header_date_wins_over_the_file_name_with_a_warning() -> None:
    article = read_text("Date: 2019-11-14\n" + BODY, "2019-11-15-x.txt")
    assert article.date.day == 14
    assert "file name says 2019-11-15" in article.warnings[0].problem
    assert read_text(BODY, "2019-11-15-x.txt").date_origin == "file name"


def test_the_language_is_told_by_the_header_or_by_most_letters() -> None:
    assert read_text("Lang: en\n" + BODY).lang == "en"
    assert read_text("A headline\n\nThe text كلمة here.").lang == "en"
    assert read_text("2019\n\n123.").lang == "ar"


@pytest.mark.parametrize(
    ("line", "column"), [('title: "\\ud800"', 8), ('tags: [a, "b\\udfff"]', 11), ('"ti\\ud800": x', 1)]
)
def test_half_a_character_in_front_matter_is_refused_with_its_place(line: str, column: int) -> None:
    (problem,) = (each for each in problems_of(f"---\ndraft: no\n{line}\n---\n{BODY}") if "half" in each.problem)
    assert problem.where == f"story.txt:3:{column}"
    assert problem.hint == "write the character itself"
    str(problem).encode()


def test_an_escape_of_no_character_is_refused() -> None:
    assert "out of range" in problems_of(f'---\ntitle: "\\UFFFFFFFF"\n---\n{BODY}')[0].problem


@pytest.mark.parametrize(
    "header",
    [
        '---\ntitle: "قمة\\a"\nurl: "https://x.example/\\u0003\\u202ea"\n---\n',
        '+++\ntitle = "قمة\\u0007"\nurl = "https://x.example/\\u0003\\u202ea"\n+++\n',
        "Title: قمة\x07\nURL: https://x.example/\x03\u202ea\n",
    ],
)
def test_controls_in_a_header_are_left_out(header: str) -> None:
    article = read_text(header + BODY)
    assert (article.title.shown, article.url) == ("قمة", "https://x.example/a")


@pytest.mark.parametrize("mark", ["\u200f", "\u200e", "\u061c", "\u2069", "\u200b", "\ufeff"])
def test_an_address_in_front_matter_has_no_invisible_mark(mark: str) -> None:
    article = read_text(f"---\ntitle: خبر\nurl: {mark}https://example.org/a{mark}\n---\nنص.\n", "x.md")
    assert article.url == "https://example.org/a"


def test_a_change_is_known_to_be_of_a_day_or_of_a_time() -> None:
    header = "Title: خبر\nDate: 2019-11-14\nUpdated: {}\n\nنص."
    assert not read_text(header.format("2019-11-15")).updated_timed
    assert read_text(header.format("2019-11-15 18:30")).updated_timed


@pytest.mark.parametrize("name", ["محدث", "التحديث", "آخر تحديث", "اخر تحديث", "Updated", "Last updated"])
def test_when_it_was_updated_has_these_names(name: str) -> None:
    article = read_text(f"التاريخ: 2019-11-14\n{name}: 2019-11-15\n{BODY}")
    assert article.updated is not None
    assert article.updated.day == 15


@pytest.mark.parametrize("name", ["ينتهي", "تنتهي", "الانتهاء", "الإنتهاء", "Expires", "Expiry"])
def test_when_it_expires_has_these_names(name: str) -> None:
    article = read_text(f"التاريخ: 2019-11-14\n{name}: 2019-11-15\n{BODY}")
    assert article.expires is not None
    assert article.expires.day == 15


@pytest.mark.parametrize(("name", "meant"), [("الوسووم", "الوسوم"), ("التأريخخ", "التاريخ"), ("Sourse", "source")])
def test_an_unknown_name_is_told_the_nearest_of_its_language(name: str, meant: str) -> None:
    (problem,) = problems_of(f"العنوان: خبر\n{name}: س\n\nنص.")
    assert (problem.where, problem.hint) == ("story.txt:2", f"did you mean `{meant}`?")


def test_a_name_like_no_other_is_told_all_of_its_language() -> None:
    (arabic,) = problems_of("العنوان: خبر\nهاتف: س\n\nنص.")
    (english,) = problems_of("Title: A\nTelephone: s\n\nText.")
    assert "`ينتهي`" in arabic.hint
    assert "Title" not in arabic.hint
    assert "`Expires`" in english.hint


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        ("Title: Hello\nDate: 2019-11-14\nThe text begins.\n\nIt goes on.", "Hello", 3),
        ("العنوان: خبر\nبدأ النص هنا.\n\nثم مضى.", "خبر", 2),
        ("القسم: رياضة\nالفريق يفوز بالكأس\n\nفاز الفريق.", "الفريق يفوز بالكأس", 2),
    ],
)
def test_a_header_without_its_empty_line_is_read_with_a_warning(text: str, title: str, line: int) -> None:
    article = read_text(text)
    assert article.title.text == title
    assert (f"story.txt:{line}", "put an empty line before it") in [
        (each.where, each.hint) for each in article.warnings
    ]
    assert "Date" not in "".join(sentence.text for sentence in article.sentences())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Title: Hello\nDate 2019-11-14\n\nText here.", 2),
        ("Title: Hello\nDate 2019-11-14\nTags: a\n\nText here.", 2),
        ("Title Hello\nDate: 2019-11-14\n\nText here.", 1),
        ("العنوان: خبر\nالتاريخ ٢٠١٩-١١-١٤\n\nنص.", 2),
        ("العنوان: خبر\nنص أول.\nالمصدر: وات", 2),
        ("Title: Hello\nSummary: It was a long\n  day.\n\nText here.", 3),
    ],
)
def test_a_line_of_a_header_without_its_colon_is_refused(text: str, line: int) -> None:
    (problem,) = problems_of(text)
    assert (problem.where, "colon" in problem.hint) == (f"story.txt:{line}", True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Title: Hello\n\nDate: 2019-11-14\n\nText here.", 3),
        ("العنوان: خبر\nالتاريخ: 2019-11-14\n\n\nالقسم: رياضة\nالوسوم: كرة\n\nنص.", 5),
    ],
)
def test_a_header_with_an_empty_line_in_it_is_refused_with_the_line_after_it(text: str, line: int) -> None:
    (problem,) = problems_of(text)
    assert (problem.where, problem.hint) == (f"story.txt:{line}", "take the empty line away")


def test_credits_below_a_header_are_text() -> None:
    article = read_text("Title: Hello\n\nSource: The Harbour\n\nText here.")
    assert (article.source, len(article.blocks)) == ("The Harbour", 2)


def test_a_ticker_line_above_a_source_line_is_no_header() -> None:
    article = read_text("عاجل: حريق في السوق\nالمصدر: رويترز\n\nأخمد الحريق.")
    assert (article.title.text, article.breaking, article.source) == ("حريق في السوق", True, "رويترز")


def test_a_headline_alone_that_was_read_as_a_header_is_told_how_to_say_so() -> None:
    (problem,) = problems_of("المصدر: رويترز\n\nنص واحد.")
    assert "begin line 1 with `Title:`" in problem.hint


@pytest.mark.parametrize("value", ["[{a = 1}]", "[[1]]", "{a = 1}"])
def test_a_value_of_toml_that_is_more_than_text_is_refused(value: str) -> None:
    assert problems_of(f"+++\ntitle = 'x'\ntags = {value}\n+++\nنص.")[0].where == "story.txt:3:1"


def test_a_name_of_toml_with_many_parts_is_refused_with_its_line() -> None:
    for line in ("a" + ".a" * 40 + " = 1", "[b" + ' . "c"' * 40 + "]", "x = {a" + ".a" * 40 + " = 1}"):
        problem = problems_of(f"+++\ntitle = 'x'\n{line}\n+++\nنص.")[0]
        assert (problem.where, "too many parts" in problem.problem) == ("story.txt:3:1", True)
    address = "https://" + "a." * 40 + "example"
    article = read_text(f'+++\ntitle = "x"\nurl = "{address}" # {address}\n+++\nنص.')
    assert article.url == address


WIDE: dict[str, Callable[[int], str]] = {
    "spaces in a value": lambda n: f"Title: a{' ' * n}b\n\nx",
    "spaces after a value": lambda n: f"Title: a{' ' * n}\n\nx",
    "spaces after a name": lambda n: f"Title{' ' * n}: a\n\nx",
    "parts of a key": lambda n: f"+++\na{'.a' * n} = 1\n+++\nx",
    "parts in quotes": lambda n: "+++\na" + ' . "b"' * n + " = 1\n+++\nx",
    "long keys": lambda n: "+++\n" + "".join(f"{'k' * (n // 50)}{i} = 1\n" for i in range(300)) + "+++\nx",
    "escaped quotes": lambda n: '+++\na = "' + '\\"' * n + "\n+++\nx",
    "a long word": lambda n: f"+++\n{'k' * n}\n+++\nx",
    "colons": lambda n: f"Title: x\n{'a:' * n}\n\nx",
}


@pytest.mark.parametrize("kind", WIDE)
def test_reading_a_header_takes_time_in_step_with_its_length(kind: str) -> None:
    def seconds(length: int) -> float:
        text = WIDE[kind](length)
        begun = time.process_time()
        for _ in range(5):
            read_header(text, "story.txt")
        return time.process_time() - begun

    seconds(1000)
    assert min(seconds(40_000) for _ in range(3)) < 3 * max(min(seconds(20_000) for _ in range(3)), 0.005)


@pytest.mark.parametrize("sign", [" -", "=", " ;", ""])
def test_lines_that_all_lack_their_colon_are_refused(sign: str) -> None:
    (problem,) = problems_of(f"العنوان{sign} قمة المناخ\nالتاريخ{sign} 2019-11-14\n\nنص.")
    assert problem.problem == "this line of the header is not `Name: value`"
    assert problem.where.endswith(":1")


@pytest.mark.parametrize(
    ("written", "line", "hint"),
    [
        ("title:\tx", 2, "spaces in place of the tab"),
        ("\ttitle: x", 2, "spaces in place of the tab"),
        ('title: "x', 2, "close the quotation mark"),
        ("lang: ar\ntitle: 'x", 3, "close the quotation mark"),
        ('title: "قال "نعم" ثم"', 2, "«…»"),
        ("tags: [a, b", 3, "close the bracket"),
        ("title: x\n tags: y", 3, "begin at the start"),
        ("title: @x", 2, "begins with `@`"),
        ("title: %x", 2, "begins with `%`"),
        ("title: x: y", 2, "a value with a colon"),
    ],
)
def test_front_matter_that_is_no_yaml_is_told_what_to_do_about_it(written: str, line: int, hint: str) -> None:
    (problem,) = problems_of(f"---\n{written}\n---\n\nنص.\n", "x.md")
    assert problem.where.startswith(f"x.md:{line}:")
    assert hint in problem.hint


@pytest.mark.parametrize("name", ["title", "section", "date", "lang"])
def test_a_list_where_one_text_is_meant_is_a_problem(name: str) -> None:
    (problem, *_) = problems_of(f"---\n{name}: [a, b]\n---\n\nعنوان\n\nنص.\n", "x.md")
    assert (problem.where, problem.problem) == ("x.md:2", f"`{name}` takes one text, not a list")


@pytest.mark.parametrize(
    "head", ["Title: Rain {}\nSection: {}\n\n", '---\ntitle: "Rain {}"\n---\n', '+++\ntitle = "Rain {}"\n+++\n']
)
def test_a_comment_in_a_value_is_not_published(head: str) -> None:
    article = read_text(head.replace("{}", "<!-- ask the desk -->") + "It rained.\n", "x.md")
    assert (article.title.text, article.title.shown, article.section) == ("Rain", "Rain", None)


@pytest.mark.parametrize("line", ["Title: It rained Date: 2019-11-14", "العنوان: أمطار غزيرة التاريخ: 2019-11-14"])
def test_a_line_break_that_a_header_lost_is_told(line: str) -> None:
    (warning,) = (each for each in read_text(f"{line}\n\nIt rained.\n").warnings if "headline" in each.problem)
    assert (warning.where, warning.excerpt) == ("story.txt:1", line)


def test_a_headline_may_hold_a_colon() -> None:
    article = read_text("Title: The minister, a source: we go on\n\nIt rained.\n", "2019-11-14-x.txt")
    assert article.warnings == ()
