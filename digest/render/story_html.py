"""The text of a story as HTML, sentence by sentence: rows for the parallel page, a flow for the page of one language.

Each side is written once and serves both kinds of page. It is made of strings, not of templates, for speed: this runs
for every sentence of every page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, islice
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from digest import markup
from digest.content.films import Provider, provider
from digest.content.images import is_elsewhere
from digest.locale import Words
from digest.markup import escape, safe
from digest.model import AUDIO, LANGS, Block, Counterpart, Image, Lang, Sentence, Story, direction, other
from digest.render.picture_html import picture_html

Href = Callable[[str], str]
"""The link to a picture, by its path below the content folder."""

ATTRIBUTES: Mapping[Lang, str] = {lang: f'lang="{lang}" dir="{direction(lang)}"' for lang in LANGS}
_CODE = 'lang="en" dir="ltr" translate="no"'
_LONG = 100
"""Characters of a headline that is set a step smaller, and twice as many of one two steps smaller."""
_NUMBER = re.compile(r"[(~≈<>]?[+−–-]?[$€£¥]?\d[\d.,٫٬ \u00a0]*[$€£¥]?[%٪]?\)?|[—–-]?")
"""A cell of a column of numbers: an amount, or nothing."""
_SIZES = "(width < 80rem) 100vw, 75rem"
"""How wide a picture is shown, as the attribute `sizes` says it."""
_NUMBERED = re.compile(r'<span data-s="(\d+)"')
_HEAD_ELEMENTS: Mapping[str, tuple[str, str]] = {"title": ("h1", "headline"), "standfirst": ("p", "summary")}
"""The element and class of a part above the text; of one that is not here, a paragraph with its name as class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewHtml:
    """The text of a story in one view, as elements of HTML; in the parallel view each is a row with both sides.

    Attributes:
        head: what stands above the text, in the order of `Article.parts`: the name of a part, and its elements. Those
            of `above`, `ticker` and `corrections` are one a line, those of `standfirst` a single one, empty HTML when
            there is none.
        rows: the blocks in order.
    """

    head: Mapping[str, tuple[Markup, ...]]
    rows: tuple[Markup, ...]

    @property
    def title(self) -> Markup:
        """The headline, an `h1` a side."""
        return self.head["title"][0]

    @property
    def body(self) -> Markup:
        """The blocks, one after the other."""
        return safe("\n".join(self.rows))

    @property
    def ticker(self) -> tuple[Markup, ...]:
        """The ticker lines."""
        return self.head["ticker"]

    @property
    def above(self) -> tuple[Markup, ...]:
        """The other lines above the headline."""
        return self.head["above"]

    @property
    def corrections(self) -> tuple[Markup, ...]:
        """What was corrected, the oldest first; each says when."""
        return self.head["corrections"]

    @property
    def standfirst(self) -> Markup:
        """The summary under the headline; empty when there is none."""
        return self.head["standfirst"][0]


class _Piece(NamedTuple):
    """A block in one language; a tuple, because it takes a third of the time of a frozen dataclass to make.

    Attributes:
        html: its element; of a picture, the text of its caption.
        attributes: `lang` and `dir` of its text, which a list or quote around it gets too.
        pending: whether nothing of it is translated yet, so that it repeats the source.
    """

    html: str
    attributes: str
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The text of a story in one language.

    Attributes:
        head: as of `ViewHtml`.
        pieces: the blocks in order.
    """

    head: Mapping[str, list[_Piece]]
    pieces: list[_Piece]


class StoryHtml:
    """The text of a story, to be had in each of the three views.

    `base` is the path where the site begins, `targets` says where some links lead, and `formats` are those of pictures'
    copies. A sentence of the translation that is doubtful, or not settled, is followed by a button that shows the
    reason; with `spelled_out`, by the reason itself in brackets where it is doubtful: for feeds, which have no buttons.
    """

    def __init__(
        self,
        story: Story,
        words: Mapping[Lang, Words],
        picture: Href,
        *,
        base: str = "/",
        targets: markup.Targets = MappingProxyType({}),
        formats: Sequence[str] = (),
        spelled_out: bool = False,
    ) -> None:
        self.story = story
        self.formats = formats
        self.picture = picture
        self.spelled_out = spelled_out
        self.words = words
        self.source = story.article.lang
        self.sides = {lang: _Writer(story, lang, words[lang], base, targets, spelled_out).write() for lang in LANGS}

    def parallel(self) -> ViewHtml:
        """Return the text with both sides in each row, the source first.

        Where nothing of a block is translated, its counterpart is left out; the first of such blocks says so.
        """
        source, target = self.sides[self.source], self.sides[other(self.source)]
        rows = []
        said = False
        for block, a, b in zip(self.story.article.blocks, source.pieces, target.pieces, strict=True):
            note = self._pending_note(block) if b.pending and not said else ""
            rows.append(self._block_row(block, a, b, note=note))
            if block.sentences:
                said = b.pending
        return ViewHtml(
            head={name: self._head_rows(name, source.head[name], target.head[name]) for name in source.head},
            rows=tuple(rows),
        )

    def single(self, lang: Lang) -> ViewHtml:
        """Return the text of one side."""
        side = self.sides[lang]
        blocks = self.story.article.blocks
        with_places = _with_places if lang != self.source else str
        pieces = [
            piece._replace(html=with_places(self._figure(block.image, lang, piece) if block.image else piece.html))
            for block, piece in zip(blocks, side.pieces, strict=True)
        ]
        return ViewHtml(
            head={name: tuple(safe(with_places(piece.html)) for piece in pieces) for name, pieces in side.head.items()},
            rows=tuple(map(safe, _flow(blocks, pieces))),
        )

    def _pending_note(self, block: Block) -> str:
        lang = other(self.source)
        owed = any(self.story.counterparts[sentence.text].owed for sentence in block.sentences)
        text = self.words[lang]("mark.owed" if owed else "mark.untranslated")
        return f'<p class="untranslated" {ATTRIBUTES[lang]}>{escape(text)}</p>'

    def _head_rows(self, name: str, source: list[_Piece], target: list[_Piece]) -> tuple[Markup, ...]:
        classes = "row ticker" if name == "ticker" else "row"
        return tuple(self._row(classes, a, b) if a.html else Markup() for a, b in zip(source, target, strict=True))

    def _row(self, classes: str, source: _Piece, target: _Piece, *, note: str = "", tag: str = "div") -> Markup:
        """Return a row of both sides; where the translation is pending, `note` stands in its place."""
        lang = other(self.source)
        first = f'<div class="{self.source}">{source.html}</div>'
        second = (
            f'<div class="{lang} pending">{note}</div>'
            if target.pending
            else f'<div class="{lang}">{target.html}</div>'
        )
        return safe(f'<{tag} class="{classes}">{first}{second}</{tag}>')

    def _block_row(self, block: Block, source: _Piece, target: _Piece, *, note: str) -> Markup:
        if block.kind in ("code", "rule"):
            return safe(f'<div class="row {block.kind}"><div class="wide">{_enclosed(block, source)}</div></div>')
        if block.image:
            a, b = (piece._replace(html=f"<p {piece.attributes}>{piece.html}</p>") for piece in (source, target))
            caption = self._row("row caption", a, b, tag="figcaption") if block.sentences else ""
            return safe(f'<figure class="picture">{self._img(block.image, self.source)}{caption}</figure>')
        if block.note:
            return self._row("row footnote", source, target, note=note)
        quoted = " quote" if block.quoted else ""
        a, b = (piece._replace(html=_enclosed(block, piece)) for piece in (source, target))
        return self._row(f"row {block.kind}{quoted}", a, b, note=note)

    def _figure(self, image: Image, lang: Lang, caption: _Piece) -> str:
        text = f"<figcaption {caption.attributes}>{caption.html}</figcaption>" if caption.html else ""
        return f'<figure class="picture">{self._img(image, lang)}{text}</figure>'

    def _img(self, image: Image, lang: Lang) -> str:
        """Return a picture. One on another site becomes a link: a page makes no request to anybody else."""
        alt, alt_lang = alternative_text(self.story, image, lang)
        if is_elsewhere(image.path):
            if film := provider(image.path):
                return self._film(image.path, film, lang, alt, alt_lang)
            shown = escape(alt or self.words[lang]("picture"))
            return f'<p {ATTRIBUTES[alt_lang]}><a href="{escape(image.path)}" rel="nofollow noopener">{shown}</a></p>'
        if not image.is_picture:
            return self._media(image, alt, alt_lang)
        first = image is next((block.image for block in self.story.article.blocks if block.image), None)
        attributes = f'alt="{escape(alt)}" {ATTRIBUTES[alt_lang]}'
        return picture_html(image, self.picture, attributes, _SIZES, first=first, formats=self.formats)

    def _film(self, address: str, film: Provider, lang: Lang, title: str, title_lang: Lang) -> str:
        """Return a card that leads to a film or sound on another site, of which the page itself loads nothing."""
        where = escape(self.words[lang]("sound_at" if film.is_sound else "film_at", name=film.name))
        shown = f"<b {ATTRIBUTES[title_lang]}>{escape(title)}</b> <span>{where}</span>" if title else f"<b>{where}</b>"
        link = f'<a href="{escape(address)}" rel="nofollow noopener noreferrer">{shown}</a>'
        return f'<p class="film" {ATTRIBUTES[lang]}>{link}</p>'

    def _media(self, image: Image, label: str, lang: Lang) -> str:
        """Return a film or sound with the controls of the browser, its captions in each language that has some."""
        tag = "audio" if image.path.lower().endswith(AUDIO) else "video"
        poster = next((each for each in image.companions if not each.endswith(".vtt")), "")
        shown = f' poster="{escape(self.picture(poster))}"' if poster and tag == "video" else ""
        named = f' aria-label="{escape(label)}" {ATTRIBUTES[lang]}' if label else ""
        tracks = "".join(
            f'<track kind="captions" srclang="{each}" label="{escape(self.words[each]("language"))}"'
            f' src="{escape(self.picture(path))}">'
            for each in LANGS
            for path in image.companions
            if path.endswith(f".{each}.vtt")
        )
        address = escape(self.picture(image.path))
        return f'<{tag} controls preload="metadata" src="{address}"{shown}{named}>{tracks}</{tag}>'


class _Writer:
    """Writes one side of a story: its sentences numbered from 1 in reading order."""

    def __init__(
        self, story: Story, side: Lang, words: Words, base: str, targets: markup.Targets, spelled_out: bool
    ) -> None:
        article = story.article
        self.story = story
        self.spelled_out = spelled_out
        self.lang: Lang = side
        self.words = words
        self.source: Lang = article.lang
        self.number = 0
        self.notes: dict[str, int] = {}
        for block in article.blocks:
            if block.note:
                self.notes.setdefault(block.note, len(self.notes) + 1)
        self.html: Callable[[str, Lang], str] = (
            markup.link_plain
            if article.format == "text"
            else partial(
                markup.to_html,
                references=article.references,
                notes=self.notes,
                anchor=f"{side}-",
                base=base,
                targets=targets,
            )
        )

    def write(self) -> _Side:
        """Return the side's text."""
        head: dict[str, list[_Piece]] = {}
        dateline = ""
        for name, sentences in self.story.article.parts():
            match name:
                case "ticker":
                    head[name] = [self._ticker_line(line) for line in sentences]
                case "corrections":
                    days = self.story.article.corrected
                    head[name] = [self._correction(*each) for each in zip(sentences, days, strict=True)]
                case "above":
                    head[name] = [self._head_element(name, (line,)) for line in sentences]
                case "dateline":
                    dateline = self._dateline(sentences)
                case _:
                    head[name] = [self._head_element(name, sentences)]
        pieces = self._pieces(dateline)
        if self.notes:
            every = (*chain.from_iterable(head.values()), *pieces)
            marked = iter(self._mark_references([piece.html for piece in every]))
            head = {name: [piece._replace(html=next(marked)) for piece in part] for name, part in head.items()}
            pieces = [piece._replace(html=next(marked)) for piece in pieces]
        return _Side(head=head, pieces=pieces)

    def _head_element(self, name: str, sentences: tuple[Sentence, ...]) -> _Piece:
        """Return a part that stands above the text; empty for one without sentences."""
        if not sentences:
            return _Piece("", "")
        tag, kind = _HEAD_ELEMENTS.get(name, ("p", name))
        if name == "title":
            kind += _step(max(len(self.story.text(sentences[0], lang)) for lang in LANGS))
        text, attributes = self._run(sentences)
        hidden = self._hidden(sentences)
        return _Piece(
            f'<{tag} class="{kind}" {attributes}{hidden}>{text}</{tag}>', attributes, self._is_pending(sentences)
        )

    def _ticker_line(self, line: Sentence) -> _Piece:
        text, attributes = self._run((line,))
        label = f'<b class="label">{escape(self.words("breaking"))}</b>'
        hidden = self._hidden((line,))
        return _Piece(
            f'<p class="breaking" {attributes}{hidden}>{label} {text}</p>', attributes, self._is_pending((line,))
        )

    def _correction(self, sentence: Sentence, day: datetime) -> _Piece:
        text, attributes = self._run((sentence,))
        said = escape(self.words("correction", date=self.words.date(day)))
        label = f'<b class="label" {ATTRIBUTES[self.lang]}>{said}</b>'
        html = f'<p class="correction" {attributes}{self._hidden((sentence,))}>{label} {text}</p>'
        return _Piece(html, attributes, self._is_pending((sentence,)))

    def _dateline(self, sentences: tuple[Sentence, ...]) -> str:
        """Return the beginning of the first block, as HTML; nothing for an article without a dateline."""
        if not sentences:
            return ""
        text, _ = self._run(sentences)
        return f'<span class="dateline"{self._hidden(sentences)}>{text} <span aria-hidden="true">—</span></span> '

    def _pieces(self, dateline: str) -> list[_Piece]:
        pieces = []
        numbered: set[str] = set()
        for block in self.story.article.blocks:
            piece = self._block(block, dateline)
            dateline = ""
            if block.note:
                number = "" if block.note in numbered else str(self.notes[block.note])
                piece = self._note(piece._replace(html=_enclosed(block, piece)), number)
                numbered.add(block.note)
            pieces.append(piece._replace(pending=True) if self._is_pending(block.sentences) else piece)
        return pieces

    def _block(self, block: Block, dateline: str) -> _Piece:
        """Return a block; `dateline` goes before its text."""
        if block.kind == "code":
            language = f' class="language-{escape(block.info)}"' if block.info else ""
            return _Piece(f'<pre {_CODE} tabindex="0"><code{language}>{escape(block.code)}</code></pre>', _CODE)
        if block.kind == "rule":
            return _Piece("<hr>", ATTRIBUTES[self.lang])
        if block.kind == "table":
            return self._table(block)
        text, attributes = self._run(block.sentences, block.line_ends)
        if block.kind == "image":
            return _Piece(text, attributes)
        hidden = "" if dateline else self._hidden(block.sentences)
        if block.kind == "item":
            return _Piece(f"<li {attributes}{hidden}>{dateline}{text}", attributes)
        tag = f"h{block.level}" if block.kind == "heading" else "p"
        return _Piece(f"<{tag} {attributes}{hidden}>{dateline}{text}</{tag}>", attributes)

    def _hidden(self, sentences: tuple[Sentence, ...]) -> str:
        """Return the attribute that hides the element of sentences without words on this side; else nothing.

        An editor may have left out all of them, and a version that was written apart has its own structure.
        """
        says = not sentences or any(self.story.text(sentence, self.lang) for sentence in sentences)
        return "" if says else " hidden"

    def _table(self, block: Block) -> _Piece:
        rows = []
        place = 0
        numeric = _numeric_columns(block)
        for index, row in enumerate(block.cells):
            tag, scope = ("th", ' scope="col"') if index == 0 else ("td", "")
            cells = []
            for column, count in enumerate(row):
                text, attributes = self._run(block.sentences[place : place + count])
                place += count
                aligned = "number" if column in numeric else _nth(block.alignments, column)
                style = f' class="{aligned}"' if aligned else ""
                cells.append(f"<{tag}{scope}{style} {attributes}>{text}</{tag}>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        body = f"<thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody>" if rows else ""
        own = ATTRIBUTES[self.lang]
        label = escape(self.words("table"))
        as_written = all(self.story.counterparts[each.text].text == each.text for each in block.sentences)
        order = f" {ATTRIBUTES[self.source]}" if as_written and self.source != self.lang else ""  # of its columns
        table = f"<table{order}>{body}</table>"
        return _Piece(f'<div class="scroll" role="region" tabindex="0" aria-label="{label}" {own}>{table}</div>', own)

    def _note(self, piece: _Piece, number: str) -> _Piece:
        """Return a block of a footnote; the first has its `number`, a link back to the text, the others have none."""
        if not number:
            return _Piece(f'<div class="note" {piece.attributes}>{piece.html}</div>', piece.attributes)
        shown = self.words.plain(number)
        back = (
            f'<a class="back" href="#{self.lang}-ref-{number}" role="doc-backlink" '
            f'aria-label="{shown}: {escape(self.words("back_to_text"))}" {ATTRIBUTES[self.lang]}>{shown}</a>'
        )
        return _Piece(
            f'<div class="note" role="doc-footnote" id="{self.lang}-note-{number}" {piece.attributes}>'
            f"{back}{piece.html}</div>",
            piece.attributes,
        )

    def _mark_references(self, parts: Iterable[str]) -> list[str]:
        """Return parts with the marks of footnotes in the digits of the site.

        The first mark of each has the id that its note leads back to.
        """
        marked: set[str] = set()

        def with_id(match: re.Match[str]) -> str:
            number = match["number"]
            own = "" if number in marked else f' id="{self.lang}-ref-{number}"'
            marked.add(number)
            return f"{match['link']}{own}>{self.words.plain(number)}<"

        mark = re.compile(f'(?P<link>role="doc-noteref" href="#{self.lang}-note-(?P<number>[0-9]+)")>(?P=number)<')
        return [mark.sub(with_id, part) for part in parts]

    def _run(self, sentences: tuple[Sentence, ...], line_ends: tuple[int, ...] = ()) -> tuple[str, str]:
        """Return sentences as elements, numbered on, and the `lang` and `dir` of the element to put them in.

        `line_ends` are the counts of sentences after which the author broke the line.
        """
        if self.lang == self.source:
            return self._source_run(sentences, line_ends), ATTRIBUTES[self.lang]
        counterparts = self.story.counterparts
        targets = [counterparts[sentence.text] for sentence in sentences]
        pending = self._is_pending(sentences)
        spans: list[str] = []
        spoken = -1
        for place, (sentence, target) in enumerate(zip(sentences, targets, strict=True)):
            if target.said == "before" and spoken >= 0:
                spans[spoken] = self._target(sentence, target, explained=not pending, around=spans[spoken])
                spans.append("")
                continue
            spans.append(self._target(sentence, target, explained=not pending))
            spoken = place if target.text else -1
        for end in line_ends:
            spans[end - 1] += "<br>"
        html = " ".join(filter(None, spans))
        return html, f"{ATTRIBUTES[self.source]} data-untranslated" if pending else ATTRIBUTES[self.lang]

    def _is_pending(self, sentences: tuple[Sentence, ...]) -> bool:
        """Tell whether this is the side of the translation, and nothing of these sentences is translated yet."""
        if self.lang == self.source:
            return False
        origins = {self.story.counterparts[sentence.text].origin for sentence in sentences}
        return "untranslated" in origins and origins <= {"untranslated", "verbatim"}

    def _source_run(self, sentences: tuple[Sentence, ...], line_ends: tuple[int, ...]) -> str:
        """Return source sentences; two that touch in the file touch on the page."""
        own, html, number = ATTRIBUTES[self.lang], self.html, self.number
        parts: list[str] = []
        end = -1
        for sentence in sentences:
            number += 1
            gap = " " if parts and sentence.start != end else ""
            parts.append(f'{gap}<span id="s{number}" data-s="{number}" {own}>{html(sentence.shown, self.lang)}</span>')
            end = sentence.end
        self.number = number
        for line_end in line_ends:
            parts[line_end - 1] += "<br>"
        return "".join(parts)

    def _inline(self, text: str, lang: Lang) -> str:
        """Return inline text as HTML; what was written apart may have line breaks, and empty ones."""
        return (
            "<br>".join(self.html(line, lang) for line in text.split("\n")) if "\n" in text else self.html(text, lang)
        )

    def _target(self, sentence: Sentence, counterpart: Counterpart, *, explained: bool, around: str = "") -> str:
        """Return a counterpart; with `explained`, one that is not settled is followed by what there is to know.

        `around` is the element of the counterpart before, where that says this sentence too: it is put around it, so
        that both sentences have one counterpart.
        """
        self.number += 1
        origin = counterpart.origin
        if counterpart.is_in_source_language:
            lang, text = self.source, sentence.shown
        else:
            lang, text = self.lang, counterpart.text
        flags = f' data-flags="{escape(" ".join(counterpart.flags))}"' if counterpart.flags else ""
        owed = " data-owed" if counterpart.owed else ""
        attributes = f'data-s="{self.number}" data-origin="{origin}"{owed}{flags} {ATTRIBUTES[lang]}'
        inner = around or self._inline(text, lang)
        underlined = bool(counterpart.flags and counterpart.doubtful) and explained and not self.spelled_out
        html = f"<span {attributes}>{_underlined(inner, counterpart.doubtful) if underlined else inner}</span>"
        if self.spelled_out:
            if counterpart.flags:
                html += f" <small {ATTRIBUTES[self.lang]}>[{escape(doubt(self.words, counterpart.flags))}]</small>"
        elif explained:
            if counterpart.flags:
                said = doubt(self.words, counterpart.flags, counterpart.doubtful)
                html += reason(self.words, "flagged", said, f"why-{self.number}")
            elif origin in ("draft", "stale", "untranslated"):
                kind = "owed" if owed else origin
                html += reason(self.words, kind, self.words(f"doubt.{kind}"), f"why-{self.number}")
        return html


def _underlined(html: str, words: Iterable[str]) -> str:
    """Return the HTML of a sentence in which some words are underlined each time that they stand in its text."""
    wanted = "|".join(re.escape(escape(word)) for word in words)
    pattern = re.compile(rf"<[^>]*>|(?<![\w'’-])(?P<word>{wanted})(?!\w)|&#?\w+;")
    return pattern.sub(lambda found: f'<u class="doubtful">{found[0]}</u>' if found["word"] else found[0], html)


def alternative_text(story: Story, image: Image, lang: Lang) -> tuple[str, Lang]:
    """Return the alternative text of a picture, for a page in a language, and the language that it is in itself."""
    if image.alt is None:
        return "", lang
    source = story.article.lang
    if lang == source:
        return image.alt.shown, lang
    counterpart = story.counterparts[image.alt.text]
    return counterpart.text, source if counterpart.is_in_source_language else lang


def _with_places(html: str) -> str:
    """Return the translation's elements with the ids of their sentences, `s12`, for a page without the source's."""
    return _NUMBERED.sub(r'<span id="s\1" data-s="\1"', html)


def _numeric_columns(block: Block) -> set[int]:
    """Return the columns of a table that hold numbers below their heads, so that digits are to stand under digits."""
    sentences = iter(block.sentences)
    columns: dict[int, list[str]] = {}
    for index, row in enumerate(block.cells):
        for column, count in enumerate(row):
            cell = " ".join(sentence.text for sentence in islice(sentences, count))
            if index > 0:
                columns.setdefault(column, []).append(cell)
    return {
        column
        for column, cells in columns.items()
        if any(cells) and all(map(_NUMBER.fullmatch, cells)) and _nth(block.alignments, column) != "center"
    }


def _nth(alignments: tuple[str, ...], column: int) -> str:
    return alignments[column] if column < len(alignments) else ""


def _step(length: int) -> str:
    """Return the class, with a blank before it, that sets a headline of so many characters smaller, or nothing."""
    return " longer" if length > 2 * _LONG else " long" if length > _LONG else ""


def reason(words: Words, kind: str, text: str, identifier: str) -> str:
    """Return a button that shows a text, which has an id: why the sentence before it is marked.

    `kind` is what the button is called by: `flagged`, `stale`, `untranslated` or `owed`. It works without script.
    """
    own = ATTRIBUTES[words.lang]
    return (
        f'<button class="why" type="button" popovertarget="{identifier}" {own}>'
        f'<span class="unseen">{escape(words(f"mark.{kind}"))}</span></button>'
        f'<span class="reason" popover id="{identifier}" {own}>{escape(text)}</span>'
    )


def doubt(words: Words, flags: tuple[str, ...], doubtful: tuple[str, ...] = ()) -> str:
    """Return a sentence that says why another looks wrong, and which words of it are doubtful."""
    reasons = [words(f"doubt.{flag}") for flag in flags]
    if doubtful:
        reasons.append(words("doubt.words", words=words("comma").join(doubtful)))
    return words("doubt.start") + words("comma").join(reasons)


def _enclosed(block: Block, piece: _Piece) -> str:
    """Return a block inside the list and the quotes that it stands in, as if it were the only one there."""
    html = piece.html
    if block.kind == "item":
        tag = "ul" if block.number is None else f'ol start="{block.number}"'
        html = f'<{tag} class="depth-{block.level}" {piece.attributes}>{html}</li></{tag[:2]}>'
    elif block.continues:
        html = f'<div class="depth-{block.continues}" {piece.attributes}>{html}</div>'
    for _ in range(block.quoted):
        html = f"<blockquote {piece.attributes}>{html}</blockquote>"
    return html


def _flow(blocks: tuple[Block, ...], pieces: list[_Piece]) -> Iterator[str]:
    """Yield the blocks of one side, those of a list or a quote together: one string an outermost element."""
    chunk: list[str] = []
    opened: list[str] = []
    counted: dict[int, int] = {}
    """The number of the last item by the depth of its list."""

    def close(count: int) -> None:
        while len(opened) > count:
            chunk.append(f"</{opened.pop()}>")

    def start(tag: str, attributes: str) -> None:
        chunk.append(f"<{tag} {attributes}>")
        opened.append(tag[:2] if tag[:2] in ("ul", "ol") else tag)

    for block, piece in zip(blocks, pieces, strict=True):
        html = piece.html
        if not opened and not block.quoted and not block.continues and block.kind != "item":
            if chunk:
                yield "".join(chunk)
                chunk.clear()
            chunk.append(piece.html)
            continue
        is_item = block.kind == "item" and not block.note
        wanted = 0 if block.note else block.quoted
        depth = 0 if block.note else block.level if is_item else block.continues
        quotes = opened.count("blockquote")
        if wanted != quotes:
            close(min(quotes, wanted))
        keep = wanted + 2 * depth - (1 if is_item else 0)
        close(keep)
        kind = "ul" if block.number is None else "ol"
        if is_item and len(opened) == keep and opened[-1] != kind:
            close(keep - 1)
        if not opened and chunk:
            yield "".join(chunk)
            chunk.clear()
        while len(opened) < wanted:
            start("blockquote", piece.attributes)
        if is_item:
            while len(opened) < keep - 1:
                start("ul", piece.attributes)
                start("li", piece.attributes)
            if len(opened) < keep:
                first = f' start="{block.number}"' if kind == "ol" and block.number != 1 else ""
                start(kind + first, piece.attributes)
                counted[keep] = (block.number or 0) - 1
            opened.append("li")
            if block.number is not None and block.number != counted[keep] + 1:
                html = html.replace("<li", f'<li value="{block.number}"', 1)
            counted[keep] = block.number or 0
        chunk.append(html)
    close(0)
    if chunk:
        yield "".join(chunk)
