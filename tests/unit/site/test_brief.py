"""Title and teaser of a story in both languages."""

import pytest
from msgspec.structs import replace

from digest.model import Block, Lang
from digest.site.brief import briefs_of
from tests.stories import Maker, rich, simple


def teaser(*sentences: str, lang: Lang = "ar") -> str:
    maker = Maker(lang)
    return briefs_of(maker.story(("عنوان", "Title"), [maker.block(*((each,) for each in sentences))]))[lang].excerpt


def test_the_teaser_is_the_standfirst_where_there_is_one() -> None:
    briefs = briefs_of(rich())
    assert (briefs["ar"].excerpt, briefs["en"].excerpt) == ("ملخّص الخبر في جملة.", "The story in a sentence.")


def test_else_it_is_the_beginning_of_the_first_paragraph() -> None:
    maker = Maker()
    blocks = [
        maker.block(("سؤال", "A question"), kind="heading", level=2),
        maker.block(("حاشية", "A note"), note="1"),
        maker.block(("أولًا.", "First."), ("ثانيًا.", "Second.")),
    ]
    assert briefs_of(maker.story(("عنوان", "Title"), blocks))["en"].excerpt == "First. Second."


def test_a_list_is_the_beginning_of_an_article_that_is_nothing_else() -> None:
    maker = Maker()
    items = [maker.block((f"بند {n}.", f"Item {n}."), kind="item", level=1) for n in (1, 2)]
    assert briefs_of(maker.story(("عنوان", "Title"), items))["en"].excerpt == "Item 1."
    paragraph = maker.block(("نص.", "Text."))
    assert briefs_of(maker.story(("عنوان", "Title"), [*items, paragraph]))["en"].excerpt == "Text."


def test_a_headline_that_is_far_too_long_is_cut_after_a_word() -> None:
    story = Maker().story((" ".join(["كلمة"] * 2000), " ".join(["word,"] * 2000)))
    for brief, end in ((briefs_of(story)["ar"], " كلمة…"), (briefs_of(story)["en"], " word…")):
        assert len(brief.title) <= 200
        assert brief.title.endswith(end)


def test_an_article_without_text_has_no_teaser() -> None:
    brief = briefs_of(Maker().story(("عنوان", "Title"), [Block(kind="rule")]))["en"]
    assert (brief.excerpt, brief.excerpt_lang) == ("", "en")


def test_what_is_not_translated_is_in_the_language_of_the_source() -> None:
    brief = briefs_of(simple(origin="untranslated"))["en"]
    assert (brief.title, brief.title_lang, brief.excerpt_lang) == ("خبر أول", "ar", "ar")


def test_the_teaser_ends_where_the_translation_does() -> None:
    maker = Maker()
    story = maker.story(("عنوان", "Title"), [maker.block(("أولًا.", "First."), ("ثانيًا.",), ("ثالثًا.", "Third."))])
    briefs = briefs_of(story)
    assert (briefs["en"].excerpt, briefs["ar"].excerpt) == ("First.", "أولًا. ثانيًا. ثالثًا.")
    story = maker.story(("عنوان", "Title"), [maker.block(("ثانيًا.",), ("ثالثًا.", "Third."))])
    assert (briefs_of(story)["en"].excerpt, briefs_of(story)["en"].excerpt_lang) == ("ثانيًا. ثالثًا.", "ar")


def test_markdown_is_left_out_of_a_markdown_article_only() -> None:
    maker = Maker()
    story = maker.story(("**عنوان**", "A **title**"), [], format="markdown")
    assert briefs_of(story)["en"].title == "A title"
    plain = replace(story, article=replace(story.article, format="text"))
    assert briefs_of(plain)["en"].title == "A **title**"


def test_sentences_are_added_while_there_is_room() -> None:
    short, long = "جملة قصيرة.", "كلمة " * 30 + "أخيرة."
    assert teaser(short, short, long) == f"{short} {short}"
    assert teaser(long) == long


@pytest.mark.parametrize("word", ["كلمة،", "word,"])
def test_a_sentence_that_is_far_too_long_is_cut_after_a_word(word: str) -> None:
    cut = teaser(" ".join([word] * 100))
    assert len(cut) <= 300
    assert cut.endswith(f" {word[:-1]}…")
