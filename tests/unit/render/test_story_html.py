"""The text of a story: its sentences, blocks and pictures."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from msgspec import structs

from digest.editorial.inspect import article_lines, describe
from digest.locale import words
from digest.model import LANGS, Article, Counterpart, Lang, Sentence, Story, other
from digest.render.story_html import StoryHtml
from digest.site.summary import without_text
from tests.growth import times_longer
from tests.reading import read_text
from tests.stories import Maker, Whole, feeds, pages, render, rich, simple, site, without
from tests.unit.render.parsed import article, one, parse, sentences, some


def test_both_sides_of_the_parallel_page_have_the_same_sentences_but_for_what_is_not_translated(whole: Whole) -> None:
    for story in some(whole.stories):
        page = article(story, whole.config.root)
        numbers = set(range(1, len(list(story.article.sentences())) + 1))
        pending = {int(number) for number in page.xpath("//*[*[contains(@class, 'pending')]]//@data-s")}
        target = {int(number) for number in page.xpath(f"//main//div[@class='{other(story.article.lang)}']//@data-s")}
        assert {int(each.get("data-s")) for each in sentences(page, story.article.lang)} == numbers
        assert target == numbers - pending


def test_what_is_not_translated_stands_once_on_the_parallel_page_and_the_first_of_it_says_so(tmp_path: Path) -> None:
    maker = Maker()
    pending = [maker.block((f"فقرة {n}.",)) for n in range(6)]
    translated = maker.block(("مترجم.", "Translated."))
    blocks = [*pending[:3], translated, maker.block(("12:30", "12:30", "verbatim")), *pending[3:]]
    story = maker.story(("عنوان",), blocks)
    page = article(story, tmp_path)
    assert [each.text_content() for each in page.xpath("//main//div[contains(@class, 'pending')]")] == [
        "", "Not yet translated", "", "", "Not yet translated", "", ""
    ]  # fmt: skip
    assert page.text_content().count("فقرة 1.") == 1
    (english,) = article(story, tmp_path, "en/").xpath("//div[@class='text']")
    marked = [each.get("data-untranslated") is not None for each in english]
    assert marked == [True, True, True, False, False, True, True, True]


def test_why_a_sentence_is_marked_can_be_read_by_touch_by_keyboard_and_aloud(tmp_path: Path) -> None:
    for view in ("", "en/"):
        page = article(rich(), tmp_path, view)
        for reason in (
            "May be wrong; check it against the original: numbers differ, quotation marks differ",
            "Being revised: the original has changed since",
            "Not yet translated; this is the original",
        ):
            text = one(page, f"//main//*[@popover and .='{reason}']")
            button = one(page, f"//button[@popovertarget='{text.get('id')}']")
            assert button.getprevious().get("data-s") == text.get("id").removeprefix("why-")
            assert button.text_content()
            assert (text.get("lang"), button.get("lang")) == ("en", "en")
    assert not article(rich(), tmp_path, "ar/").xpath("//main//*[@popover]")
    assert not article(rich(), tmp_path).xpath("//main//@title")


def test_a_picture_on_the_parallel_page_has_one_caption_with_both_languages(tmp_path: Path) -> None:
    figure = one(article(rich(), tmp_path), "//figure")
    assert [each.tag for each in figure] == ["picture", "figcaption"]
    assert [each.get("class") for each in one(figure, "figcaption")] == ["ar", "en"]
    assert one(article(rich(), tmp_path, "en/"), "//figure/figcaption").text_content() == "Output over ten years"


@pytest.mark.parametrize(("letters", "kind"), [(60, "headline"), (140, "headline long"), (230, "headline longer")])
def test_a_long_headline_is_set_smaller_on_both_sides(tmp_path: Path, letters: int, kind: str) -> None:
    page = article(Maker().story(("عنوان قصير", "x" * letters)), tmp_path)
    assert page.xpath("//main//h1/@class") == [kind, kind]


def test_a_pair_shares_its_row(whole: Whole) -> None:
    page = article(rich(), whole.config.root)
    row = "ancestor::*[contains(@class, 'row')][1]"
    rows = {lang: {each.get("data-s"): one(each, row) for each in sentences(page, lang)} for lang in LANGS}
    assert all(rows["ar"][number] is row for number, row in rows["en"].items())


def test_a_flash_stands_above_the_headline_for_who_hears_the_page_too(tmp_path: Path) -> None:
    for view in ("", "ar/", "en/"):
        header = one(article(rich(), tmp_path, view), "//article/header").text_content()
        assert max(header.find("Coast road"), header.find("الساحلي")) < max(header.find("tags"), header.find("alert"))


def test_the_source_comes_first_in_each_row(tmp_path: Path) -> None:
    page = article(simple(lang="en"), tmp_path)
    assert [side.get("class") for side in page.xpath("//div[@class='text']/div/div")] == ["en", "ar"]


def test_only_counterparts_say_their_origin(tmp_path: Path) -> None:
    page = article(rich(), tmp_path)
    assert not page.xpath("//*[@class='ar']//*[@data-s and (@data-origin or @data-flags)]")
    found = {each.get("data-origin") for each in sentences(page, "en")}
    assert found == {"edited", "machine", "stale", "untranslated"}
    flagged = one(page, "//main//*[@data-flags]")
    assert flagged.get("data-flags") == "number quote"


def test_what_is_not_translated_keeps_the_language_of_its_source(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "en/")
    for each in some(page.xpath("//main//*[@data-origin='untranslated']")):
        assert (each.get("lang"), each.get("dir")) == ("ar", "rtl")
    whole_block = one(page, "//main//p[*[@data-origin='untranslated'] and count(*[@data-s]) = 1]")
    assert whole_block.get("dir") == "rtl"
    mixed_block = one(page, "//main//p[*[@data-origin='untranslated'] and count(*[@data-s]) = 2]")
    assert mixed_block.get("dir") == "ltr"


def test_a_picture_on_another_site_is_a_link(tmp_path: Path) -> None:
    maker = Maker()
    image = maker.image("https://pictures.example/a.png", ("رسم", "A drawing"))
    page = article(maker.story(("عنوان", "Title"), [image]), tmp_path, "en/")
    assert not page.xpath("//img")
    assert one(page, "//a[@href='https://pictures.example/a.png']").text == "A drawing"


def test_a_picture_has_its_alternative_text_in_the_language_of_the_page(tmp_path: Path) -> None:
    for view, alt in (("", "رسم بياني"), ("ar/", "رسم بياني"), ("en/", "A chart")):
        picture = one(article(rich(), tmp_path, view), "//img")
        assert (picture.get("alt"), picture.get("width")) == (alt, "640")
        assert unquote(picture.get("src")) == "/articles/غني/chart.png"


def test_lists_within_lists_and_quotes_nest_on_the_page_of_one_language(tmp_path: Path) -> None:
    page = article(rich(), tmp_path, "en/")
    inner = one(page, "//div[@class='text']/ul/li/ul/li")
    assert [" ".join(e.text_content().split()) for e in inner] == ["A detail", "More on the detail"]
    assert len(page.xpath("//div[@class='text']/ul/li")) == 2
    assert one(page, "//div[@class='text']/ol").get("start") == "3"
    assert len(page.xpath("//div[@class='text']/blockquote/p")) == 2


def test_a_dateline_opens_the_first_paragraph(tmp_path: Path) -> None:
    first = article(rich(), tmp_path, "en/").xpath("//div[@class='text']/p")[0]
    assert first.text_content().startswith("CAIRO (Reuters) — The ministry")


def test_sentences_that_touch_in_the_source_touch_on_the_page(tmp_path: Path) -> None:
    maker = Maker()
    first = maker.sentence("أولًا..", "First..")
    maker.place -= 1
    second = maker.sentence("ثانيًا.", "Second.")
    block = maker.block()
    story = maker.story(("عنوان", "Title"), [type(block)(kind="paragraph", sentences=(first, second))])
    assert one(article(story, tmp_path, "ar/"), "//div[@class='text']/p").text_content() == "أولًا..ثانيًا."
    assert one(article(story, tmp_path, "en/"), "//div[@class='text']/p").text_content() == "First.. Second."


def test_sentences_are_numbered_in_the_order_in_which_the_article_has_them(tmp_path: Path) -> None:
    for story in (rich(), simple(), simple(lang="en")):
        for view, lang in (("ar/", "ar"), ("en/", "en")):
            elements = some(article(story, tmp_path, view).xpath("//main//*[@data-s]"))
            elements.sort(key=lambda element: int(element.get("data-s")))  # a flash stands above the headline
            assert [int(each.get("data-s")) for each in elements] == list(range(1, len(elements) + 1))
            shown = [plain(story.text(sentence, lang)) for sentence in story.article.sentences()]  # type: ignore[arg-type]
            assert [plain(each.text_content()) for each in elements] == shown


def plain(text: str) -> str:
    """Return the letters of a text without the Markdown in it, its links and footnote marks."""
    return "".join(filter(str.isalpha, re.sub(r"\]\([^)]*\)|\[\^\w+\]|<[^>]*>", "", text)))


class AnnotatedArticle(Article, frozen=True, kw_only=True):
    """An article with a part that only the model knows."""

    remarks: tuple[Sentence, ...] = ()

    def parts(self) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
        yield from super().parts()
        yield "remarks", self.remarks


def test_a_part_that_the_model_gets_is_on_pages_in_feeds_and_in_what_an_editor_sees(tmp_path: Path) -> None:
    maker = Maker()
    story = maker.story(("عنوان", "Title"), [maker.block(("نص.", "Text."))])
    correction = maker.sentence("صُحّح الرقم.", "A number was corrected.")
    corrected = AnnotatedArticle(**structs.asdict(story.article), remarks=(correction,))
    story = Story(article=corrected, counterparts=story.counterparts)
    for view, text in (("ar/", "صُحّح الرقم."), ("en/", "A number was corrected.")):
        assert one(article(story, tmp_path, view), "//p[@class='remarks']").text_content() == text
    assert [each.get("data-s") for each in sentences(article(story, tmp_path), "en")] == ["1", "2", "3"]
    feed = next(output.body.decode() for output in feeds(site(tmp_path, story)) if output.path == "en/feed.xml")
    assert "A number was corrected." in feed
    assert [part["text"] for part in describe(corrected)["remarks"]] == ["صُحّح الرقم."]
    assert "  remarks     صُحّح الرقم." in list(article_lines(corrected))
    assert "صُحّح" not in str(without_text(corrected))


def test_reasons_for_doubt_are_spelled_out_on_demand_only() -> None:
    both = {lang: words(lang) for lang in LANGS}
    shown, spelled_out = (
        "".join(StoryHtml(rich(), both, str, spelled_out=wanted).single("en").rows) for wanted in (False, True)
    )
    assert "<small" not in shown
    assert "numbers differ, quotation marks differ]</small>" in spelled_out


def test_a_story_without_ticker_and_standfirst_has_them_empty() -> None:
    text = StoryHtml(simple(), {lang: words(lang) for lang in LANGS}, str).parallel()
    assert (text.ticker, text.above, text.standfirst) == ((), (), "")
    assert text.title.count("<h1") == len(LANGS)


@pytest.mark.parametrize("place", ["title", "ticker", "standfirst", "dateline"])
def test_a_footnote_is_led_back_to_its_mark_wherever_that_stands(tmp_path: Path, place: str) -> None:
    maker = Maker("ar")
    marked = maker.sentence("خبر[^1]", "News[^1]")
    blocks = [maker.block(("نص.[^1]", "Text.[^1]")), maker.block(("حاشية.", "A note."), note="1")]
    value = marked if place in ("title", "dateline") else (marked,)
    story = without(maker.story(("عنوان", "Title"), blocks, format="markdown"), **{place: value})
    for view in ("", "ar/", "en/"):
        page = article(story, tmp_path, view)
        for back in page.xpath("//a[@role='doc-backlink']/@href"):
            (mark,) = page.xpath(f"//*[@id='{back[1:]}']")
            first = page.xpath(f"//a[@href='#{back[1:].replace('ref', 'note')}']")[0]
            assert mark is first


def test_a_telephone_number_reads_from_the_left_in_arabic_and_in_what_is_not_translated(tmp_path: Path) -> None:
    maker = Maker("ar")
    story = maker.story(("خبر", "News"), [maker.block(("هاتف +963 11 234 5678.", ""))])
    for view in ("ar/", "en/"):
        (number,) = article(story, tmp_path, view).xpath("//div[@class='text']//bdi")
        assert number.text == "+963 11 234 5678"


WORDS = {lang: words(lang) for lang in LANGS}


def told(text: str) -> Story:
    article = read_text(text, "a.md")
    units = [unit.text for unit in article.units()]
    said = {text: Counterpart(text=f"In English {place}.", origin="edited") for place, text in enumerate(units)}
    return Story(article=article, counterparts=said)


def written(story: Story) -> StoryHtml:
    return StoryHtml(story, WORDS, lambda path: path)


def test_a_line_ends_on_both_sides_where_its_author_ends_it() -> None:
    story = written(told("# قصيدة\n\nبيت أول. وشطره\\\nبيت ثان\n"))
    lines: dict[Lang, tuple[str, str]] = {"ar": ("وشطره", "بيت ثان"), "en": ("In English 2.", "In English 3.")}
    for lang, (first, last) in lines.items():
        (row,) = story.single(lang).rows
        assert re.search(rf">{first}</span><br> <span [^>]*>{last}</span></p>", row)
        assert row.count("<br>") == 1


def test_only_the_first_mark_of_a_footnote_has_the_place_that_its_note_leads_back_to() -> None:
    rows = "".join(written(told("# خبر\n\nنص[^1] ثم[^2].\n\nنص[^1].\n\n[^1]: أ\n\n[^2]: ب\n")).single("ar").rows)
    assert re.findall(r'id="ar-ref-[0-9]+"', rows) == ['id="ar-ref-1"', 'id="ar-ref-2"']


def test_twice_as_many_footnotes_take_less_than_three_times_as_long() -> None:
    def story(count: int) -> Story:
        notes = "".join(f"[^{number}]: حاشية\n" for number in range(count))
        return told("# خبر\n\n" + "".join(f"نص {number}[^{number}].\n\n" for number in range(count)) + notes)

    stories = {count: story(count) for count in (500, 2000)}
    assert times_longer(lambda count: written(stories[count]), 1000) < 3


def test_the_numbers_of_a_column_stand_under_each_other_in_both_languages(tmp_path: Path) -> None:
    maker = Maker()
    cells = [("البلد", "Land"), ("النمو", "Growth"), ("الرمز", "Code"), ("مصر", "Egypt"),
             ("-1.2%", "-1.2%", "verbatim"), ("7", "7", "verbatim"), ("لبنان", "Lebanon"),
             ("+12,5", "+12.5", "machine"), ("7 أ", "7 A")]  # fmt: skip
    table = maker.block(*cells, kind="table", cells=((1, 1, 1),) * 3, alignments=("", "", "center"))
    page = article(maker.story(("عنوان", "Title"), [table]), tmp_path)
    for lang in LANGS:
        classes = [each.get("class") for each in page.xpath(f"//main//div[@class='{lang}']//tr/*")]
        assert classes == [None, "number", "center"] * 3


def test_a_column_that_its_author_centred_stays_so(tmp_path: Path) -> None:
    maker = Maker()
    table = maker.block(("س", "x"), ("5", "5"), kind="table", cells=((1,), (1,)), alignments=("center",))
    assert len(article(maker.story(("عنوان", "Title"), [table]), tmp_path).xpath("//td[@class='center']")) == 2


def with_signs() -> Story:
    """Return a story with a sentence joined to the one before, one left as it is, and a paragraph left out."""
    maker = Maker()
    blocks = [maker.block(("أولى.", "First."), ("ثانية.", "x"), ("BBC", "x")), maker.block(("خاتمة.", "x"))]
    story = maker.story(("عنوان", "Title"), blocks)
    said = dict(story.counterparts)
    said["ثانية."] = Counterpart(text="", origin="edited", said="before")
    said["BBC"] = Counterpart(text="BBC", origin="edited", said="as_written")
    said["خاتمة."] = Counterpart(text="", origin="edited", said="nowhere")
    return structs.replace(story, counterparts=said)


@pytest.mark.parametrize("view", ["", "en/"])
def test_a_joined_sentence_has_the_counterpart_of_the_one_before(tmp_path: Path, view: str) -> None:
    page = article(with_signs(), tmp_path, view)
    joined, first = (page.xpath(f"//main//*[@data-origin and @data-s='{number}']")[0] for number in (3, 2))
    assert joined.text_content() == first.text_content() == "First."
    assert first.getparent() is joined


def test_what_stays_as_it_is_keeps_its_language_and_what_is_left_out_is_not_there(tmp_path: Path) -> None:
    page = article(with_signs(), tmp_path, "en/")
    assert page.xpath("//main//*[@data-s='4']")[0].get("lang") == "ar"
    (left_out,) = page.xpath("//main//*[@data-s='5']")
    assert left_out.text_content() == ""
    assert left_out.getparent().get("hidden") is not None
    assert article(with_signs(), tmp_path, "ar/").xpath("//main//*[@data-s='5']")[0].text_content() == "خاتمة."


def test_what_stood_above_the_headline_stands_above_it_a_line_each(tmp_path: Path) -> None:
    maker = Maker()
    above = (maker.sentence("14 نوفمبر 2019", "14 November 2019"), maker.sentence("كتبت/ ليلى حسن", "By Layla Hasan"))
    story = maker.story(("عنوان", "Title"), [maker.block(("نص.", "Text."))], above=above)
    for view, lines in (("ar/", ["14 نوفمبر 2019", "كتبت/ ليلى حسن"]), ("en/", ["14 November 2019", "By Layla Hasan"])):
        shown = some(article(story, tmp_path, view).xpath("//p[@class='above'][following::h1]"))
        assert [line.text_content() for line in shown] == lines


def corrected(story: Story, *texts: tuple[str, ...]) -> Story:
    """Return a story with corrections, one a day from 21 November 2026 on."""
    maker = Maker(story.article.lang)
    sentences = tuple(maker.sentence(text, "".join(translated)) for text, *translated in texts)
    days = tuple(datetime(2026, 11, 21 + number, tzinfo=UTC) for number in range(len(texts)))
    changed = structs.replace(story.article, corrections=sentences, corrected=days, updated=days[-1])
    return Story(article=changed, counterparts={**story.counterparts, **maker.counterparts})


def test_corrections_stand_in_a_box_above_the_text_in_the_languages_of_the_view_each_with_its_day(
    tmp_path: Path,
) -> None:
    story = corrected(simple(), ("الجسر 12 مترا.", "The bridge is 12 metres."), ("واسمه سالم.",))
    both = one(article(story, tmp_path), "//section[@id='corrections']")
    assert [each.text_content() for each in both.xpath(".//p[@lang='ar']")] == [
        "تصحيح، 21 تشرين الثاني/نوفمبر 2026: الجسر 12 مترا.",
        "تصحيح، 22 تشرين الثاني/نوفمبر 2026: واسمه سالم.",
    ]
    english = one(article(story, tmp_path, "en/"), "//section[@id='corrections']")
    assert [each.get("dir") for each in english.xpath(".//p")] == ["ltr", "rtl"]
    assert [each.text for each in english.xpath(".//b")] == [
        "Correction, 21 November 2026:",
        "Correction, 22 November 2026:",
    ]
    assert "The bridge is 12 metres." in english.text_content()
    assert not article(simple(), tmp_path).xpath("//*[@id='corrections']")


def test_a_correction_is_in_the_feeds_which_say_that_the_story_changed_then(tmp_path: Path) -> None:
    story = corrected(simple(), ("الجسر 12 مترا.", "The bridge is 12 metres."))
    (english,) = [one.body.decode() for one in feeds(site(tmp_path, story)) if one.path == "en/feed.xml"]
    assert "The bridge is 12 metres." in english
    assert "<updated>2026-11-21T00:00:00+00:00</updated>" in english


def test_the_page_of_corrections_lists_them_newest_first_and_the_footer_leads_there_where_there_are_any(
    tmp_path: Path,
) -> None:
    story = corrected(simple(), ("الجسر 12 مترا.", "The bridge is 12 metres."), ("واسمه سالم.",))
    whole = site(tmp_path, story, simple("second"))
    made = pages(render(whole))
    page = parse(made["en/corrections/index.html"])
    said = [each.text_content() for each in page.xpath("//main//p[@class='correction']")]
    assert said == [
        "Correction, 22 November 2026: واسمه سالم.",
        "Correction, 21 November 2026: The bridge is 12 metres.",
    ]
    assert [each.get("lang") for each in page.xpath("//main//p[@class='correction']/bdi")] == ["ar", "en"]
    assert len(parse(made["corrections/index.html"]).xpath("//main//p[@class='correction']")) == 4
    footer = "//footer[@class='footer']//a[contains(@href, 'corrections/')]"
    assert parse(made["en/articles/second/index.html"]).xpath(footer)
    without_any = pages(render(site(tmp_path, simple())))
    assert "corrections/index.html" not in without_any
    assert not parse(without_any["en/index.html"]).xpath(footer)
