"""Markdown: markdown-it-py finds the blocks; their inline text becomes sentences, the markup in it as written."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from digest.content import conventions, file_links, images
from digest.content.body import Body
from digest.content.edits import EditedText
from digest.content.markdown_lines import as_commonmark, is_prose, without_indent
from digest.content.passage import Passage, Span
from digest.content.text_input import MAX_BRACKETS
from digest.errors import Problem
from digest.locale import words
from digest.model import Block, FileLink, Image, Lang, Sentence

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_TITLE = 250
"""Characters of a headline that is no heading; a longer first paragraph is text."""

_ESCAPED_BREAK = re.compile(r"\\(?=\n)")
_HARD_BREAK = re.compile(r"  \Z|(?<!\\)(?:\\\\)*\\\Z")
_BRACKETS = r"\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,600}\]"
_TARGET = r"\([^()\s]{0,800}(?:\([^()]{0,200}\)[^()\s]{0,200})?(?:\s[^()]{0,300})?\)"
_WHOLE = re.compile(
    r"(?<!\\)(`+)(?!`).{1,600}?(?<!`)\1(?!`)"  # code
    rf"|(?<!\\)!?{_BRACKETS}(?:{_TARGET}|\[[^\[\]]{{0,200}}\])?"  # links, pictures
    r"|<[^\s<>]{1,800}>"  # addresses
)
_EMPHASIS = re.compile(
    r"(?<![\\\w])(\*{1,3}|_{1,3}|~~)(?=\S)(?:(?!\1).){1,1200}?(?<=\S)\1(?!\w)|(?<!\\)(\*{1,2}|~~)(?=\S)(?:(?!\2).){1,1200}?(?<=\S)\2"
)
_EMPHASIZED = re.compile(r"(?P<mark>\*|_)(?!\1)(?P<text>[^*_]+)(?P=mark)")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\]")
_NO_PICTURE = re.compile(r"[!！]\[(?!(?:[\d٠-٩]{1,3}|[.…\s]*)\]).*[\])]|!\[\[")
"""What was meant as a picture and is none, in the text of a paragraph; not a note's number, or a gap, after a `!`."""
_LINE_BREAK = re.compile(r"\r\n?|\n")
_WHOLE_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FENCED_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def read_markdown(
    text: EditedText,
    start: int,
    lang: Lang,
    *,
    source: str,
    path: str,
    content: Path,
    ticker_words: tuple[str, ...],
    given: Mapping[str, str],
) -> Body:
    """Take Markdown apart, from the offset `start` on.

    `source` is the text before it was edited. `given` is what the header already gave, by name. Without a title there,
    the first heading is the headline; without any heading, the first paragraph, when it is short. Pictures that are not
    there are collected as problems.
    """
    if (brackets := source.count("[")) > MAX_BRACKETS:
        problem = f"it has too many brackets for an article: {brackets:,}"
        return Body(problems=[Problem(problem, path, f"at most {MAX_BRACKETS:,} `[` may stand in it")])
    lines = _Lines(as_commonmark(text, start), start)
    try:
        tokens, env = _parsed(lines)
        if indented := _indented_prose(tokens, lines):
            lines = _Lines(without_indent(lines.edited, indented), start)
            tokens, env = _parsed(lines)
    except RecursionError:
        return Body(
            problems=[Problem("its Markdown is nested too deep", path, "flatten its lists, quotes or brackets")]
        )
    reader = _Reader(lines, lang, path, content, env, source)
    entries = list(reader.entries(tokens))
    links = reader.media | reader.read_links(tokens)
    reader.warn_of_missing_notes(tokens)
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            reader.warnings.append(
                Problem(
                    f"nothing refers to the footnote `{label[1:]}`", path, f"write `[^{label[1:]}]` where it belongs"
                )
            )
    body = Body(problems=reader.problems, warnings=reader.warnings, references=_references(env), file_links=links)
    _take_head(entries, body, ticker_words, given, path, lang)
    body.blocks = tuple(entry.block for entry in entries)
    return body


def _parsed(lines: "_Lines") -> "tuple[list[Token], dict[str, Any]]":
    env: dict[str, Any] = {}
    return _parser().parse(lines.joined, env), env


def _indented_prose(tokens: "list[Token]", lines: "_Lines") -> frozenset[int]:
    """Return where the lines begin that are indented as code is and are none."""
    return frozenset(
        lines.starts[line]
        for token in tokens
        if token.type == "code_block" and token.map and is_prose(token.content)
        for line in range(token.map[0], min(token.map[1], len(lines.starts)))
    )


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin, inline=False)


def _references(env: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {label: (found["href"], found.get("title", "")) for label, found in env.get("references", {}).items()}


class _Lines:
    """The lines of a text as markdown-it counts them, and where they begin in it."""

    def __init__(self, edited: EditedText, start: int) -> None:
        self.edited = edited
        self.starts: list[int] = []
        self.lines: list[str] = []
        for match in _WHOLE_LINE.finditer(edited.text, start):
            self.starts.append(match.start())
            self.lines.append(_FENCED_BREAKS.sub(" ", match[0].rstrip("\r\n")).replace("\0", " "))
        self.joined = "\n".join(self.lines)

    def passage(self, content: str, first: int, last: int, after: int = 0) -> Passage:
        """Return inline content as a passage; it stands in the lines from `first` to before `last`."""
        places: list[Span] = []
        offset = 0
        row = min(first, len(self.lines) - 1)
        for piece in content.split("\n"):
            sought = piece.strip()
            found = -1
            for line in range(row, max(row + 1, min(last, len(self.lines)))):
                found = self.lines[line].find(sought, after if line == first else 0)
                if found < 0 and "|" in sought:  # a table's cell, in which it is written `\\|`
                    found = self.lines[line].find(sought.replace("|", "\\|"), after if line == first else 0)
                if found >= 0:
                    row = line
                    break
            lead = len(piece) - len(piece.lstrip())
            places.append((offset, max(self.starts[row] + found - lead, 0) if found >= 0 else self.starts[row]))
            offset += len(piece) + 1
            row = min(row + 1, len(self.lines) - 1)
        return Passage(_ESCAPED_BREAK.sub(" ", content), places, self.edited)


@dataclass(slots=True)
class _Entry:
    """A block as read, and what is needed while the head of the article is taken from it."""

    block: Block
    line: int
    tag: str = ""
    passage: Passage | None = None


@dataclass(slots=True)
class _State:
    """Where the walk through the tokens is."""

    quoted: int = 0
    numbers: list[int | None] = field(default_factory=list)
    fresh_item: bool = False
    note: str = ""


class _Reader:
    def __init__(self, lines: _Lines, lang: Lang, path: str, content: Path, env: dict[str, Any], source: str) -> None:
        self.breaks = [match.end() - 1 for match in _LINE_BREAK.finditer(source)]
        self.lines = lines
        self.lang = lang
        self.path = path
        self.content = content
        self.env = env
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.media: dict[str, FileLink] = {}

    def entries(self, tokens: "list[Token]") -> Iterator[_Entry]:
        state = _State()
        index = 0
        while index < len(tokens):
            token = tokens[index]
            match token.type:
                case "blockquote_open":
                    state.quoted += 1
                case "blockquote_close":
                    state.quoted = max(0, state.quoted - 1)
                case "bullet_list_open":
                    state.numbers.append(None)
                case "ordered_list_open":
                    state.numbers.append(int(token.attrGet("start") or 1) - 1 if token.attrGet("start") != 0 else -1)
                case "bullet_list_close" | "ordered_list_close":
                    del state.numbers[-1:]  # a footnote inside another one leaves half of the list around it behind
                    state.fresh_item = False
                case "list_item_open":
                    if state.numbers and (number := state.numbers[-1]) is not None:
                        state.numbers[-1] = max(
                            number + 1, int(token.info or 0)
                        )  # as written, where it leaves some out
                    state.fresh_item = True
                case "list_item_close":
                    if state.fresh_item:
                        state.fresh_item = False
                case "footnote_open":
                    state.note = str(token.meta.get("label", ""))
                case "footnote_close":
                    state.note = ""
                case "heading_open":
                    yield from self.heading(tokens[index + 1], token.tag, state)
                case "paragraph_open":
                    yield from self.paragraph(tokens[index + 1], state)
                case "fence" | "code_block":
                    block = Block(
                        kind="code",
                        code=token.content.rstrip("\n"),
                        info=token.info.split(maxsplit=1)[0] if token.info.strip() else "",
                        **self.context(state),
                    )
                    yield _Entry(block, token.map[0] if token.map else 0)
                case "hr":
                    yield _Entry(Block(kind="rule", quoted=state.quoted), token.map[0] if token.map else 0)
                case "table_open":
                    end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
                    yield self.table(tokens[index:end], state)
                    index = end
            index += 1

    def context(self, state: _State) -> dict[str, Any]:
        """Return what a block that is no item takes from where it stands."""
        state.fresh_item = False
        return {"quoted": state.quoted, "continues": len(state.numbers), "note": state.note}

    def where(self, line: int) -> str:
        """Return the place of a line in the file, as problems name it."""
        return f"{self.path}:{self.number(line)}"

    def number(self, line: int) -> int:
        """Return the number, from 1, that a line has in the file."""
        begin = self.lines.starts[min(line, len(self.lines.starts) - 1)]
        place, _ = self.lines.edited.source_span(begin, begin + 1)
        return bisect_left(self.breaks, place) + 1

    def read_links(self, tokens: "list[Token]") -> dict[str, FileLink]:
        """Return the links to files of the content folder by their addresses, and warn of those that lead nowhere."""
        links: dict[str, FileLink] = {}
        for token in tokens:
            for child in token.children or []:
                address = str(child.attrGet("href") or "") if child.type == "link_open" else ""
                if not address or address in links:
                    continue
                line = self.number(token.map[0] if token.map else 0)
                if link := file_links.file_link(address, self.path, self.content, line):
                    links[address] = link
                    self.warnings += filter(None, [file_links.problem(link, self.path)])
        return links

    def warn_of_missing_notes(self, tokens: "list[Token]") -> None:
        """Warn of each footnote mark in the text (`[^1]`) that no footnote has."""
        marks = {
            match[0]: token.map[0] if token.map else 0
            for token in reversed(tokens)
            for child in token.children or []
            if child.type == "text"
            for match in _NOTE_MARK.finditer(child.content)
        }
        for mark, line in reversed(marks.items()):
            problem = f"the footnote `{mark}` is not there"
            self.warnings.append(Problem(problem, self.where(line), f"write it on a line of its own: `{mark}: …`"))

    def passage(self, token: "Token") -> Passage:
        first, last = token.map or (0, len(self.lines.lines))
        return self.lines.passage(token.content, first, last)

    def heading(self, token: "Token", tag: str, state: _State) -> Iterator[_Entry]:
        passage = self.passage(token)
        if sentence := passage.sentence():
            level = min(6, max(2, int(tag[1:])))
            block = Block(kind="heading", level=level, sentences=(sentence,), **self.context(state))
            yield _Entry(block, token.map[0] if token.map else 0, tag, passage)
        else:
            where = self.where(token.map[0] if token.map else 0)
            self.warnings.append(Problem("a heading without words is left out", where, "write them after the `#`"))

    def paragraph(self, token: "Token", state: _State) -> Iterator[_Entry]:
        line = token.map[0] if token.map else 0
        children = [child for child in token.children or [] if child.type not in ("softbreak", "hardbreak")]
        children = [child for child in children if child.type != "text" or child.content.strip()]
        if children and all(child.type == "image" for child in children):
            yield from self.images(children, token, line, state)
            return
        if any(child.type == "image" for child in children):
            self.warnings.append(
                Problem(
                    "a picture inside a paragraph is shown as its alternative text",
                    self.where(line),
                    "put it in a paragraph of its own",
                )
            )
        if broken := next(
            (child for child in children if child.type == "text" and _NO_PICTURE.search(child.content)), None
        ):
            self.warnings.append(
                Problem(
                    "a picture is not shown: it is not written as one",
                    self.where(line),
                    "write `![words](name.png)`, without a space between the brackets",
                    broken.content.strip()[:120],
                )
            )
        passage = self.passage(token)
        sentences, line_ends = self.broken_lines(passage, token.content)
        if not sentences:
            return
        if state.numbers and state.fresh_item:
            context = self.context(state)
            context["continues"] = 0
            block = Block(
                kind="item",
                level=len(state.numbers),
                number=state.numbers[-1],
                sentences=sentences,
                line_ends=line_ends,
                **context,
            )
        else:
            block = Block(kind="paragraph", sentences=sentences, line_ends=line_ends, **self.context(state))
        yield _Entry(block, line, passage=passage)

    def broken_lines(self, passage: Passage, written: str) -> tuple[tuple[Sentence, ...], tuple[int, ...]]:
        """Return the sentences of a paragraph, and how many come before each of its hard breaks."""
        whole = _whole(passage.text)
        sentences: list[Sentence] = []
        ends: list[int] = []
        start = end = 0
        for line, clean in zip(written.split("\n")[:-1], passage.text.split("\n"), strict=False):
            end += len(clean) + 1
            if _HARD_BREAK.search(line) and not any(first < end <= last for first, last in whole):
                sentences += passage.sentences(self.lang, start, end, whole=whole)
                ends.append(len(sentences))
                start = end
        return (*sentences, *passage.sentences(self.lang, start, whole=whole)), tuple(ends)

    def images(self, children: "list[Token]", token: "Token", line: int, state: _State) -> Iterator[_Entry]:
        first, last = token.map or (0, len(self.lines.lines))
        for child in children:
            address = str(child.attrGet("src") or "")
            try:
                path, width, height = images.locate(address, self.path, self.content)
            except images.ImageError as error:
                where = self.where(line)
                self.problems.append(images.problem(error, where, self.lines.lines[line].strip()[:120]))
                continue
            image = Image(path=path, width=width, height=height)
            if not image.is_picture and not images.is_elsewhere(path):
                image = replace(image, companions=images.companions(path, self.content))
                place = self.number(line)
                self.media |= {
                    each: FileLink(path=each, line=place, kind="attachment") for each in (path, *image.companions)
                }
            elif width is None and not images.is_elsewhere(path):
                where = self.where(line)
                self.warnings.append(
                    Problem(f"the size of the picture `{path}` can't be read", where, "is it damaged?")
                )
            elif not images.is_elsewhere(path):
                self.warnings += images.weight_warnings(path, self.content, self.where(line))
            alt = self.lines.passage(child.content, first, last).sentence() if child.content.strip() else None
            title = str(child.attrGet("title") or "")
            caption = self.lines.passage(title, first, last) if title.strip() else None
            block = Block(
                kind="image",
                image=replace(image, alt=alt),
                sentences=caption.sentences(self.lang, whole=_whole(caption.text)) if caption else (),
                **self.context(state),
            )
            yield _Entry(block, line, "img")

    def table(self, tokens: "list[Token]", state: _State) -> _Entry:
        sentences: list[Sentence] = []
        rows: list[list[int]] = []
        alignments: list[str] = []
        after: dict[int, int] = {}
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                content = tokens[index + 1]
                first, last = content.map or token.map or tokens[0].map or (0, 1)
                passage = self.lines.passage(content.content, first, max(last, first + 1), after.get(first, 0))
                sentence = passage.sentence()
                rows[-1].append(1 if sentence else 0)
                if sentence:
                    sentences.append(sentence)
                    after[first] = max(0, sentence.end - self.lines.starts[min(first, len(self.lines.starts) - 1)])
                if token.type == "th_open":
                    alignments.append(_alignment(str(token.attrGet("style") or "")))
        block = Block(
            kind="table",
            sentences=tuple(sentences),
            cells=tuple(map(tuple, rows)),
            alignments=tuple(alignments),
            **self.context(state),
        )
        return _Entry(block, tokens[0].map[0] if tokens[0].map else 0)


def _alignment(style: str) -> str:
    side = style.removeprefix("text-align:")
    return {"left": "start", "right": "end", "center": "center"}.get(side, "")


def _whole(text: str) -> list[Span]:
    """Return the spans of links, emphasis and code: a sentence that ended inside one would tear it."""
    if not any(mark in text for mark in "`[<*_~"):
        return []
    spans: list[Span] = []

    def mask(match: re.Match[str]) -> str:
        spans.append(match.span())
        return "x" * len(match[0])

    masked = _WHOLE.sub(mask, text.replace("\n", " "))
    return sorted(spans + [match.span() for match in _EMPHASIS.finditer(masked)])


def _take_head(
    entries: list[_Entry], body: Body, ticker_words: tuple[str, ...], given: Mapping[str, str], path: str, lang: Lang
) -> None:
    """Take the ticker, the headline, the dateline and the credits from the blocks, and give pictures their captions."""
    _take_ticker(entries, body, ticker_words)
    if "title" not in given:
        _take_title(entries, body, path, ticker_words)
    elif entries and entries[0].block.kind == "heading" and entries[0].block.sentences[0].text == given["title"]:
        del entries[0]
    _join_captions(entries)
    _take_credits(entries, body, given, lang)
    if entries and "dateline" not in given:
        _take_dateline(entries, body)


def _take_credits(entries: list[_Entry], body: Body, given: Mapping[str, str], lang: Lang) -> None:
    """Take the bylines above the text and the source below it; they stay, unless the page says the same words there."""
    index = 0
    while index < len(entries) and "author" not in given and (names := conventions.byline(_alone(entries[index]))):
        body.authors = tuple(dict.fromkeys((*body.authors, *names)))
        if index == 0 and conventions.says(_alone(entries[0]), words(lang)("by"), *names):
            del entries[0]
        else:
            entries[index].block = replace(entries[index].block, kind="credit")
            index += 1
    last = next((index for index in reversed(range(len(entries))) if not entries[index].block.note), None)
    if last is None or not given.keys().isdisjoint(("source", "url")):
        return
    if named := conventions.source(text := _alone(entries[last])):
        body.source, body.url = named
        if conventions.says(text, words(lang)("source"), *filter(None, named)):
            del entries[last]
        else:
            entries[last].block = replace(entries[last].block, kind="credit")


def _alone(entry: _Entry) -> str:
    """Return the text of a paragraph of one sentence."""
    block = entry.block
    return block.sentences[0].text if block.kind == "paragraph" and len(block.sentences) == 1 and not block.note else ""


def _take_ticker(entries: list[_Entry], body: Body, words: tuple[str, ...]) -> None:
    tickers = []
    while entries and entries[0].block.kind == "paragraph" and (passage := entries[0].passage):
        line = passage.text.partition("\n")[0]
        begin = conventions.ticker(passage.text, words)
        if begin is None and conventions.ticker(line, words) == len(line):  # the mark on a line of its own
            begin = len(line)
        if begin is None:
            break
        del entries[0]
        if sentence := passage.sentence(begin):
            tickers.append(sentence)
            continue
        body.breaking = True
        break
    body.ticker = tuple(tickers)


def _take_title(entries: list[_Entry], body: Body, path: str, ticker_words: tuple[str, ...]) -> None:
    headings = [
        index for index, entry in enumerate(entries) if entry.block.kind == "heading" and not entry.block.quoted
    ]
    first = next((index for index in headings if entries[index].tag == "h1"), headings[0] if headings else None)
    if first is not None and entries[first].tag != "h1" and _begins_with_headline(entries):
        first = None
    if first is not None:
        entry = entries.pop(first)
        body.title = entry.block.sentences[0]
        begin = conventions.ticker(entry.passage.text, ticker_words) if entry.passage else None
        if begin and entry.passage and (news := entry.passage.sentence(begin)):  # `# عاجل: …`
            body.title, body.breaking = news, True
        return
    if entries and entries[0].block.kind == "paragraph" and (passage := entries[0].passage):
        if body.ticker and (len(entries) == 1 or conventions.reads_as_text(passage.text)):
            return  # of a flash: its ticker line is the headline
        if len(passage.text) <= MAX_TITLE and (len(entries) > 1 or body.breaking) and not entries[0].block.quoted:
            body.title = passage.sentence()
            del entries[0]
        else:
            body.title = entries[0].block.sentences[0]
            body.warnings.append(
                Problem("it has no headline: its first sentence serves as one", path, "begin with `# Headline`")
            )


def _begins_with_headline(entries: list[_Entry]) -> bool:
    """Tell whether the first paragraph is a headline that was written as plain text: `عنوان`, a text, `## فرعي`."""
    passage = entries[0].passage if entries[0].block.kind == "paragraph" and not entries[0].block.quoted else None
    if not passage or len(passage.text) > MAX_TITLE or "\n" in passage.text or conventions.byline(passage.text):
        return False
    return not conventions.reads_as_text(passage.text) and len(entries[0].block.sentences) == 1


def _take_dateline(entries: list[_Entry], body: Body) -> None:
    entry = entries[0]
    passage = entry.passage
    if entry.block.kind != "paragraph" or not passage or not (found := conventions.dateline(passage.text)):
        return
    end, begin = found
    place = passage.sentence(0, end)
    first, *rest = entry.block.sentences
    start = passage.place(begin)
    if place is None or not first.start < start < first.end or not first.text.startswith(passage.text[:begin].rstrip()):
        return
    text = first.text[begin:].strip()
    shown = first.shown[len(first.shown) - len(text) :] if first.shown.endswith(text) else text
    sentence = Sentence(text=text, shown=shown, start=start, end=first.end)
    body.dateline = place
    entries[0] = _Entry(replace(entry.block, sentences=(sentence, *rest)), entry.line)


def _join_captions(entries: list[_Entry]) -> None:
    """Make a paragraph that is all emphasis the caption of the picture before it."""
    index = 1
    while index < len(entries):
        picture, entry = entries[index - 1], entries[index]
        passage = entry.passage
        if (
            picture.block.kind == "image"
            and not picture.block.sentences
            and entry.block.kind == "paragraph"
            and passage
            and (match := _EMPHASIZED.fullmatch(passage.text))
        ):
            sentence = passage.sentence(*match.span("text"))
            if sentence:
                picture.block = replace(picture.block, sentences=(sentence,))
                del entries[index]
                continue
        index += 1
