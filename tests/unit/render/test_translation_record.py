"""The record of a translation: every sentence, where its counterpart came from, and who revised it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from digest.model import Origin, Revision, Story
from digest.render.translation_record import record_path, render_record
from digest.site.status import status_of
from tests.stories import Maker, rich, simple, site
from tests.unit.render.parsed import article, one

BASE = "https://news.example/daily/"


def record(story: Story) -> Any:
    (output,) = render_record(site(Path("/nowhere"), story, base_url=BASE).site, story, status_of(story))
    assert output.path == record_path(story.article, status_of(story))
    return json.loads(output.body)


def test_it_names_the_original_the_translation_and_who_revised_it() -> None:
    revision = Revision(time=datetime(2026, 11, 21, 9, tzinfo=UTC), by="Huda Zaydan")
    told = record(replace(simple(), revision=revision))
    assert (told["article"], told["about"]) == (f"{BASE}articles/first/", f"{BASE}about/#how-en")
    assert told["original"] == {"language": "ar", "url": f"{BASE}ar/articles/first/"}
    assert told["translation"] == {
        "language": "en",
        "url": f"{BASE}en/articles/first/",
        "status": "edited",
        "revised": "2026-11-21T09:00:00+00:00",
        "revised_by": "Huda Zaydan",
    }


def test_it_says_of_each_sentence_where_its_counterpart_came_from() -> None:
    maker = Maker()
    pairs = [
        ("قال 3.", "He said 4.", "machine", ("number",)),
        ("وعاد.", "He came back.", "edited"),
        ("ولم يُترجَم.",),
    ]
    told = record(maker.story(("عنوان", "Title", "machine"), [maker.block(*pairs)]))
    engine = "bulletins 1.0 0a1b2c3d"
    assert told["sentences"] == [
        {"number": 1, "source": "عنوان", "translation": "Title", "origin": "machine", "engine": engine},
        {
            "number": 2,
            "source": "قال 3.",
            "translation": "He said 4.",
            "origin": "machine",
            "engine": engine,
            "flags": ["number"],
        },
        {"number": 3, "source": "وعاد.", "translation": "He came back.", "origin": "edited"},
        {"number": 4, "source": "ولم يُترجَم.", "origin": "untranslated"},
    ]
    assert told["translation"]["engines"] == [engine]
    assert told["translation"]["digital_source_type"].endswith("/compositeWithTrainedAlgorithmicMedia")


def test_its_numbers_are_those_of_the_page_and_alternative_texts_have_none(tmp_path: Path) -> None:
    story = rich()
    page = article(story, tmp_path, "ar/")
    numbered = {each["number"]: each for each in record(story)["sentences"] if "number" in each}
    assert sorted(numbered) == sorted({int(number) for number in page.xpath("//main//@data-s")})
    assert [each["source"] for each in record(story)["sentences"] if "number" not in each] == ["رسم بياني"]
    assert numbered[1]["source"] == one(page, "//h1").text_content()


@pytest.mark.parametrize("origin", ["edited", "machine", "untranslated"])
def test_the_pages_of_a_translated_story_lead_to_it(tmp_path: Path, origin: Origin) -> None:
    story = simple(origin=origin)
    for view in ("", "ar/", "en/"):
        links = article(story, tmp_path, view).xpath("//link[@type='application/json']/@href")
        assert links == ([] if origin == "untranslated" else ["/articles/first/translation.json"])


def test_a_story_that_is_not_translated_has_none() -> None:
    story = simple(origin="untranslated")
    assert list(render_record(site(Path("/nowhere"), story).site, story, status_of(story))) == []
