"""Articles read from a text, for the tests of `digest.content`: what is understood of it, or what is wrong with it."""

from datetime import UTC, datetime
from pathlib import Path

from digest.config import Config
from digest.content.article import read
from digest.errors import DigestError, Problem
from digest.model import Article, Block
from tests.stories import config as site_config

MODIFIED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def make_config(root: Path = Path("/nowhere"), *, ticker: tuple[str, ...] = (), paragraphs: str = "auto") -> Config:
    return site_config(root, time_zone="Africa/Tunis", ticker=ticker, paragraphs=paragraphs)


def read_text(text: str | bytes, path: str = "story.txt", config: Config | None = None) -> Article:
    data = text if isinstance(text, bytes) else text.encode()
    return read(data, path=path, modified=MODIFIED, config=config or make_config())


def problems_of(text: str | bytes, path: str = "story.txt", config: Config | None = None) -> list[Problem]:
    """Return what `read` objects to."""
    try:
        read_text(text, path, config)
    except DigestError as error:
        return list(error.problems)
    return []


def texts(block: Block) -> list[str]:
    return [sentence.text for sentence in block.sentences]


def outline(article: Article) -> list[tuple[str, str]]:
    """Return the blocks as kind and text."""
    return [(block.kind, " | ".join(texts(block))) for block in article.blocks]
