import re

from digest.locale import words
from digest.model import LANGS, Counterpart, Lang, Story
from digest.render.story_html import StoryHtml
from tests.growth import times_longer
from tests.reading import read_text

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

    stories = {count: story(count) for count in (1000, 2000)}
    assert times_longer(lambda count: written(stories[count]), 1000) < 3
