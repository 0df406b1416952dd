import struct
import zlib
from pathlib import Path

import pytest

from digest.config import Config
from digest.model import Article
from tests.reading import make_config, problems_of, read_text, texts


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (height * (width + 1)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    folder = tmp_path / "content" / "news"
    folder.mkdir(parents=True)
    (folder / "ميناء.png").write_bytes(png(30, 20))
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "broken.png").write_bytes(b"not a picture")
    return make_config(tmp_path)


def markdown(text: str, config: Config | None = None) -> Article:
    return read_text("# عنوان\n\n" + text, "news/story.md", config)


def test_blocks_of_every_kind_are_told_apart() -> None:
    article = markdown(
        "فقرة.\n\n## فرعي\n\n> اقتباس.\n>\n> > داخل.\n\n3. بند\n   - تحته\n\n   تتمة\n4. آخر\n"
        "\n```python\nx = 1\n```\n\n---\n"
    )
    assert [(b.kind, b.level, b.quoted, b.number, b.continues) for b in article.blocks] == [
        ("paragraph", 0, 0, None, 0),
        ("heading", 2, 0, None, 0),
        ("paragraph", 0, 1, None, 0),
        ("paragraph", 0, 2, None, 0),
        ("item", 1, 0, 3, 0),
        ("item", 2, 0, None, 0),
        ("paragraph", 0, 0, None, 1),
        ("item", 1, 0, 4, 0),
        ("code", 0, 0, None, 0),
        ("rule", 0, 0, None, 0),
    ]
    assert (article.blocks[8].code, article.blocks[8].info) == ("x = 1", "python")
    assert (article.title.text, article.format) == ("عنوان", "markdown")


def test_inline_markup_stays_as_written_and_is_never_torn() -> None:
    article = markdown(
        "قال *الوزير. إنه* سيعود. ثم [ذهب. وعاد](https://x.org/a?b=1,2) إلى `x. y` البيت. ~~لا. لا~~ نعم."
    )
    assert texts(article.blocks[0]) == [
        "قال *الوزير. إنه* سيعود.",
        "ثم [ذهب. وعاد](https://x.org/a?b=1,2) إلى `x. y` البيت.",
        "~~لا. لا~~ نعم.",
    ]


def test_hard_breaks_part_lines_and_leave_no_sign() -> None:
    text = "# عنوان\n\n> سطر أول\\\n> سطر ثان. ثم  \n> ثالث\nتتمة.\n"
    block = read_text(text, "a.md").blocks[0]
    assert texts(block) == ["سطر أول", "سطر ثان.", "ثم", "ثالث تتمة."]
    assert block.line_ends == (1, 3)
    last = block.sentences[-1]
    assert text[last.start : last.end] == "ثالث\nتتمة."


@pytest.mark.parametrize("line", ["سطر\\\\\nآخر", "سطر \nآخر", "**سطر  \nآخر**", "سطر\\"])
def test_what_is_no_hard_break_parts_nothing(line: str) -> None:
    assert markdown(f"{line}\n").blocks[0].line_ends == ()


@pytest.mark.parametrize("between", ["\n", "\n\u200f\n"])
def test_a_stop_that_begins_a_line_is_as_clean_as_one_after_its_word(between: str) -> None:
    article = markdown(f"عاد الوزير{between}, ثم ذهب")
    assert texts(article.blocks[0]) == ["عاد الوزير ، ثم ذهب"]


def test_a_table_has_a_sentence_a_cell() -> None:
    text = "| المدينة | العدد |\n|:--|--:|\n| تونس | 1. 2. |\n| | 7 |\n"
    block = markdown(text).blocks[0]
    assert block.cells == ((1, 1), (1, 1), (0, 1))
    assert block.alignments == ("start", "end")
    assert texts(block) == ["المدينة", "العدد", "تونس", "1. 2.", "7"]


def test_footnotes_come_last_with_their_label_and_an_unused_one_is_told() -> None:
    article = markdown("نص[^أ] هنا.\n\n[^أ]: حاشية أولى. وثانية.\n\n[^ب]: ضائعة.\n\nختام.")
    assert [(texts(block), block.note) for block in article.blocks] == [
        (["نص[^أ] هنا."], ""),
        (["ختام."], ""),
        (["حاشية أولى.", "وثانية."], "أ"),
    ]
    assert "`ب`" in article.warnings[0].problem


def test_link_definitions_are_kept_for_the_page() -> None:
    article = markdown('انظر [هنا][a].\n\n[a]: https://example.org "دليل"\n')
    assert article.references == {"A": ("https://example.org", "دليل")}


def test_a_picture_has_its_size_its_alternative_text_and_its_caption(config: Config) -> None:
    article = markdown(
        '![منظر عام](ميناء.png "التقطت أمس. في المدينة.")\n\nنص.\n\n'
        "![منظر](/news/%D9%85%D9%8A%D9%86%D8%A7%D8%A1.png)\n\n*صورة الميناء.*\n",
        config,
    )
    first, _, second = article.blocks
    assert first.image is not None
    assert first.image.alt is not None
    assert (first.image.path, first.image.width, first.image.height) == ("news/ميناء.png", 30, 20)
    assert (first.image.alt.text, texts(first)) == ("منظر عام", ["التقطت أمس.", "في المدينة."])
    assert second.image is not None
    assert (second.image.path, texts(second)) == ("news/ميناء.png", ["صورة الميناء."])


def test_an_address_elsewhere_is_kept_as_written() -> None:
    image = markdown("![x](https://example.org/a.png)\n\nنص.").blocks[0].image
    assert image is not None
    assert (image.path, image.width) == ("https://example.org/a.png", None)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("missing.png", "not there"),
        ("../../secret.png", "outside"),
        ("out.png", "link out"),
        ("ftp://example.org/a.png", "not a picture of this site"),
        ("C:/a.png", "not a picture of this site"),
        ("data:image/png;base64,AA.png", "not a picture of this site"),
        ("a.svg", "not a picture that can be shown"),
        ("//example.org/a.png", "not a picture of this site"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_an_error_with_its_line(address: str, problem: str, config: Config) -> None:
    found = problems_of(f"# عنوان\n\nنص.\n\n![x]({address})\n", "news/story.md", config)
    assert [entry.where for entry in found] == ["news/story.md:5"]
    assert problem in found[0].problem


def test_a_damaged_picture_and_one_inside_a_paragraph_are_warned_of(config: Config) -> None:
    article = markdown("![x](broken.png)\n\nنص ![y](ميناء.png) نص.", config)
    assert ["size" in w.problem or "inside a paragraph" in w.problem for w in article.warnings[:2]] == [True, True]


def test_ticker_dateline_and_source_are_taken_in_markdown_too() -> None:
    article = read_text(
        "عاجل: وصل الوفد\n\n# عنوان\n\nالقاهرة (رويترز) – عاد *الوزير*. ثم غادر.\n\nالمصدر: وكالة\n", "a.md"
    )
    assert article.ticker[0].text == "وصل الوفد"
    assert article.dateline is not None
    assert article.dateline.text == "القاهرة (رويترز)"
    assert texts(article.blocks[0]) == ["عاد *الوزير*.", "ثم غادر."]
    assert article.source == "وكالة"


def test_a_heading_that_repeats_the_title_of_the_header_is_dropped() -> None:
    article = read_text("---\ntitle: عنوان\n---\n# عنوان\n\nنص.", "a.md")
    assert [block.kind for block in article.blocks] == ["paragraph"]


def test_markdown_nested_without_end_does_no_harm() -> None:
    assert markdown(">" * 3000 + " a\n\nنص." + "[" * 3000).title.text == "عنوان"


def test_a_footnote_inside_a_footnote_with_a_list_around_it_is_refused_or_read() -> None:
    assert problems_of("---\nTitle: خبر\n---\n\n[^1]:[^1]:1. 1. [^1]:\n", "x.md")[0].problem.endswith("no text")


def test_a_flash_in_markdown_has_its_ticker_line_as_headline() -> None:
    for text in ("عاجل: حريق في السوق", "عاجل: حريق في السوق\n\nأخمد *الحريق* صباحا.\n\nولم يصب أحد."):
        article = read_text(text, "x.md")
        assert (article.title.text, article.breaking, article.ticker) == ("حريق في السوق", True, ())
    article = read_text("عاجل: حريق في السوق\n\n# العنوان\n\nنص.", "x.md")
    assert (article.title.text, article.breaking) == ("العنوان", False)


def test_credits_in_markdown_stay_unless_the_page_says_the_same_words_there() -> None:
    article = read_text("# العنوان\n\nبقلم: ليلى حسن\n\nعاد الوزير.\n\nالمصدر: وات", "x.md")
    assert (article.authors, article.source, len(article.blocks)) == (("ليلى حسن",), "وات", 1)
    article = read_text("# العنوان\n\nكتبت: ليلى حسن\n\nعاد الوزير.\n\nنقلا عن: وات", "x.md")
    assert (article.authors, article.source) == (("ليلى حسن",), "وات")
    assert [block.kind for block in article.blocks] == ["credit", "paragraph", "credit"]
    article = read_text("---\nauthor: سامي\nsource: سانا\n---\n# العنوان\n\nبقلم: ليلى\n\nعاد.\n\nالمصدر: وات", "x.md")
    assert (article.authors, article.source, len(article.blocks)) == (("سامي",), "سانا", 3)


def test_a_heading_that_begins_with_a_ticker_word_is_the_headline_of_breaking_news() -> None:
    article = read_text("# عاجل: حريق في السوق\n\nأخمد رجال الإطفاء الحريق.", "a.md")
    assert (article.title.text, article.breaking) == ("حريق في السوق", True)


def test_a_footnote_mark_without_its_footnote_is_warned_of_once_with_its_line() -> None:
    article = read_text("# عنوان\n\nنص[^1] ونص[^2].\n\nونص[^2] و`[^3]`.\n\n[^1]: حاشية.\n", "a.md")
    missing = [(each.problem, each.where) for each in article.warnings if "footnote" in each.problem]
    assert missing == [("the footnote `[^2]` is not there", "a.md:3")]


@pytest.mark.parametrize("after", ["=300x200)", "=300x)", "=300)", "=x200)", "){width=50%}", "){: .wide}"])
def test_the_size_that_a_picture_is_given_elsewhere_is_left_out(config: Config, after: str) -> None:
    article = markdown(f"![الميناء](ميناء.png{' ' * (after[0] != ')')}{after}\n\nفقرة.", config)
    assert [block.kind for block in article.blocks] == ["image", "paragraph"]
    assert not [warning for warning in article.warnings if "picture" in warning.problem]


@pytest.mark.parametrize(
    "line", ["![الميناء] (ميناء.png)", "![الميناء](ميناء.png", "![[ميناء.png]]", "![a](file:///tmp/a.png)"]
)
def test_what_was_meant_as_a_picture_and_is_none_is_told(config: Config, line: str) -> None:
    article = markdown(f"فقرة أولى.\n\n{line}\n", config)
    told = [warning for warning in article.warnings if "not written as one" in warning.problem]
    assert [(warning.where, warning.excerpt) for warning in told] == [("news/story.md:5", line)]
    assert "`![words](name.png)`" in told[0].hint


@pytest.mark.parametrize("line", ["قف![1] قال الحارس.", "قف![١]", "قالت: قف![…] ثم مضت."])
def test_the_number_of_a_note_and_a_gap_after_an_exclamation_mark_are_no_picture(config: Config, line: str) -> None:
    assert not [each for each in markdown(f"فقرة أولى.\n\n{line}\n", config).warnings if "picture" in each.problem]


def test_code_that_holds_the_signs_of_a_picture_is_none() -> None:
    assert not [each for each in markdown("اكتب `![x] (y.png)` هكذا!").warnings if "picture" in each.problem]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7. a\n9. b\n12. c\n", [7, 9, 12]),
        ("1. a\n1. b\n1. c\n", [1, 2, 3]),
        ("3. a\n1. b\n", [3, 4]),
        ("20- سالم\n21- علي\n23- منير\n24- رضا\n26-هيثم\n27- نادر\n", [20, 21, 23, 24, 26, 27]),
        ("١- أول\n٢- ثان\n\n١- أول آخر\n٢- ثان آخر\n", [1, 2, 1, 2]),
        ("1) a\n2) b\n\n1. c\n2. d\n", [1, 2, 1, 2]),
    ],
)
def test_items_keep_the_numbers_that_their_author_gave_them(text: str, numbers: list[int]) -> None:
    assert [block.number for block in markdown(text).blocks] == numbers


def test_a_headline_without_a_sign_stays_above_the_subheadings() -> None:
    article = read_text("وصول أول سفينة\n\nقال المدير إن السفينة وصلت.\n\n## ماذا تحمل\n\nتحمل القمح.\n", "a.md")
    assert article.title.text == "وصول أول سفينة"
    assert [(block.kind, texts(block)[0]) for block in article.blocks][1] == ("heading", "ماذا تحمل")


@pytest.mark.parametrize("above", ["قال المدير إن السفينة وصلت. وأضاف أنها كبيرة.", "بقلم: ليلى حسن", "14:30"])
def test_a_first_heading_below_what_is_no_headline_is_the_headline(above: str) -> None:
    assert read_text(f"{above}\n\n# وصول السفينة\n\nتحمل القمح.\n", "a.md").title.text == "وصول السفينة"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("mark", ["عاجل", "خبر عاجل", "**عاجل**", "Breaking"])
def test_a_flash_may_be_its_mark_and_one_line(mark: str, gap: str, suffix: str) -> None:
    article = read_text(f"{mark}{gap}وصول أول سفينة إلى الميناء\n", f"a.{suffix}")
    assert (article.title.text, article.breaking, article.blocks) == ("وصول أول سفينة إلى الميناء", True, ())


def test_a_mark_alone_stands_above_a_headline_and_a_text() -> None:
    article = read_text("عاجل\n\nوصول أول سفينة\n\nقال المدير إنها كبيرة.\n", "a.md")
    assert (article.title.text, article.breaking, len(article.blocks)) == ("وصول أول سفينة", True, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("القرارات: * فتح السوق * غلق الطريق", ["paragraph", "item", "item"]),
        ("القرارات: - فتح - غلق - زيادة", ["paragraph", "item", "item", "item"]),
        ("القرارات: ـ فتح ـ غلق ـ زيادة", ["paragraph", "item", "item", "item"]),
        ("القرارات: ١- فتح ٢- غلق", ["paragraph", "item", "item"]),
        ("The points: 1. open 2. close", ["paragraph", "item", "item"]),
        ("القرارات: أ) فتح ب) غلق", ["paragraph", "paragraph", "paragraph"]),
        ("السعر: 12 - 15 دينارا", ["paragraph"]),
        ("النتائج: سوسة - صفاقس 2-1", ["paragraph"]),
        ("اكتب: `* a * b`", ["paragraph"]),
        ("- بند: * أول * ثان", ["item"]),
    ],
)
def test_items_that_run_on_in_a_line_are_a_list(text: str, expected: list[str]) -> None:
    article = markdown(f"فقرة أولى.\n\n{text}\n\nخاتمة.")
    assert [block.kind for block in article.blocks[1:-1]] == expected
    assert "خاتمة" in texts(article.blocks[-1])[0]


def test_a_sentence_of_a_list_that_ran_on_leads_back_to_its_place() -> None:
    text = "# عنوان\n\nالقرارات: * فتح السوق * غلق الطريق\n"
    _, first, second = read_text(text, "a.md").blocks
    for block, words in ((first, "فتح السوق"), (second, "غلق الطريق")):
        assert text[block.sentences[0].start : block.sentences[0].end] == words
