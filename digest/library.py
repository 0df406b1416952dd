"""The content folder as a whole: every article read, with what its sidecar knows; sidecars written back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digest import memory, sources
from digest.ask import Progress, quiet
from digest.config import Config, check_file
from digest.errors import DigestError, Problem, collected
from digest.glossary import FILE, Glossary, parse
from digest.model import Article, Counterpart, other
from digest.read import read
from digest.site import collisions, is_published


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The content folder, read.

    Attributes:
        articles: those to publish, in the order of their paths.
        known: one mapping an article: what its sidecar says, by clean text.
        glossary: the site's terms.
        warnings: what the authors should know.
    """

    articles: tuple[Article, ...]
    known: tuple[Mapping[str, Counterpart], ...]
    glossary: Glossary
    warnings: tuple[Problem, ...]


def load(config: Config, *, now: datetime, drafts: bool = False, progress: Progress = quiet) -> Library:
    """Read every article of the content folder, and the sidecars of those that are published at `now`.

    Raises `DigestError` with the problems of all files.
    """
    found = sources.find(config.content)
    problems: list[Problem] = []
    articles: list[Article] = []
    for number, source in enumerate(found.articles, 1):
        progress("read", number, len(found.articles))
        with collected(problems):
            data = read_bytes(config.content / source.path, source.path)
            articles.append(read(data, path=source.path, modified=source.modified, config=config))
    problems += collisions({article.path: article.slug for article in articles})
    published = [article for article in articles if drafts or is_published(article, now)]
    known: list[Mapping[str, Counterpart]] = []
    for article in published:
        with collected(problems):
            known.append(_known(article, found.sidecars, config.content))
    glossary = Glossary()
    with collected(problems):
        glossary = read_glossary(config)
    if problems:
        raise DigestError.of(problems)
    return Library(
        articles=tuple(published),
        known=tuple(known),
        glossary=glossary,
        warnings=(
            *(warning for article in articles for warning in article.warnings),
            *warnings_of(found, articles, now=now, drafts=drafts, config=config),
        ),
    )


def warnings_of(
    found: sources.Sources, articles: Sequence[Article], *, now: datetime, drafts: bool, config: Config
) -> Iterator[Problem]:
    """Yield what authors should know of the content folder, beside the warnings of the articles themselves."""
    yield from found.warnings
    for article in () if drafts else articles:
        if article.date > now and not article.draft:
            yield Problem(
                f"it is dated {article.date.astimezone(config.zone):%Y-%m-%d %H:%M %Z} and not published before",
                article.path,
                "`--drafts` shows it; a wrong time zone is set right in `site.toml`",
            )
    yield from _strays(found, articles)


def read_glossary(config: Config) -> Glossary:
    """Return the site's terms. Raises `DigestError` for a file that is wrong."""
    file = config.content / FILE
    check_file(file, FILE)
    return parse(read_bytes(file, FILE), FILE) if file.exists() else Glossary()


def save_sidecar(
    article: Article, counterparts: Mapping[str, Counterpart], config: Config, *, skeleton: bool = False
) -> Path | None:
    """Write what an article's sidecar does not say yet into it; return its file, or None when there was nothing new.

    With `skeleton`, sentences without a counterpart get an empty entry to fill in. What a person wrote is kept.
    Raises `DigestError` when the sidecar can't be read or written.
    """
    path = memory.sidecar_path(article.path, other(article.lang))
    file = config.content / path
    before = read_bytes(file, path) if file.exists() else None
    sidecar = None if before is None else memory.parse(before, path)
    after = memory.update(sidecar, article, other(article.lang), counterparts, skeleton=skeleton)
    if after == (before or b""):
        return None
    temporary = file.with_name(f".{file.name}.new")
    try:
        temporary.write_bytes(after)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise DigestError(f"cannot write it: {(error.strerror or '').lower()}", path) from None
    return file


def read_file(file: Path, config: Config) -> Article:
    """Read one article file, wherever it lies. Raises `DigestError` with all its problems."""
    path = file.resolve()
    shown = path.relative_to(config.content).as_posix() if path.is_relative_to(config.content) else file.name
    data = read_bytes(file, shown)
    return read(data, path=shown, modified=datetime.fromtimestamp(file.stat().st_mtime, UTC), config=config)


def read_bytes(file: str | Path, path: str) -> bytes:
    """Return the bytes of a file; `path` is what an error calls it. Raises `DigestError` when it can't be read."""
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 (many thousand times)
            return opened.readall()
    except FileNotFoundError:
        raise DigestError("there is no such file", path) from None
    except OSError as error:
        raise DigestError(f"cannot read it: {(error.strerror or '').lower()}", path, "check its permissions") from None


def _known(article: Article, sidecars: Collection[str], content: Path) -> Mapping[str, Counterpart]:
    path = memory.sidecar_path(article.path, other(article.lang))
    if path not in sidecars:
        return {}
    return memory.lookup(memory.parse(read_bytes(content / path, path), path), article)


def _strays(found: sources.Sources, articles: Sequence[Article]) -> Iterator[Problem]:
    """Yield a warning for each sidecar that no article uses."""
    left = set(found.sidecars)
    left.difference_update(memory.sidecar_path(article.path, other(article.lang)) for article in articles)
    if not left:
        return
    own = {memory.sidecar_path(article.path, article.lang) for article in articles}
    for path in sorted(left):
        if path in own:
            yield Problem(
                "a sidecar in the language of its article", path, "`Lang:` in the article's header sets it right"
            )
        else:
            yield Problem("a sidecar without an article", path, "rename it like its article, or remove it")
