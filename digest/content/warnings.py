"""Warnings of the content folder as a whole: what looks like an oversight, beside the warnings of each article."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from digest.config import Config
from digest.content import listing
from digest.content.listing import sidecar_path, sidecar_paths, version_of
from digest.errors import Problem
from digest.model import Article, other


def warnings_of(
    found: listing.Sources,
    articles: Sequence[Article],
    *,
    now: datetime,
    drafts: bool,
    config: Config,
    moved: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield the warnings of a content folder, without those of the articles themselves.

    `moved` has the sidecars that are read for an article of another name, each with the path of that.
    """
    yield from found.all_warnings({link.path for article in articles for link in article.file_links.values()})
    yield from _dead_links([article for article in articles if drafts or article.is_published(now)], found)
    yield from () if drafts else _left_out(articles, now)
    for article in () if drafts else articles:
        if article.date > now and not article.draft and not article.is_published(now):
            yield Problem(
                f"it is dated {article.date.astimezone(config.zone):%Y-%m-%d %H:%M %Z} and not published before",
                article.path,
                "`--drafts` shows it; a wrong time zone is set right in `site.toml`",
            )
    if not articles:
        yield Problem("there is no article in it", f"{config.content.name}/", '`digest new "TITLE"` begins one')
    yield from _strays(found, articles, moved)
    yield from _unused_versions(found, articles)


def _left_out(articles: Sequence[Article], now: datetime) -> Iterator[Problem]:
    """Yield one warning for all drafts, and one for all articles that have expired."""
    drafts = [article.path for article in articles if article.draft]
    expired = [article.path for article in articles if not article.draft and article.expires and article.expires <= now]
    for paths, problem, hint in (
        (drafts, "it is a draft, and left out", "`--drafts` shows it"),
        (expired, "it has expired, and is left out", "its `Expires` line says when it ends"),
    ):
        if paths:
            yield Problem(problem + _as_others(paths[1:]), paths[0], hint)


def _as_others(paths: list[str]) -> str:
    """Return that the same is true of other files: the first few by name, and how many more."""
    if not paths:
        return ""
    rest = f" and {len(paths) - 3:,} more" if len(paths) > 3 else ""
    return f"; so {'is' if len(paths) == 1 else 'are'} {', '.join(f'`{path}`' for path in paths[:3])}{rest}"


def _dead_links(published: Sequence[Article], found: listing.Sources) -> Iterator[Problem]:
    """Yield a warning for each link of a published article to another that is not there, or not published."""
    shown = {article.path for article in published}
    for article in published:
        for link in article.file_links.values() if article.file_links else ():
            if link.kind == "article" and link.path not in shown:
                there = any(source.path == link.path for source in found.articles)
                problem = f"the article `{link.path}` that a link leads to is not {'published' if there else 'there'}"
                hint = "the page shows the words without the link" if there else "mend the link"
                yield Problem(problem, f"{article.path}:{link.line}", hint)


def _strays(found: listing.Sources, articles: Sequence[Article], moved: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a warning for each sidecar that no article uses."""
    left = set(found.sidecars)
    left.difference_update(sidecar_path(article.path, other(article.lang)) for article in articles)
    if not left and not found.versions:  # the common case
        return
    left = set(found.sidecars)
    for article in articles:
        left.difference_update(_used(article, found))
    own = {path for article in articles for path in sidecar_paths(article.path, article.lang)}
    twins = {path for article in articles for path in sidecar_paths(article.path, other(article.lang))}
    versions = {
        path: version
        for article in articles
        if (version := version_of(article, found))
        for path in sidecar_paths(article.path, other(article.lang))
    }
    for path in sorted(left):
        if path in versions:
            problem = f"its article has a version of its own, `{versions[path]}`, so this sidecar is not used"
            yield Problem(problem, path, "take one of them away")
        elif path in moved:
            yield Problem(f"it is the sidecar of `{moved[path]}`, by another name", path, "`digest translate` moves it")
        elif path in own:
            base, _, lang = path.removesuffix(".po").rpartition(".")
            hint = f"name it `{base}.{'en' if lang == 'ar' else 'ar'}.po`, or set `Lang:` in the header of the article"
            yield Problem("a sidecar in the language of its article", path, hint)
        elif path in twins:
            yield Problem(
                "its article has another sidecar, whose name looks the same", path, "put both into one, and remove this"
            )
        else:
            yield Problem("a sidecar without an article", path, "rename it like its article, or remove it")


def _unused_versions(found: listing.Sources, articles: Sequence[Article]) -> Iterator[Problem]:
    """Yield a warning for each file beside an article that holds no version of it that is shown."""
    for article in articles if found.versions else ():
        used = version_of(article, found)
        for source in found.versions.get(article.path, ()):
            if source.path == used or article.withdrawn:
                continue
            in_own = source.path.rpartition(".")[0].endswith(f".{article.lang}")
            if in_own:
                problem = f"by its name it is a version of `{article.path}`, in the language of that"
                hint = "give it another name to publish it as an article, or set `Lang:` in the header of the other"
            else:
                problem, hint = f"its article has another version, `{used}`", "put both into one, and remove this"
            yield Problem(problem, source.path, hint)


def _used(article: Article, found: listing.Sources) -> tuple[str, ...]:
    """Return the sidecar that an article has: the first that is there under its name in any Unicode form.

    Beside a version that was written apart none is used.
    """
    if version_of(article, found):
        return ()
    paths = sidecar_paths(article.path, other(article.lang))
    return next(((path,) for path in paths if path in found.sidecars), ())
