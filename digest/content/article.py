"""A file of `content/` → `Article`. Start reading here; each step has a module of its own."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from digest.config import Config
from digest.content import conventions, dates, text_input
from digest.content.addresses import file_slug
from digest.content.body import Body
from digest.content.edits import EditedText, line_number
from digest.content.header import Header, read_header
from digest.content.header_values import HeaderValues
from digest.content.html_to_text import without_html
from digest.content.markdown import read_markdown
from digest.content.plain_text import read_plain
from digest.content.text_input import decode
from digest.errors import DigestError, Problem
from digest.files import read_bytes, real_path
from digest.messages import nearest
from digest.model import PAGES, Article, Block, Lang, Sentence

__all__ = ["read", "read_addresses"]

_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_NO_LATIN = re.compile(r"[\n -@\[-`{-\xbf\u0600-\u06ff\u2000-\u206f]*+")
"""What a text without Latin letters is most often all of, which is told in a quarter of the time it takes to look."""
_CARRIAGE_RETURN = re.compile(r"\r\n?")
_UNSEEN = r"[\u200e\u200f\u202a-\u202c\u2066-\u2069\ufeff]*"
_MESSAGE_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_MESSAGE_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[ \xa0\u202f](?:[ap]\.?m\.?|ص|م))?"
_MESSAGE = rf"(?:{_MESSAGE_DAY}[,،]?[ ]{_UNSEEN}{_MESSAGE_TIME}|{_MESSAGE_TIME}[,،][ ]{_UNSEEN}{_MESSAGE_DAY})"
_SENDER = re.compile(
    rf"^{_UNSEEN}(?:\[{_UNSEEN}{_MESSAGE}{_UNSEEN}\][ ]|{_MESSAGE}[ ][-–][ ]){_UNSEEN}[^:\n\r]{{1,60}}:[ ]{_UNSEEN}",
    re.MULTILINE | re.IGNORECASE,
)
"""What programs for messages put before each when several are copied: `[18:30, 14/11/2019] name: `."""
_BOLD = re.compile(r"(?<![\w*])(?P<marks>\*{1,2})(?=[^\s*])(?P<words>[^*\n]{1,300})(?<=[^\s*])(?P=marks)(?![\w*])")
"""Words between stars, which in a message are bold."""
_STARS = re.compile(r"\*{1,2}")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{1,300}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)")
_NOT_TEXT = re.compile(r"https?://\S+|```.*?```|`[^`\n]*`|\]\([^)\s]*\)", re.DOTALL)


def read(data: bytes, *, path: str, modified: datetime, config: Config, version_of: Article | None = None) -> Article:
    """Understand the file of an article.

    `path` is relative to `config.content`, with `/`; pictures are looked up below that folder. `modified` (aware) is
    when the file was last changed: the article's date when nothing else says one. With `version_of`, the file holds
    the version of that article in the other language (`content/version`): it has the article's date, and a line that
    names a source stays in its text.

    Raises `DigestError` with every problem of the file.
    """
    decoded = decode(data, path)
    text = decoded.text
    header = read_header(text, path)
    values = HeaderValues(header, text, path, config.zone)
    edited = EditedText(text).edited(_CARRIAGE_RETURN, lambda _: "\n", header.end)
    sender = _SENDER.search(text, header.end) if "]" in text or " - " in text else None
    if sender:
        edited = edited.edited(_SENDER, lambda _: "", header.end)
    if "*" in text and not _is_markdown(path):
        edited = _without_stars(edited, header.end, config.ticker)
    edited, html_warnings = without_html(edited, header.end, path, markdown=_is_markdown(path))
    lang = values.lang() or _language(edited.text, header.end, config)
    given = values.given() if version_of is None else {"source": "", **values.given()}
    body = _read_body(edited, header.end, lang, text, path, config, given, modified)
    problems = [*header.problems, *values.problems, *body.problems]
    warnings = [*decoded.warnings, *header.warnings, *html_warnings, *body.warnings]
    if not _is_markdown(path) and "![" in text and (picture := _PICTURE.search(text, header.end)):
        warnings.append(
            Problem(
                "a picture is not shown in plain text",
                f"{path}:{line_number(text, picture.start())}",
                "end the file's name with `.md`",
                picture[0][:80],
            )
        )

    if sender:
        warnings.append(
            Problem(
                "who sent the messages, and when, is left out",
                f"{path}:{line_number(text, sender.start())}",
                "it was copied from a chat: take it out of the file",
                sender[0].strip("\u200e\u200f\u202a\u202b\u202c ")[:80],
            )
        )

    title, ticker = values.sentence("title") or body.title, values.sentences("ticker") + body.ticker
    withdrawn, withdrawal = values.withdrawal(lang)
    is_flash = not title and bool(ticker)
    if is_flash:  # its ticker line is the only headline there is
        title, *rest = ticker
        ticker = tuple(rest)
    if header.problems:
        pass  # where the text begins may not be known
    elif not title and not body.blocks:
        problems.append(_empty(text, path, bool(header.fields)))
    elif not title:
        problems.append(Problem("it has no headline", path, "write it on the first line, or in a `Title:` line"))
    elif not is_flash and not body.breaking and not withdrawn and all(block.kind == "credit" for block in body.blocks):
        problems.append(_without_text(header, path))

    values.problems.clear()
    is_page = path.startswith(PAGES)
    if is_page:
        warnings += _unused_on_page(header, path)
    slug, named = _name(path, config, values)
    written = values.date("date")
    date = written or named or body.date
    if version_of:
        date = dates.Date(version_of.date, version_of.timed, version_of.date_origin)
    if date is None:
        date = dates.day_of_file(modified, config.zone)
        if "date" not in header.fields and not is_page:
            warnings.append(
                Problem("it has no date; its file's is used", path, "add a `Date:` line, or begin the name with one")
            )
    if written and named and not version_of and written.value.date() != named.value.date():
        warnings.append(
            Problem(
                f"its `Date` is {written.value:%Y-%m-%d}, its file name says {named.value:%Y-%m-%d}",
                f"{path}:{header.fields['date'].line}",
                "the `Date` is used; rename the file if that is right",
            )
        )
    updated, expires = values.date("updated"), values.date("expires")
    values.check_order(date.value, earlier="date", later="updated", date=updated.value if updated else None)
    values.check_order(date.value, earlier="date", later="expires", date=expires.value if expires else None)
    corrections = values.corrections()
    updated = _last_change(date, updated, corrections)
    for corrected, _ in corrections[:1]:
        values.check_order(
            date.value.replace(hour=0, minute=0), earlier="date", later="correction", date=corrected.value
        )
    url = values.url() or body.url
    article_id = values.id()
    image = values.image(config.content)
    draft, lead, weight = values.yes("draft"), values.yes("lead"), values.weight()
    aliases = values.aliases(config.base_path)
    tags, authors = values.words("tags"), values.words("author")
    problems += values.problems
    if problems or title is None:
        raise DigestError.of(sorted(problems, key=_line))
    article = Article(
        path=path,
        slug=slug,
        id=article_id,
        lang=lang,
        format="markdown" if _is_markdown(path) else "text",
        title=title,
        breaking=is_flash or body.breaking,
        above=body.above,
        ticker=ticker,
        standfirst=values.sentences("standfirst", lang) or body.standfirst,
        corrections=tuple(sentence for _, sentence in corrections),
        corrected=tuple(day.value for day, _ in corrections),
        dateline=values.sentence("dateline") or body.dateline,
        blocks=body.blocks,
        date=date.value,
        date_origin=date.origin,
        timed=date.timed,
        updated=updated.value if updated else None,
        updated_timed=updated.timed if updated else False,
        expires=expires.value if expires else None,
        section=None if is_page else values.word("section") or _section(path),
        tags=() if is_page else tags,
        authors=authors or body.authors,
        translators=values.words("translator"),
        reviewers=values.words("reviewer"),
        source=values.word("source") or body.source,
        url=url,
        image=image,
        draft=draft,
        lead=lead,
        weight=weight,
        aliases=aliases,
        package=values.word("package"),
        references=body.references,
        file_links=body.file_links,
        warnings=tuple(warnings),
    )
    return _withdrawn(article, withdrawal) if withdrawn else article


def read_addresses(data: bytes, *, path: str, config: Config) -> tuple[str, tuple[str, ...]]:
    """Return the slug of an article and its former addresses, by its header alone: a third of the time of `read`.

    `path` is as for `read`. Raises `DigestError` for a header that can't be understood.
    """
    text = decode(data, path).text
    header = read_header(text, path)
    values = HeaderValues(header, text, path, config.zone)
    slug, _ = _name(path, config, values)
    aliases = values.aliases(config.base_path)
    if problems := [*header.problems, *values.problems]:
        raise DigestError.of(problems)
    return slug, aliases


def _without_stars(edited: EditedText, start: int, ticker_words: tuple[str, ...]) -> EditedText:
    """Return plain text without the stars around words that are to be bold; those of `*عاجل* …` mark a ticker line."""
    found = [bold for bold in _BOLD.finditer(edited.text, start) if conventions.ticker(bold[0], ticker_words) is None]
    marks = {place for bold in found for place in (bold.start(), bold.end() - len(bold["marks"]))}
    return edited.edited(_STARS, lambda stars: "" if stars.start() in marks else stars[0], start) if marks else edited


def _last_change(
    date: dates.Date, updated: dates.Date | None, corrections: Sequence[tuple[dates.Date, Sentence]]
) -> dates.Date | None:
    """Return when an article was last changed: a correction is a change, too."""
    for corrected, _ in corrections:
        if corrected.value > (updated or date).value:
            updated = corrected
    return updated


def _withdrawn(article: Article, reason: tuple[Sentence, ...]) -> Article:
    """Return an article of which its headline and the reason are left."""
    blocks = (Block(kind="paragraph", sentences=reason),) if reason else ()
    return replace(
        article,
        withdrawn=True,
        breaking=False,
        ticker=(),
        standfirst=(),
        corrections=(),
        corrected=(),
        dateline=None,
        blocks=blocks,
        file_links={},
    )


def _unused_on_page(header: Header, path: str) -> Iterator[Problem]:
    """Yield a warning for each line of a page's header that says where to list it."""
    for name in ("section", "tags"):
        if name in header.fields:
            where = f"{path}:{header.fields[name].line}"
            yield Problem(f"a page stands in no list, so its `{name.title()}` is not used", where, "take the line out")


def _line(problem: Problem) -> int:
    """Return the line that a problem names; 0 for one of the whole file."""
    _, _, place = problem.where.partition(":")
    line = place.split(":")[0]
    return int(line) if line.isdecimal() else 0


def _is_markdown(path: str) -> bool:
    return path.lower().endswith(".md")


def _read_body(
    text: EditedText,
    start: int,
    lang: Lang,
    source: str,
    path: str,
    config: Config,
    given: Mapping[str, str],
    modified: datetime,
) -> Body:
    if _is_markdown(path):
        return read_markdown(
            text, start, lang, source=source, path=path, content=config.content, ticker_words=config.ticker, given=given
        )
    return read_plain(
        text,
        start,
        lang,
        path=path,
        zone=config.zone,
        modified=modified,
        paragraphs=config.paragraphs,
        ticker_words=config.ticker,
        given=given,
    )


def _language(text: str, start: int, config: Config) -> Lang:
    """Return the language that most letters are of."""
    sample = text[start : start + 4000]
    if "`" in sample or "://" in sample:
        sample = _NOT_TEXT.sub(" ", sample)
    latin = 0 if _NO_LATIN.fullmatch(sample) else sum(map(len, _LATIN.findall(sample)))
    arabic = 0
    for word in _ARABIC.finditer(sample):
        arabic += len(word[0])
        if arabic > latin:  # most often in the first line
            return "ar"
    return config.source_language if arabic == latin else "en"


def _empty(text: str, path: str, has_header: bool) -> Problem:
    if has_header:
        return Problem("it has a header and no text", path, "write the headline and the text after a blank line")
    if text:
        return Problem("it holds only blanks", path, "write an article into it, or remove it")
    return Problem("it is empty", path, "write an article into it, or remove it")


def _without_text(header: Header, path: str) -> Problem:
    hint = "write a paragraph below the headline"
    if header.fields and "title" not in header.fields:
        first = min(header.fields.values(), key=lambda entry: entry.line)
        hint += f", or begin line {first.line} with `Title:` if it is the headline"
    return Problem("it has a headline and no text", path, hint)


def _section(path: str) -> str | None:
    """Return the section that the first folder names."""
    folders = PurePosixPath(path).parts[:-1]
    return unicodedata.normalize("NFC", folders[0]) if folders else None


def _name(path: str, config: Config, values: HeaderValues) -> tuple[str, dates.Date | None]:
    """Return the slug, which the header says or the file name makes, and the date that the name begins with."""
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    date = None
    try:
        date, stem = dates.in_name(stem, config.zone)
    except dates.ImpossibleDateError as error:
        values.problems.append(
            Problem(f"its name begins with no possible date: {error}", path, "as in `2019-11-14-name.txt`")
        )
    slug = values.slug() or file_slug(stem)
    if not slug and "slug" not in values.header.fields:
        values.problems.append(Problem("its name makes no address", path, "use letters or digits in it"))
    return slug, date


def read_file(file: Path, config: Config) -> Article:
    """Read one article file, wherever it lies. Raises `DigestError` with all its problems."""
    if file.is_dir():
        raise DigestError("it is a folder, not an article", str(file), "name the files in it")
    if not file.exists() and not file.is_symlink():
        beside = (each.name for each in file.parent.iterdir()) if file.parent.is_dir() else ()
        hint = nearest(file.name, beside) or "give its path from here, as in `content/name.txt`"
        raise DigestError("there is no such file", str(file), hint)
    path = real_path(file)
    shown = path.relative_to(config.content).as_posix() if path.is_relative_to(config.content) else file.name
    data = read_bytes(file, shown, limit=text_input.MAX_BYTES)
    return read(data, path=shown, modified=dates.of_file(file.stat().st_mtime), config=config)
