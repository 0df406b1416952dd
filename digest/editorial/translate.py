"""Sidecars for review: each article's sentences with what a machine says to them, or with room for a translation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import Config
from digest.editorial.corpus import Corpus
from digest.editorial.reuse import NOTHING, Remembered, reused
from digest.memory import Cache, save_sidecar
from digest.model import Counterpart
from digest.progress import Progress, quiet
from digest.translation.counterparts import complete, recall, request, translate

if TYPE_CHECKING:
    from digest.argos import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written.

    Attributes:
        sidecars: the files that say something new, in the order of their articles.
        sentences: how many counterparts the machine gave, now or, from its cache, earlier; distinct ones an article.
        reused: how many were translated before.
    """

    sidecars: tuple[Path, ...]
    sentences: int = 0
    reused: int = 0


def write_translations(
    content: Corpus,
    config: Config,
    machine: "Machine",
    cache: Cache,
    *,
    again: bool = False,
    remembered: Remembered = NOTHING,
    progress: Progress = quiet,
) -> Written:
    """Translate what articles lack into their sidecars; return what was written.

    With `again`, what a machine has translated and nobody reviewed is translated anew, and taken out where the machine
    abstains now. What a person wrote is kept, and what is `remembered` is not asked.
    Raises `DigestError` when the machine can't translate, before anything is written, or a sidecar can't be written.
    """
    content, signed = _with_older_signed(content, config, machine, cache)
    known = [_by_people(said) for said in content.counterparts] if again else content.counterparts
    again_said = [reused(article, said, remembered) for article, said in zip(content.articles, known, strict=True)]
    stories, counts = translate(
        content.articles,
        [{**said, **more} for said, more in zip(known, again_said, strict=True)],
        machine=machine,
        package=config.package,
        cache=cache,
        glossary=content.glossary,
        style=content.style,
        progress=progress,
    )
    saved = _saved(content, [story.counterparts for story in stories], config)
    sidecars = tuple(dict.fromkeys((*signed, *saved)))
    return Written(
        sidecars=sidecars,
        sentences=counts.machine_translated + counts.from_cache - counts.withheld,
        reused=sum(map(len, again_said)),
    )


def write_skeletons(content: Corpus, config: Config) -> Written:
    """Give each sentence without a counterpart an empty entry in its sidecar; return what was written.

    Raises `DigestError` when a sidecar can't be written.
    """
    return Written(sidecars=_saved(content, content.counterparts, config, skeleton=True))


def _with_older_signed(
    content: Corpus, config: Config, machine: "Machine", cache: Cache
) -> tuple[Corpus, tuple[Path, ...]]:
    """Let sidecars of older versions say which words are a machine's, as far as the machine cache knows them.

    Until then they count as drafts. Return the articles with their counterparts, and the sidecars that were written.
    """
    requests = [
        request(article, {text: one for text, one in said.items() if not _began_as_machine_s(one)}, config.package)
        for article, said in zip(content.articles, content.counterparts, strict=True)
    ]
    if not any(_began_as_machine_s(one) for said in content.counterparts for one in said.values()):
        return content, ()
    replies = recall(requests, machine=machine, cache=cache, glossary=content.glossary, style=content.style)
    signed: list[Mapping[str, Counterpart]] = []
    for article, said, reply in zip(content.articles, content.counterparts, replies, strict=True):
        answered = complete(article, {}, reply).counterparts
        by_machine = {
            text: answered[text]
            for text, one in said.items()
            if _began_as_machine_s(one) and answered[text].origin == "machine" and answered[text].text == one.text
        }
        signed.append(by_machine)
    files = _saved(content, signed, config)
    counterparts = tuple({**said, **new} for said, new in zip(content.counterparts, signed, strict=True))
    return replace(content, counterparts=counterparts), files


def _began_as_machine_s(counterpart: Counterpart) -> bool:
    return counterpart.origin == "draft" and bool(counterpart.made_by)


def _by_people(counterparts: Mapping[str, Counterpart]) -> dict[str, Counterpart]:
    return {text: counterpart for text, counterpart in counterparts.items() if counterpart.origin != "machine"}


def _saved(
    content: Corpus, counterparts: Sequence[Mapping[str, Counterpart]], config: Config, *, skeleton: bool = False
) -> tuple[Path, ...]:
    """Save one mapping of counterparts an article; return the sidecars that were written."""
    sidecars = (
        save_sidecar(article, said, config, skeleton=skeleton, stray=content.strays.get(article.path))
        for article, said in zip(content.articles, counterparts, strict=True)
    )
    return tuple(file for file in sidecars if file)
