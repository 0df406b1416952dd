"""How the translation of a story was made, in numbers and in words."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from digest.locale import words
from digest.model import Origin, Revision
from digest.site.status import Status, status_of, uncredited
from tests.stories import Maker, rich, simple


def status_from(*origins: Origin) -> Status:
    """Return the status of a story whose sentences are of these origins."""
    maker = Maker()
    pairs = [(f"جملة {n}.", "" if origin == "untranslated" else f"Sentence {n}.", origin)
             for n, origin in enumerate(origins)]  # fmt: skip
    return status_of(maker.story(pairs[0], [maker.block(*pairs[1:])]))


@pytest.mark.parametrize(
    ("origins", "code"),
    [
        (("edited", "edited"), "edited"),
        (("machine", "machine"), "machine"),
        (("untranslated", "untranslated"), "untranslated"),
        (("stale", "stale"), "stale"),
        (("stale", "edited"), "stale"),
        (("stale", "machine"), "mixed"),
        (("edited", "machine"), "mixed"),
        (("edited", "untranslated"), "partial"),
        (("stale", "untranslated"), "partial"),
        (("machine", "untranslated"), "mixed"),
        (("edited", "stale", "machine"), "mixed"),
    ],
)
def test_a_translation_is_called_by_how_all_of_it_was_made(origins: tuple[Origin, ...], code: str) -> None:
    assert status_from(*origins).code == code


@pytest.mark.parametrize("rest", ["edited", "stale", "verbatim"])
def test_no_machine_is_spoken_of_where_none_was_at_work(rest: Origin) -> None:
    status = status_from("untranslated", rest, "edited")
    assert not status.has_machine
    for lang, name in (("en", "achine"), ("ar", "آلي")):
        said = [words(lang)(f"badge.{status.code}"), *status.notes(words(lang)), status.original_note(words(lang))]
        assert not any(name in text for text in said)


def test_sentences_are_counted_by_origin_and_doubt() -> None:
    status = status_of(rich())
    assert (status.total, status.machine, status.stale, status.untranslated, status.flagged) == (25, 2, 1, 2, 1)
    assert (status.lang, status.engines, status.has_machine) == ("en", ("bulletins 1.0 0a1b2c3d",), True)


def test_a_reader_is_told_of_underlined_sentences_only_where_they_are() -> None:
    status = status_of(rich())
    marked, unmarked = (status.notes(words("en"), marked=marked) for marked in (True, False))
    assert marked == [*unmarked, words("en")("notice_flagged_count", n=1)]


def test_a_mixed_translation_says_how_many_sentences_are_what() -> None:
    notes = status_of(rich()).notes(words("en"), marked=False)
    assert notes[1:] == [
        words("en")("notice_machine_count", n=2, total=25),
        words("en")("notice_stale_count", n=1, total=25),
        words("en")("notice_untranslated_count", n=2, total=25),
        words("en")("notice_rest"),
    ]


def test_the_notes_name_the_direction_of_the_translation() -> None:
    assert "from English into Arabic" in status_of(simple(lang="en", origin="machine")).notes(words("en"))[0]
    assert "from Arabic into English" in status_of(simple(origin="machine")).notes(words("en"))[0]


def test_an_alternative_text_counts_as_a_sentence_does() -> None:
    maker = Maker()
    blocks = [maker.image("rain.jpg", ("شارع مبتل", "A wet street", "machine"), ("صورة.", "A photo.", "edited"))]
    status = status_of(maker.story(("عنوان", "A title", "edited"), blocks))
    assert (status.code, status.total, status.machine) == ("mixed", 3, 1)


def credited(origin: Origin, by: str = "") -> Status:
    story = simple(origin=origin, translators=("Lina Haddad", "Omar"), reviewers=("Sara",))
    return status_of(replace(story, revision=Revision(time=datetime(2026, 11, 21, tzinfo=UTC), by=by)))


def test_whom_the_article_names_is_credited_in_place_of_whom_the_sidecar_names() -> None:
    status = credited("edited", by="Poedit User")
    notes = status.notes(words("en"))
    assert "Translated by \u2068Lina Haddad\u2069, \u2068Omar\u2069." in notes
    assert "Reviewed by \u2068Sara\u2069." in notes
    assert status.revision_note(words("en"), UTC) == "Reviewed on 21 November 2026."
    assert "ترجمة: \u2068Lina Haddad\u2069، \u2068Omar\u2069." in status.notes(words("ar"))


@pytest.mark.parametrize(
    ("origin", "translators", "reviewers"),
    [("machine", 0, 0), ("untranslated", 0, 0), ("draft", 2, 0), ("stale", 2, 1), ("written", 0, 0)],
)
def test_nobody_is_credited_with_work_that_is_not_there_and_that_is_told(
    origin: Origin, translators: int, reviewers: int
) -> None:
    status = credited(origin)
    assert (len(status.translators), len(status.reviewers)) == (translators, reviewers)
    story = simple(origin=origin, translators=("Lina Haddad", "Omar"), reviewers=("Sara",))
    assert len(list(uncredited(story.article, status))) == (not translators) + (not reviewers)
