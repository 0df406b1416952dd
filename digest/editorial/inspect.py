"""An article as it was understood: as data for `digest read --json`, as text for `digest read`."""

from collections.abc import Iterator
from typing import Any

from digest.errors import Problem
from digest.model import Article, Block, Sentence


def describe(article: Article) -> dict[str, Any]:
    """Return an article as JSON data. Offsets count code points in the decoded file: `[start, end)`."""
    return {
        "path": article.path,
        "slug": article.slug,
        "lang": article.lang,
        "format": article.format,
        **{name: _part(getattr(article, name)) for name, _ in article.parts()},
        "breaking": article.breaking,
        "date": article.date.isoformat(),
        "date_origin": article.date_origin,
        "updated": article.updated.isoformat() if article.updated else None,
        "corrected": [day.isoformat() for day in article.corrected],
        "expires": article.expires.isoformat() if article.expires else None,
        "section": article.section,
        "tags": list(article.tags),
        "authors": list(article.authors),
        "translators": list(article.translators),
        "reviewers": list(article.reviewers),
        "source": article.source,
        "url": article.url,
        "aliases": list(article.aliases),
        "draft": article.draft,
        "image": article.image.path if article.image else None,
        "lead": article.lead,
        "weight": article.weight,
        "withdrawn": article.withdrawn,
        "package": article.package,
        "blocks": [_block(block) for block in article.blocks],
        "warnings": [describe_problem(warning) for warning in article.warnings],
    }


def describe_problem(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON data."""
    return {"problem": problem.problem, "where": problem.where, "hint": problem.hint, "excerpt": problem.excerpt}


def article_lines(article: Article) -> Iterator[str]:
    """Yield an article as text for a terminal: a line for each sentence, which begins with what kind of text it is."""
    yield f"{article.path}: {article.lang}, {article.format}"
    day = f"{article.date:%Y-%m-%d %H:%M}" if article.timed else f"{article.date:%Y-%m-%d}"
    yield f"  date        {day} (from the {article.date_origin})"
    for name in ("section", "source", "url", "package"):
        if value := getattr(article, name):
            yield f"  {name:<11} {value}"
    if article.image:
        yield f"  {'image':<11} {article.image.path}"
    for name in ("tags", "authors", "translators", "reviewers", "aliases"):
        if values := getattr(article, name):
            yield f"  {name:<11} {', '.join(values)}"
    if article.draft:
        yield "  draft"
    if article.breaking:
        yield "  breaking"
    if article.withdrawn:
        yield "  withdrawn"
    for name, sentences in article.parts():
        for sentence in sentences:
            yield f"  {name:<11} {sentence.text}"
    for block in article.blocks:
        label = _label(block)
        if not block.sentences:
            yield f"  {label}"
        for sentence in block.sentences:
            yield f"  {label:<11} {sentence.text}"
            label = ""


def _label(block: Block) -> str:
    label: str = block.kind
    if block.kind == "heading":
        label += f" {block.level}"
    elif block.kind == "item":
        label += " •" if block.number is None else f" {block.number}."
    elif block.image:
        label += f" {block.image.path}"
    return ("> " * block.quoted) + label


def _part(value: Sentence | tuple[Sentence, ...] | None) -> dict[str, Any] | list[dict[str, Any]] | None:
    """Return the value of a field of `Article.parts` as JSON data: one sentence, a list of them, or none."""
    if isinstance(value, tuple):
        return [_sentence(sentence) for sentence in value]
    return _sentence(value) if value else None


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "shown": sentence.shown, "start": sentence.start, "end": sentence.end}


def _block(block: Block) -> dict[str, Any]:
    described: dict[str, Any] = {"kind": block.kind}
    for name in ("quoted", "level", "number", "continues", "note", "code", "info"):
        if value := getattr(block, name):
            described[name] = value
    if block.image:
        described["image"] = {
            "path": block.image.path,
            "alt": _sentence(block.image.alt) if block.image.alt else None,
            "width": block.image.width,
            "height": block.image.height,
            "companions": list(block.image.companions),
        }
    if block.cells:
        described["cells"] = [list(row) for row in block.cells]
    described["sentences"] = [_sentence(sentence) for sentence in block.sentences]
    return described
