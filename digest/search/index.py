"""The search index: static files that `theme/search.js` looks a reader's words up in.

`search/index.json` names the volumes and has the rules for words. A volume has a list of its stories and some shards;
all keys with the same first letters are in one shard, so that a word, or its beginning, is looked up in one file. The
sentences of a volume are numbered through, a headline first: a shard has for each key the numbers of the sentences that
hold it in either language, each as the distance from the one before. What a result says is read from its page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from digest.config import Config
from digest.markup import strip
from digest.model import Output, Story, other
from digest.search.volumes import INDEX, Volume, filed
from digest.search.words import RULES, keys_of
from digest.site.site import Site, path_of

_FIRST = 3
"""Letters of a key that decide which shard has it."""


def render_index(volumes: Iterable[Volume]) -> Output:
    """Return the file that the rest of the index is found by."""
    named = [(volume.name, volume.shards, volume.version) for volume in volumes]
    return Output(INDEX, msgspec.json.encode({"volumes": named, "rules": RULES}))


def render_volume(site: Site, volume: Volume, stories: Iterable[Story]) -> Iterator[Output]:
    """Yield the files of a volume; `stories` are its stories with their texts, in its order."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    listed: list[tuple[str, int]] = []
    number = 0
    for summary, story in zip(volume.stories, stories, strict=True):
        start = number
        headline = True
        for text in _texts(story, site.config):
            keys = set(keys_of(text))
            if headline:
                keys.update(key for name in filed(site, summary) for key in keys_of(name))
                headline = False
            for key in keys:
                postings[key].append(number)
            number += 1
        listed.append((path_of(story.article), number - start))
    yield Output(volume.stories_path, msgspec.json.encode(listed))
    shards: list[dict[str, list[int]]] = [{} for _ in range(volume.shards)]
    for key in sorted(postings):
        shards[shard_of(key, volume.shards)][key] = _distances(postings[key])
    for path, shard in zip(volume.shard_paths, shards, strict=True):
        yield Output(path, msgspec.json.encode(shard))


def shard_of(key: str, shards: int) -> int:
    """Return the number of the shard, of so many, that has a key."""
    number = 0
    for letter in key[:_FIRST]:
        number = (31 * number + ord(letter)) % 65_521
    return number % shards


def _texts(story: Story, config: Config) -> Iterator[str]:
    """Yield what each sentence of a story says in the languages of the site, without Markdown."""
    article = story.article
    for sentence in article.sentences():
        counterpart = story.counterparts[sentence.text]
        said = [sentence.text] if counterpart.text == sentence.text else [sentence.text, counterpart.text]
        if config.languages == other(article.lang):
            said = said[-1:]
        if article.format == "markdown":
            said = [strip(text, article.references) for text in said]
        yield "\n".join(said)


def _distances(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]
