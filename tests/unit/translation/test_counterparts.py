from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest import markup, quality
from digest.argos import Machine
from digest.errors import DigestError
from digest.memory import Cache
from digest.model import Article, Counterpart, Counts, Format, Story
from digest.quality.arabic_style import ArabicStyle
from digest.translation.counterparts import (
    Reply,
    complete,
    count,
    outdated,
    request,
    reviewed_only,
    said_together,
    translate,
    with_outdated_as,
)
from digest.translation.machine_queue import Answer
from tests import stories

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TITLE = "أمطار غزيرة في دمشق"
WARM = "بلغت درجة الحرارة في دمشق 21 درجة مئوية."
GOLD = "ارتفعت أسعار الذهب اليوم الأحد."


def article(*texts: str, slug: str = "a", format: Format = "text") -> Article:  # noqa: A002
    return stories.article(*texts, path=f"{slug}.txt", format=format, package="bulletins")


def run(
    cache: Path,
    machine: Machine,
    *articles: Article,
    known: dict[str, Counterpart] | None = None,
    **options: object,
) -> tuple[list[Story], Counts]:
    with Cache(cache) as opened:
        return translate(
            articles,
            [known or {} for _ in articles],
            machine=machine,
            package=None,
            cache=opened,
            **options,  # type: ignore[arg-type]
        )


def test_what_a_sidecar_knows_is_never_given_to_the_machine(tmp_path: Path, machine: Machine) -> None:
    edited = Counterpart(text="It is 21 degrees in Damascus.", origin="edited")
    (story,), counts = run(tmp_path / "cache", machine, article(TITLE, WARM), known={WARM: edited})
    assert story.counterparts[WARM] is edited
    assert story.counterparts[TITLE].origin == "machine"
    assert story.counterparts[TITLE].made_by.startswith("bulletins 1.0 ")
    assert (counts.from_sidecar, counts.machine_translated) == (1, 1)


def test_a_sentence_that_two_articles_share_is_translated_once(tmp_path: Path, machine: Machine) -> None:
    asked: list[int] = []
    run(
        tmp_path / "cache",
        machine,
        article(TITLE, WARM, WARM),
        article(GOLD, WARM, slug="b"),
        progress=lambda stage, done, total: asked.append(total),
    )
    assert set(asked) == {3}


def test_an_interrupted_run_goes_on_where_it_stopped_and_ends_in_the_same_words(
    tmp_path: Path, machine: Machine
) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    whole, _ = run(tmp_path / "whole", machine, article(TITLE, WARM, GOLD))
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cache", machine, article(TITLE, WARM, GOLD), progress=interrupt)
    again, counts = run(tmp_path / "cache", machine, article(TITLE, WARM, GOLD))
    assert counts.from_cache >= 1
    assert counts.from_cache + counts.machine_translated == 3
    assert again == whole


def test_markdown_is_translated_without_its_marks_and_gets_its_link_back(tmp_path: Path, machine: Machine) -> None:
    marked = "ارتفعت أسعار [الذهب](https://example.org/gold) اليوم **الأحد**."
    (plain, linked), _ = run(
        tmp_path / "cache", machine, article(TITLE, GOLD), article(TITLE, marked, slug="b", format="markdown")
    )
    counterpart = linked.counterparts[marked]
    assert "https://example.org/gold" in counterpart.text
    assert "link" not in counterpart.flags
    assert "gold" in plain.counterparts[GOLD].text.lower()


def test_no_link_of_a_sentence_is_lost(tmp_path: Path, machine: Machine) -> None:
    marked = "ارتفعت [أسعار](https://example.org/a) [الذهب](https://example.org/b) اليوم الأحد."
    (story,), _ = run(tmp_path / "cache", machine, article(TITLE, marked, format="markdown"))
    counterpart = story.counterparts[marked]
    assert markup.links(counterpart.text) == ["https://example.org/a", "https://example.org/b"]
    assert "link" not in counterpart.flags


SIGNS = ("12:30", "٪١٢", "—", "🔥🔥", "(1)", "https://example.org/a")


def test_what_has_no_words_stands_as_it_is_and_is_given_to_no_machine(tmp_path: Path) -> None:
    nothing = Machine(folders=[], cache=tmp_path / "packages")
    (story,), counts = run(
        tmp_path / "cache",
        nothing,
        article(TITLE, *SIGNS),
        known={TITLE: Counterpart(text="Rain in Damascus", origin="edited")},
    )
    assert [story.counterparts[text] for text in SIGNS] == [
        Counterpart(text=text, origin="verbatim")
        for text in ("12:30", "%12", "—", "🔥🔥", "(1)", "https://example.org/a")
    ]
    assert counts == Counts(sentences=7, from_sidecar=1, edited=1)


def test_what_a_machine_once_made_of_a_number_is_not_shown_and_what_a_person_wrote_is(tmp_path: Path) -> None:
    known = {
        TITLE: Counterpart(text="Rain in Damascus", origin="edited"),
        "12:30": Counterpart(text="123:00", origin="machine", made_by="x"),
        "52,00": Counterpart(text="52.00", origin="edited"),
    }
    (story,), _ = run(
        tmp_path / "cache", Machine(folders=[], cache=tmp_path), article(TITLE, "12:30", "52,00"), known=known
    )
    assert story.counterparts["12:30"] == Counterpart(text="12:30", origin="verbatim")
    assert story.counterparts["52,00"] is known["52,00"]


def test_without_a_package_every_article_is_named_or_shown_untranslated(tmp_path: Path) -> None:
    nothing = Machine(folders=[], cache=tmp_path / "packages")
    articles = [replace(article(TITLE, WARM), package=None), replace(article(TITLE, slug="b"), package="missing")]
    with pytest.raises(DigestError) as caught:
        run(tmp_path / "cache", nothing, *articles)
    assert [problem.where for problem in caught.value.problems] == ["a.txt", "b.txt"]
    assert "no package `missing` is installed for `ar en`" in caught.value.problems[1].problem
    (first, _), counts = run(tmp_path / "cache", nothing, *articles, allow_untranslated=True)
    assert first.counterparts[WARM] == Counterpart(text=WARM, origin="untranslated")
    assert (counts.untranslated, counts.machine_translated) == (3, 0)


def test_a_doubtful_sentence_is_asked_for_again_in_other_ways_and_the_least_doubtful_answer_kept(
    tmp_path: Path, machine: Machine
) -> None:
    strange = "وقال الباحث: «درسنا 17 مخطوطة نادرة في 1984»، ثم أضاف أن 33 منها لم تنشر قط."
    asked: list[int] = []
    (story,), _ = run(
        tmp_path / "cache", machine, article(TITLE, strange), progress=lambda stage, done, total: asked.append(total)
    )
    assert asked[0] == 2
    assert asked[-1] > 2
    engine = machine.load(machine.find("bulletins", "ar", "en"))  # type: ignore[arg-type]
    ((_, plain),) = engine.translate([strange])
    first = quality.check(strange, quality.repair(strange, plain.text, "en"), "ar")
    assert first
    assert quality.doubt(set(story.counterparts[strange].flags) - {"unsure"}) <= quality.doubt(first)
    again: list[int] = []
    run(tmp_path / "cache", machine, article(TITLE, strange), progress=lambda stage, done, total: again.append(total))
    assert not again


def test_a_headline_has_no_full_stop_of_the_machines_own_and_a_line_of_the_text_keeps_it() -> None:
    line = "عودة الوزير إلى العاصمة"
    answers = {text: Answer(text="Rain is expected in Damascus.", flags=()) for text in (TITLE, line)}
    story = complete(article(TITLE, line), {}, Reply(answers=answers, made_by="x"))
    assert story.counterparts[TITLE].text == "Rain is expected in Damascus"
    assert story.counterparts[line].text == "Rain is expected in Damascus."


def test_reviewed_words_in_the_letters_of_another_language_do_not_count_as_reviewed(tmp_path: Path) -> None:
    known = {
        TITLE: Counterpart(text="هطلت أمطار غزيرة", origin="edited"),
        WARM: Counterpart(text="It was 21 degrees in Damascus (دمشق).", origin="edited"),
    }
    (story,), _ = run(tmp_path / "cache", Machine(folders=[], cache=tmp_path), article(TITLE, WARM), known=known)
    assert story.counterparts[TITLE].origin == "draft"
    assert "script" in story.counterparts[TITLE].flags
    assert story.counterparts[WARM] is known[WARM]


def test_names_are_spelled_as_in_the_reviewed_sentences_of_an_article(tmp_path: Path, machine: Machine) -> None:
    title, reviewed = TITLE.replace("دمشق", "بيروت"), "هدأت العاصفة في بيروت."
    (story,), _ = run(tmp_path / "cache", machine, article(title, reviewed))
    assert story.counterparts[title].text == "Heavy rain in Beirut"
    known = {reviewed: Counterpart(text="The storm in Beyrout is over.", origin="edited")}
    (story,), _ = run(tmp_path / "cache", machine, article(title, reviewed), known=known)
    assert story.counterparts[title].text == "Heavy rain in Beyrout"


def test_arabic_answers_are_written_in_the_style_of_the_site(tmp_path: Path, machine: Machine) -> None:
    texts = ["Heavy rain in Damascus", "The temperature in Damascus reached 21 degrees Celsius on 5 July."]
    english = stories.article(*texts, path="x.txt", lang="en", package="bulletins")
    (said,), _ = run(tmp_path / "cache", machine, english)
    (styled,), _ = run(tmp_path / "cache", machine, english, style=ArabicStyle(digits="eastern"))
    western = said.counterparts[texts[1]].text
    assert any(digit in western for digit in "0123456789")
    assert styled.counterparts[texts[1]].text == ArabicStyle(digits="eastern").written(texts[1], western)


def test_a_sentence_that_a_person_has_said_elsewhere_or_left_out_is_reviewed(tmp_path: Path) -> None:
    known = {
        TITLE: Counterpart(text="Rain in Damascus", origin="edited"),
        WARM: Counterpart(text="It was 21 degrees in Damascus, and gold prices rose on Sunday.", origin="draft"),
        GOLD: Counterpart(text="", origin="edited", said="before"),
        "x": Counterpart(text="x", origin="edited", said="as_written"),
    }
    story = complete(article(TITLE, WARM, GOLD, "x"), known, Reply())
    assert [one.said for one in story.counterparts.values()] == ["here", "here", "before", "as_written"]
    assert [one.origin for one in story.counterparts.values()] == ["edited", "draft", "edited", "edited"]
    assert said_together(story.article, story.counterparts)[WARM] == f"{WARM} {GOLD}"
    assert "length" not in story.counterparts[WARM].flags


def test_a_sign_that_cannot_be_meant_leaves_the_sentence_untranslated() -> None:
    known = {
        TITLE: Counterpart(text="", origin="edited", said="nowhere"),
        GOLD: Counterpart(text="", origin="edited", said="before"),
    }
    answers = {WARM: Answer(text="It was 21 degrees in Damascus.", flags=())}
    story = complete(article(TITLE, WARM, GOLD), known, Reply(answers=answers, made_by="x"))
    assert [one.origin for one in story.counterparts.values()] == ["untranslated", "machine", "untranslated"]


@pytest.mark.parametrize(("stale", "origin"), [("show", "stale"), ("original", "stale"), ("machine", "machine")])
def test_a_site_says_what_stands_for_an_outdated_translation_and_it_counts_as_one(stale: str, origin: str) -> None:
    known = {WARM: Counterpart(text="It was 20 degrees.", origin="stale")}
    one = article(TITLE, WARM)
    usable = with_outdated_as(known, stale)
    assert (WARM in request(one, usable, None).texts) == (stale == "machine")
    answers = {WARM: Answer(text="It was 21 degrees in Damascus.", flags=("number",))}
    reply = Reply(answers=answers if stale == "machine" else {}, made_by="x")
    story = complete(one, usable, reply)
    shown = story.counterparts[WARM]
    assert shown.origin == origin
    assert shown.text == {"show": "It was 20 degrees.", "original": WARM, "machine": answers[WARM].text}[stale]
    assert shown.is_in_source_language == (stale == "original")
    counts = count(story, reply, outdated(known))
    assert (counts.stale, counts.machine, counts.doubtful, counts.untranslated) == (1, 0, 0, 1)


def test_a_sentence_that_is_joined_to_one_that_is_not_shown_is_not_said() -> None:
    known = {
        TITLE: Counterpart(text="Rain", origin="edited"),
        WARM: Counterpart(text="It was warm, and gold rose.", origin="draft"),
        GOLD: Counterpart(text="", origin="edited", said="before"),
    }
    shown = reviewed_only(complete(article(TITLE, WARM, GOLD), known, Reply())).counterparts
    assert [one.origin for one in shown.values()] == ["edited", "untranslated", "untranslated"]
