"""What is known of a site's articles without reading them: the records of the last build that still hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest import memory
from digest.build import state
from digest.build.article_stage import BuildTranslator, fresh_records
from digest.build.options import BuildOptions
from digest.build.state import ArticleRecord
from digest.build.targets import articles_key
from digest.config import Config
from digest.content import listing
from digest.content.listing import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticles:
    """What lies in the content folder, and what is known of it.

    Attributes:
        sources: what the content folder holds.
        records: path of a published article → its record, where nothing that it was made from has changed.
    """

    sources: Sources
    records: Mapping[str, ArticleRecord]

    def unread(self) -> list[str]:
        """Return the paths of the articles of which nothing is known."""
        return [source.path for source in self.sources.articles if source.path not in self.records]


def known_articles(config: Config, options: BuildOptions, cache: memory.Cache) -> KnownArticles:
    """Return what the last build into the site's output folder left that still holds; nothing is written."""
    known = state.load(state.state_file(config), articles_key(config), config.user_cache)
    sources = listing.find(config.content)
    paths = memory.stray_paths(sources.sidecars, (source.path for source in sources.articles))
    fresh = fresh_records(
        known.articles,
        sources,
        config=config,
        options=options,
        translator=BuildTranslator(config, options, cache),
        strays={path: sources.sidecars[path] for path in paths},
        changed=None,
    )
    return KnownArticles(sources=sources, records={path: record for path, record in fresh if record.summary})
