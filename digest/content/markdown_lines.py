"""Markdown as people who write Arabic type it → Markdown as CommonMark reads it.

Invisible marks and unusual spaces beside the sign that begins a block, Arabic digits and bullets before list items,
addresses with spaces: what any reader understands is rewritten before the parser sees it.
"""

import re

from digest.content import conventions
from digest.content.edits import EditedText

_MARKS = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_WIDE = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HIDDEN = _MARKS + _WIDE
_ANY = re.compile(f"[{_HIDDEN}]")
_MARK = re.compile(f"[{_MARKS}]")
_WIDE_SPACE = re.compile(f"[{_WIDE}]")
_BEFORE_SIGN = re.compile(
    rf"^[ \t>]*+[{_HIDDEN}][ \t>{_HIDDEN}]*+(?=[#|+*=_`~:\[(0-9٠-٩۰-۹•▪●◦‣–—-])"
    rf"|^[ \t]*[{_HIDDEN}]++[ \t]*>[ \t>{_HIDDEN}]*+",
    re.MULTILINE,
)
_AFTER_SIGN = re.compile(
    rf"^[ \t>]*+(?:#{{1,6}}|[-+*]|[0-9٠-٩۰-۹]{{1,9}}[{_MARKS}]*[.)])[ \t]*[{_HIDDEN}][ \t{_HIDDEN}]*+", re.MULTILINE
)
_ALL_SIGNS = re.compile(rf"^(?=[^\n]*[-*_=`~])[ \t>|:*_=`~{_HIDDEN}-]++$", re.MULTILINE)
"""A rule, a row that parts the head of a table, the line under a heading, the end of a fence."""

_ADDRESS_WITH_SPACES = re.compile(
    r"(?P<words>\[[^\[\]\n]{0,500}\])"
    r"\((?P<address>[^()<>\n\"\s]{1,300}[ \xa0](?:[^()<>\n\"]|\([^()<>\n\"]{0,100}\)){0,300}?"
    r"\.[A-Za-z0-9]{2,5})(?P<title>[ \t]+\"[^\"\n]{0,500}\")?[ \t]*\)"
)
_PICTURE = re.compile(
    r"(?P<picture>!\[[^\[\]\n]{0,500}\]\([^()<>\n\"]{1,300}?)(?:[ \t]+=\d{0,5}(?:x\d{0,5})?\)|\)\{[^{}\n]{0,200}\})"
)
"""A picture with the size that other programs show it in: `![…](x.png =300x200)`, `![…](x.png){width=50%}`."""
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_OWN_MARK = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]")
_WRITTEN_LINE = re.compile(r"^[^\n]*$", re.MULTILINE)
_LINE = re.compile(r"^(?P<indent>[ \t>]*+)(?P<text>\S.*)$", re.MULTILINE)
_BEGINNING = re.compile(r"^(?:[ \t]*>)*(?P<indent>[ \t]*)", re.MULTILINE)
_TYPED_DASH = re.compile(r"^(?P<before>[ \t>]*(?:[0-9٠-٩۰-۹]{1,3}[ \t]?)?)\u0640+(?=[ \t]+\S)", re.MULTILINE)


_INNER_DASH = re.compile(r"(?<=[ \t])\u0640+(?=[ \t]+[^\s\u0640])")
_NO_PARAGRAPH = re.compile(r" {4}|\t|[ \t]*(?:[#|>]|[-+*•][ \t]|[0-9٠-٩]{1,9}[.)][ \t])")
"""The beginning of a line that is no paragraph, or no longer one."""


def as_commonmark(edited: EditedText, start: int) -> EditedText:
    """Return a text whose blocks, from the offset `start` on, begin as CommonMark has it."""
    if _ANY.search(edited.text, start):
        for pattern in (_BEFORE_SIGN, _AFTER_SIGN, _ALL_SIGNS):
            edited = edited.edited(pattern, _plain_spaces, start)
    if "](" in edited.text:
        edited = edited.edited(_PICTURE, lambda match: f"{match['picture']})", start)
        edited = edited.edited(_ADDRESS_WITH_SPACES, _in_angles, start)
    if "\u0640" in edited.text:
        edited = edited.edited(_TYPED_DASH, _dash, start)
        edited = edited.edited(_INNER_DASH, lambda _: "–", start)
    if ":" in edited.text or "：" in edited.text:
        edited = edited.with_put(_inline_items(edited.text, start))
    edited = edited.with_put(_list_marks(edited.text, start))
    return edited.with_put((place, place, "\n") for place in _lettered_lines(edited.text, start))


def _dash(match: re.Match[str]) -> str:
    return f"{match['before']}-"


def _in_angles(match: re.Match[str]) -> str:
    return f"{match['words']}(<{match['address']}>{match['title'] or ''})"


def _plain_spaces(match: re.Match[str]) -> str:
    """Return the beginning of a line without marks, its spaces plain."""
    return _WIDE_SPACE.sub(" ", _MARK.sub("", match[0]))


def _list_marks(text: str, start: int) -> list[tuple[int, int, str]]:
    """Return the spans of the marks of list items that CommonMark does not know, each with the one that it knows.

    As in plain text: two or more items, numbers counting up, with other lines and at most one blank one between; a `•`
    needs no company.
    """
    marks: list[tuple[int, int, str]] = []
    run: list[tuple[re.Match[str], conventions.Item, bool]] = []
    fence = ""
    blank = True
    after_blank = start
    for line in _LINE.finditer(text, start):
        opened = _FENCE.match(line[0])
        if fence or opened:
            fence = "" if fence and opened and opened[1].startswith(fence) else fence or (opened[1] if opened else "")
            continue
        blank = text.count("\n", after_blank, line.start()) > 1
        if text.count("\n", after_blank, line.start()) > 2:
            _keep(run, marks)
            run = []
        after_blank = line.end()
        own = _OWN_MARK.match(line["text"])
        item = None if own else conventions.item(line["text"])
        if own:
            _keep(run, marks)
            run = []
        elif item and run and not _continues(run[-1][1], item):
            _keep(run, marks)
            run = [(line, item, blank)]
        elif item:
            run.append((line, item, blank))
        elif blank:
            _keep(run, marks)
            run = []
    _keep(run, marks)
    return marks


def _lettered_lines(text: str, start: int) -> list[int]:
    """Return where the lines of a paragraph begin that letters count (`أ- …`, `ب- …`): each is a paragraph."""
    places: set[int] = set()
    fenced = False
    before: tuple[str, re.Match[str]] | None = None
    for line in _WRITTEN_LINE.finditer(text, start):
        fenced = fenced != bool(_FENCE.match(line[0]))
        letter = conventions.lettered(line[0]) if not fenced else ""
        if letter and before and conventions.follows(before[0], letter):
            places |= {before[1].start(), line.start()}
        if letter:
            before = (letter, line)
        elif not line[0].strip():
            before = None
    return sorted(places)


def _inline_items(text: str, start: int) -> list[tuple[int, int, str]]:
    """Return the spans of the marks of items that run on in a line (`كالتالي: * كذا * كذا`), each with what begins it.

    What letters count are paragraphs, and so is any other text.
    """
    marks: list[tuple[int, int, str]] = []
    fenced = False
    for line in _WRITTEN_LINE.finditer(text, start):
        fenced = fenced != bool(_FENCE.match(line[0]))
        if fenced or "`" in line[0] or _NO_PARAGRAPH.match(line[0]):
            continue
        for place in conventions.inline_items(line[0]):
            item = conventions.item(line[0][place:])
            mark = "" if not item else "- " if item.number is None else f"{item.number}. "
            begin = line.start() + place
            marks.append((begin, begin + (item.length if item else 0), f"\n\n{mark}"))
    return marks


def _keep(run: list[tuple[re.Match[str], conventions.Item, bool]], marks: list[tuple[int, int, str]]) -> None:
    """Take the items of a run, if it is a list. Numbers of one run have a stop, of the next a bracket: a new list."""
    if len(run) < 2 and not (run and run[0][0]["text"][0] in conventions.BULLETS):
        return
    stop = ")" if marks and "." in marks[-1][2] else "."
    for index, (line, item, blank) in enumerate(run):
        apart = "" if index or blank or item.number in (None, 1) else "\n"
        mark = "- " if item.number is None else f"{item.number}{stop} "
        marks.append((line.start("text"), line.start("text") + item.length, apart + mark))


def _continues(item: conventions.Item, after: conventions.Item) -> bool:
    if item.number is None or after.number is None:
        return item.number == after.number
    return after.number == item.number + 1


# --- indented prose ---------------------------------------------------------------------------------------------------

_ARABIC_LETTER = re.compile(r"[\u0621-\u064a\u0671-\u06d3]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_CODE_SIGN = re.compile(r"[{}<>=$\\|_;`]|\w\(|\)\s*$|//|--|^\s*[#@]|\w\.\w|:\s*$", re.MULTILINE)
_CALL = re.compile(r"[{}=$\\`]|[A-Za-z]\w*\(|</")
_STOPS = tuple('.!?…:»”"')


def is_prose(code: str) -> bool:
    """Tell whether an indented text is a paragraph and no code: Arabic, or a sentence without any sign of code."""
    if len(_ARABIC_LETTER.findall(code)) > len(_LATIN_LETTER.findall(code)):
        return not _CALL.search(code)
    return len(code.split()) > 3 and code.rstrip().endswith(_STOPS) and not _CODE_SIGN.search(code)


def without_indent(edited: EditedText, starts: frozenset[int]) -> EditedText:
    """Return a text in which the lines that begin at `starts` are not indented."""
    return edited.with_put(
        (begun.start("indent"), begun.end("indent"), "")
        for begun in _BEGINNING.finditer(edited.text)
        if begun.start() in starts
    )
