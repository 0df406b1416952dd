"""What editors should look at, sentence by sentence: as a list to work through, as a gate, as notes on a pull request.

Articles stand newest first, the sentences of each in the order of the file in which they are corrected.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, get_args

from digest import markup, quality
from digest.build.state import ArticleRecord
from digest.config import Config
from digest.content import text_input
from digest.editorial.corpus import Corpus
from digest.files import read_bytes
from digest.locale import words
from digest.messages import counted
from digest.model import Article, Counterpart, Counts, Lang, Story
from digest.quality.doubtful import NO_LEXICON, Lexicon, places, unknown_to
from digest.translation.counterparts import said_together
from digest.translation.machine_queue import Answer

Kind = Literal["stale", "draft", "doubtful", "untranslated", "reviewed", "put-aside", "machine"]
KINDS: tuple[Kind, ...] = get_args(Kind)

TITLES: Mapping[Kind, str] = {
    "stale": "outdated, the source has changed",
    "draft": "draft, nobody has reviewed it",
    "doubtful": "doubtful",
    "untranslated": "not translated",
    "reviewed": "reviewed, but check",
    "put-aside": "put aside (`#~`), its source is gone",
    "machine": "a machine's, nobody has reviewed it",
}

GATE: tuple[Kind, ...] = ("stale", "draft", "doubtful", "untranslated")
"""What a check looks for that names nothing: all that is unfinished, but for a machine's words without a doubt."""

MOST_READ = 50
"""How many articles are read at most to find reviewed sentences to check, which no build counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence to look at.

    Attributes:
        kind: why.
        article: the path of its article, below the content folder.
        lang: the language of the sentence.
        path: of the file to correct it in: the sidecar, where that has it, else the article.
        line: of that file, from 1.
        source: the sentence.
        counterpart: in the other language; empty where there is none.
        previous: the source that the counterpart was made for, where that is another.
        flags: what looks wrong, of `quality.FLAGS`.
        score: the mean log-probability that the machine gave it; None where the machine cache does not know.
        doubtful: words of a machine's English that neither a second package nor reviewed sentences know as a meaning
            of the source, and where they begin and end in the counterpart.
    """

    kind: Kind
    article: str
    lang: Lang
    path: str
    line: int
    source: str
    counterpart: str = ""
    previous: str | None = None
    flags: tuple[str, ...] = ()
    score: float | None = None
    doubtful: tuple[tuple[str, int, int], ...] = ()


def findings(
    content: Corpus,
    stories: Iterable[Story],
    answers: Iterable[Mapping[str, Answer]],
    config: Config,
    kinds: Collection[Kind] = KINDS,
    lexicon: Lexicon = NO_LEXICON,
) -> list[Finding]:
    """Return the sentences of some kinds, given the story of each article, and what the machine is known to say.

    What `lexicon` explains is no doubtful word.
    """
    found: list[tuple[Article, list[Finding]]] = []
    for story, answered in zip(stories, answers, strict=True):
        of_article = [*_of_story(story, answered, content, config, kinds, lexicon)]
        if "put-aside" in kinds:
            of_article += _put_aside(story.article, content)
        of_article.sort(key=lambda finding: (finding.path, finding.line))
        found.append((story.article, of_article))
    found.sort(key=lambda one: one[0].path)
    found.sort(key=lambda one: one[0].date, reverse=True)
    return [finding for _, of_article in found for finding in of_article]


def _of_story(
    story: Story,
    answers: Mapping[str, Answer],
    content: Corpus,
    config: Config,
    kinds: Collection[Kind],
    lexicon: Lexicon,
) -> Iterator[Finding]:
    article = story.article
    to_say = said_together(article, story.counterparts)
    seen = {text: look(article, to_say[text], counterpart) for text, counterpart in story.counterparts.items()}
    to_see = {text: (kind, flags) for text, (kind, flags) in seen.items() if kind in kinds}
    if not to_see:
        return
    entries = content.entries.get(article.path, {})
    lines = {}
    if any(text not in entries or not entries[text].line for text in to_see):
        lines = line_numbers(article, config)
    for text, (kind, flags) in to_see.items():
        entry, counterpart = entries.get(text), story.counterparts[text]
        in_sidecar = entry is not None and entry.line > 0
        answer = answers.get(text) if kind in ("doubtful", "machine") else None
        doubtful = unknown_to(lexicon, text, counterpart.doubtful)
        yield Finding(
            kind=kind,  # type: ignore[arg-type]  # those that are no kind were left out
            article=article.path,
            lang=article.lang,
            path=content.sidecar_of(article) if in_sidecar else article.path,
            line=entry.line if entry and in_sidecar else lines[text],
            source=text,
            counterpart="" if kind == "untranslated" else counterpart.text,
            previous=entry.previous if entry and kind in ("stale", "draft") else None,
            flags=flags,
            score=answer.score if answer else None,
            doubtful=tuple(places(doubtful, counterpart.text)),
        )


def look(article: Article, text: str, counterpart: Counterpart) -> tuple[Kind | None, tuple[str, ...]]:
    """Return why an editor should look at a sentence, None for no reason, and what looks wrong with its counterpart.

    `text` is all that the counterpart has to say: the sentence, and those that are joined to it.
    """
    match counterpart.origin:
        case "edited":
            flags = doubts(article, text, counterpart)
            return "reviewed" if flags else None, flags
        case "machine":
            return "doubtful" if counterpart.flags else "machine", counterpart.flags
        case "verbatim" | "written":
            return None, ()
        case origin:
            return origin, counterpart.flags


def doubts(article: Article, text: str, counterpart: Counterpart) -> tuple[str, ...]:
    """Return what looks wrong with the words of a person for a text, of `quality.FLAGS`."""
    if counterpart.said != "here":
        return ()
    source, target = (markup.strip(side, article.references) for side in (text, counterpart.text))
    return quality.check(source, target, article.lang)


def _put_aside(article: Article, content: Corpus) -> Iterator[Finding]:
    """Yield the counterparts of people that no sentence of an article uses any more."""
    for entry in content.put_aside.get(article.path, ()):
        yield Finding(
            kind="put-aside",
            article=article.path,
            lang=article.lang,
            path=content.sidecar_of(article),
            line=entry.line,
            source=entry.msgid,
            counterpart=entry.msgstr,
        )


def line_numbers(article: Article, config: Config) -> dict[str, int]:
    """Return the sentences of an article with the line on which each begins first, from 1."""
    file = config.content / article.path
    data = read_bytes(file, article.path, within=config.content, limit=text_input.MAX_BYTES)
    text = text_input.decode(data, article.path).text
    return {unit.text: text.count("\n", 0, unit.start) + 1 for unit in reversed(list(article.units()))}


def count_of(counts: Counts, kind: Kind | Literal["edited"]) -> int:
    """Return how many sentences of a kind an article has, by the counts of a build; 0 of those that it doesn't count.

    Those are the reviewed ones to check: only who reads the article finds them.
    """
    return {
        "stale": counts.stale,
        "draft": counts.draft,
        "doubtful": counts.doubtful,
        "untranslated": counts.untranslated,
        "put-aside": counts.put_aside,
        "machine": counts.machine - counts.doubtful,
        "edited": counts.edited,
    }.get(kind, 0)


def to_read(records: Iterable[ArticleRecord], kinds: Collection[Kind | Literal["edited"]], most: int) -> list[str]:
    """Return the paths of the newest articles that together have `most` sentences of some kinds, or all there are.

    With them are those among them that may have reviewed sentences to check.
    """
    newest = sorted(records, key=lambda record: record.article.date, reverse=True)
    paths: list[str] = []
    left = most
    for record in newest:
        if left <= 0:
            break
        count = sum(count_of(record.counts, kind) for kind in kinds)
        if count or ("reviewed" in kinds and record.counts.edited and len(paths) < MOST_READ):
            paths.append(record.article.path)
        left -= count
    return paths


def worklist_lines(found: Sequence[Finding], folder: str, most: int | None, unlisted: int = 0) -> Iterator[str]:
    """Yield findings as text for a terminal, article by article.

    `folder` is where the articles lie, `most` how many sentences are shown, None for all, and `unlisted` how many
    there are besides those found.
    """
    numbers = {path: len(list(of_article)) for path, of_article in groupby(found, lambda finding: finding.article)}
    for path, of_article in groupby(found[:most], lambda finding: finding.article):
        yield ""
        yield f"{folder}/{path}: {numbers[path]:,} to look at"
        for finding in of_article:
            yield from finding_lines(finding, folder)
    more = len(found[most:]) + unlisted if most is not None else unlisted
    if more:
        yield ""
        yield f"and {more:,} more: `--all` shows them"


def finding_lines(finding: Finding, folder: str) -> Iterator[str]:
    """Yield a finding as text for a terminal; `folder` is where the articles lie."""
    yield f"  {folder}/{finding.path}:{finding.line}: {reason_of(finding)}"
    if finding.previous is not None and finding.previous != finding.source:
        before, now = marked_changes(finding.previous, finding.source)
        yield f"    - {before}"
        yield f"    + {now}"
    else:
        yield f"    {finding.source}"
    if finding.counterpart:
        yield f"    {finding.counterpart}"
    if finding.doubtful:
        yield f"    doubtful words: {', '.join(dict.fromkeys(word for word, _, _ in finding.doubtful))}"


def annotations(found: Iterable[Finding], folder: str, errors: Collection[Kind]) -> Iterator[str]:
    """Yield findings as workflow commands by which GitHub notes them beside the lines of a pull request.

    `folder` is where the articles lie, from the repository's root; those of the kinds `errors` are errors. See GitHub's
    "Workflow commands for GitHub Actions".
    """
    for finding in found:
        level = "error" if finding.kind in errors else "warning"
        file = _escaped(f"{folder}/{finding.path}", ":,")
        text = "\n".join(filter(None, (reason_of(finding), finding.source, finding.counterpart)))
        yield f"::{level} file={file},line={finding.line},title=Translation::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    return re.sub(f"[%\r\n{also}]", lambda found: f"%{ord(found[0]):02X}", text)


def reason_of(finding: Finding) -> str:
    """Return in words why a sentence is to be looked at."""
    doubts = [words("en")(f"doubt.{flag}") for flag in finding.flags]
    return f"{TITLES[finding.kind]}: {', '.join(doubts)}" if doubts else TITLES[finding.kind]


def marked_changes(before: str, now: str) -> tuple[str, str]:
    """Return two wordings with what differs marked as `git diff --word-diff` does: `[-old-]`, `{+new+}`."""
    old, new = before.split(), now.split()
    shown: tuple[list[str], list[str]] = ([], [])
    for change, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = " ".join(old[start:end]), " ".join(new[from_:to])
        shown[0].append(gone if change == "equal" or not gone else f"[-{gone}-]")
        shown[1].append(come if change == "equal" or not come else f"{{+{come}+}}")
    return " ".join(filter(None, shown[0])), " ".join(filter(None, shown[1]))


def gate_message(count: int, kinds: Collection[Kind]) -> str:
    """Return in words that there are so many sentences of these kinds."""
    return f"{counted(count, 'sentence')} to look at, of these kinds: {', '.join(kinds)}"
