"""Sidecars for review: each article's sentences with what a machine says to them, or with room for a translation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import Config
from digest.editorial.corpus import Corpus
from digest.memory import Cache
from digest.memory.sidecar import save_sidecar
from digest.model import Counterpart
from digest.progress import Progress, quiet
from digest.translation.counterparts import translate

if TYPE_CHECKING:
    from digest.argos import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written.

    Attributes:
        sidecars: the files that say something new, in the order of their articles.
        sentences: how many counterparts the machine gave, now or, from its cache, earlier; distinct ones an article.
    """

    sidecars: tuple[Path, ...]
    sentences: int = 0


def write_translations(
    content: Corpus,
    config: Config,
    machine: "Machine",
    cache: Cache,
    *,
    again: bool = False,
    progress: Progress = quiet,
) -> Written:
    """Translate what articles lack into their sidecars; return what was written.

    With `again`, what a machine has translated and nobody reviewed is translated anew. What a person wrote is kept.
    Raises `DigestError` when the machine can't translate, before anything is written, or a sidecar can't be written.
    """
    stories, counts = translate(
        content.articles,
        [_by_people(said) for said in content.counterparts] if again else content.counterparts,
        machine=machine,
        package=config.package,
        cache=cache,
        glossary=content.glossary,
        progress=progress,
    )
    sidecars = _saved(content, [story.counterparts for story in stories], config)
    return Written(sidecars=sidecars, sentences=counts.machine_translated + counts.from_cache - counts.withheld)


def write_skeletons(content: Corpus, config: Config) -> Written:
    """Give each sentence without a counterpart an empty entry in its sidecar; return what was written.

    Raises `DigestError` when a sidecar can't be written.
    """
    return Written(sidecars=_saved(content, content.counterparts, config, skeleton=True))


def _by_people(counterparts: Mapping[str, Counterpart]) -> dict[str, Counterpart]:
    return {text: counterpart for text, counterpart in counterparts.items() if counterpart.origin != "machine"}


def _saved(
    content: Corpus, counterparts: Sequence[Mapping[str, Counterpart]], config: Config, *, skeleton: bool = False
) -> tuple[Path, ...]:
    """Save one mapping of counterparts an article; return the sidecars that were written."""
    sidecars = (
        save_sidecar(article, said, config, skeleton=skeleton)
        for article, said in zip(content.articles, counterparts, strict=True)
    )
    return tuple(file for file in sidecars if file)
