import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.model import Story
from digest.search.index import render_index, render_volume, shard_of
from digest.search.volumes import volumes_of
from digest.search.words import keys
from tests.stories import Maker, site

HERE = Path("/nowhere")


def story(slug: str = "first", **more: Any) -> Story:
    maker = Maker()
    block = maker.block(("سقط المطر أمس.", "Rain fell."), ("جفّ النهر.",))
    return maker.story(("خبر عن المطر", "News of rain"), [block], slug=slug, **more)


def volume(*stories: Story, **more: Any) -> Mapping[str, Any]:
    """Return the files of the only volume of a site, read: without the folder, by name."""
    made = site(HERE, *stories, **more).site
    [only] = volumes_of(made)
    texts = {each.article.slug: each for each in stories}
    outputs = render_volume(made, only, [texts[each.article.slug] for each in only.stories])
    return {output.path.rpartition("/")[2]: json.loads(output.body) for output in outputs}


def numbers(shard: Mapping[str, list[int]], word: str) -> list[int]:
    """Return the numbers of the sentences that hold a word."""
    total, places = 0, []
    for distance in shard.get(keys(word)[0], []):
        total += distance
        places.append(total)
    return places


def test_a_word_has_the_numbers_of_its_sentences_through_all_stories() -> None:
    files = volume(story("old", day=3), story("new", day=5))
    assert files["stories.json"] == [["articles/new/", 3], ["articles/old/", 3]]
    assert numbers(files["0.json"], "مطر") == [0, 1, 3, 4]
    assert numbers(files["0.json"], "النهر") == [2, 5]


def test_a_sentence_is_found_by_what_it_says_in_either_language() -> None:
    shard = volume(story())["0.json"]
    assert numbers(shard, "rain") == numbers(shard, "مطر") == [0, 1]


def test_the_signs_of_markdown_and_addresses_of_links_are_not_searched() -> None:
    maker = Maker()
    block = maker.block(
        ("زار [المعرض](https://example.org/secret) **أمس**.", "He saw [the fair](https://example.org/secret).")
    )
    shard = volume(maker.story(("خبر", "News"), [block], format="markdown"))["0.json"]
    assert numbers(shard, "fair") == [1]
    assert "secret" not in shard


def test_a_story_is_found_by_the_names_of_its_section_and_authors_as_by_its_headline() -> None:
    shard = volume(story(section="economy", authors=("هدى زيدان",)))["0.json"]
    assert numbers(shard, "اقتصاد") == numbers(shard, "Economy") == numbers(shard, "زيدان") == [0]


def test_every_key_is_in_its_shard() -> None:
    files = volume(*(story(f"story-{number}") for number in range(20)))
    shards = {int(name.partition(".")[0]): shard for name, shard in files.items() if name != "stories.json"}
    assert len(shards) == 2
    assert all(shard_of(key, 2) == number for number, shard in shards.items() for key in shard)


def test_words_with_the_same_beginning_are_in_one_shard() -> None:
    assert shard_of("econom", 64) == shard_of("eco", 64)


def test_the_index_names_the_volumes_and_has_the_rules_for_words() -> None:
    made = site(HERE, story()).site
    index = render_index(volumes_of(made))
    assert index.path == "search/index.json"
    [only] = volumes_of(made)
    read = json.loads(index.body)
    assert read["volumes"] == [["2026", 1, only.version]]
    assert read["rules"]["endings"].keys() == {"ar", "en"}
