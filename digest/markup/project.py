"""The inline Markdown of a sentence, put back into its counterpart: a machine translates plain text.

The way is that of Müller 2017 (Treatment of Markup in Statistical Machine Translation) and of the baseline of
Hanneman and Dinu 2020 (How Should Markup Tags Be Translated?): a mark goes to the words that come from those that it
stood at.

1. `_with_code`: code is written as its author did.
2. `Placing`: each mark gets a range of words of the counterpart.
3. `_written`: Markdown.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from digest.markup import align
from digest.markup.inline import Mark, as_markdown, marks, strip
from digest.markup.parser import References, parser
from digest.markup.placing import STOPS, Placing, Target, is_around

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def project(source: str, plain: str, references: References | None = None, alignment: str = "") -> str:
    """Return a counterpart as inline Markdown: `plain`, as a machine gave it, with the marks of its source.

    `alignment` says which of its words come from which of the source's plain text: see `align`.

    Every link and every footnote mark of the source is in it exactly once, balanced and rightly nested. What a reader
    sees is `plain`, with two exceptions: code that the machine changed stands as in the source, and a link for which
    there is no word left (the counterpart has fewer words than the source has links) follows with its own text.
    Emphasis for which there is no word is left out, and so is code of which the counterpart has no trace.
    """
    outer = marks(source, references)
    if not outer:
        return as_markdown(plain)
    text = strip(source, references)
    every = [mark for one in outer for mark in one.walk()]
    plain, alignment, code = _with_code(text, plain, alignment, [mark for mark in every if mark.kind == "code"])
    target = Target.of(plain, code)
    placing = Placing.of(text, target, alignment)
    placing.place([one for mark in outer for one in _settled(mark)], range(len(target.units)))
    if placing.unplaced:  # there are few words: links go before emphasis
        placing = Placing.of(text, target, alignment)
        placing.place([replace(mark, inner=()) for mark in every if mark.kind == "link"], range(len(target.units)))
    return _written(placing, [mark for mark in every if mark.kind == "note"])


def _settled(mark: Mark, around: frozenset[str] = frozenset()) -> tuple[Mark, ...]:
    """Return the marks that have to be placed for a mark: itself, with the same for those inside it.

    Code and footnote marks are placed apart. A mark inside one of its own kind shows nothing, and gives its place to
    those inside it.
    """
    inner = tuple(one for each in mark.inner for one in _settled(each, around | {mark.kind}))
    if mark.kind in ("code", "note"):
        return ()
    return inner if mark.kind in around else (replace(mark, inner=inner),)


def _with_code(
    source: str, plain: str, alignment: str, codes: Sequence[Mark]
) -> tuple[str, str, list[tuple[int, int]]]:
    """Return a counterpart in which code is as in its source, its alignment, and the offsets of each piece of code.

    Code is found by its letters, then without regard to their case, then by attention; else it is left out.
    """
    found: dict[tuple[int, int], str] = {}
    placing = Placing.of(source, Target.of(plain, []), alignment)
    for mark in codes:
        code = source[mark.start : mark.end].strip()
        words = placing.words(mark)
        letters = r"\s+".join(map(re.escape, code.split()))
        for flags in (re.NOFLAG, re.IGNORECASE):
            places = [match.span() for match in re.finditer(rf"(?<!\w){letters}(?!\w)", plain, flags)]
            if free := [(start, end) for start, end in places if all(end < a or b < start for a, b in found)]:
                found[max(free, key=partial(placing.attention_at, words))] = code
                break
        else:
            taken = {place for place, unit in enumerate(placing.target.units) for a, b in found if unit.meets(a, b)}
            _, units = placing.run(words, range(len(placing.target.units)), taken)
            if units:
                found[placing.target.extent(placing.target.trimmed(units))] = code
    text, end = "", 0
    stands: list[tuple[int, int]] = []
    for (start, stop), code in sorted(found.items()):
        text += plain[end:start]
        stands.append((len(text), len(text) + len(code)))
        text, end = text + code, stop
    text += plain[end:]
    return text, align.joined([(source, plain, alignment)], source, text) if text != plain else alignment, stands


def _written(placing: Placing, notes: Sequence[Mark]) -> str:
    """Return the counterpart with all marks, as Markdown."""
    text, stop = placing.target.text, placing.target.stop
    whole = {(start, end): _fenced(text[start:end]) for start, end in placing.target.code}
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for one in sorted(placing.placed, key=lambda one: one.depth):
        shown = text[one.start : one.end]
        if one.mark.kind == "link" and _shows_itself(shown, one.mark.target) and not one.mark.inner:
            whole[one.start, one.end] = f"<{shown}>"
        else:
            before, after = ("[", _address(one.mark)) if one.mark.kind == "link" else (one.mark.kind, one.mark.kind)
            opening[one.start] = opening.get(one.start, "") + before
            closing[one.end] = after + closing.get(one.end, "")
    added: dict[int, str] = {}
    for note in notes:
        place = _place_of_note(placing, note)
        added[place] = added.get(place, "") + f"[^{note.target}]"
    for link in placing.unplaced:
        own = as_markdown(placing.source[link.start : link.end].strip())
        added[stop] = added.get(stop, "") + f"{' ' if text.strip() else ''}[{own}{_address(link)}"

    parts: list[str] = []
    inside = [place for span in whole for place in range(span[0] + 1, span[1])]
    cuts = sorted(
        {0, len(text), *opening, *closing, *added, *(place for span in whole for place in span)} - set(inside)
    )
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        parts += [closing.get(start, ""), added.get(start, ""), opening.get(start, "")]
        parts.append(whole.get((start, end)) or as_markdown(text[start:end]))
    return _joined(parts)


def _place_of_note(placing: Placing, note: Mark) -> int:
    """Return the offset for a footnote mark: after the word that it follows in the source, never in a link or code.

    One that ends its sentence does so on both sides, before or after the stop; so does, before it, one that is unsure.
    """
    text, source = placing.target.text, placing.source
    before, after = source[: note.start].rstrip(), source[note.start :]
    if not any(map(str.isalnum, before)):
        return 0
    if not any(map(str.isalnum, after)):
        return len(text.rstrip()) if before[-1] in STOPS else placing.target.stop
    marked = [one for one in placing.placed if one.mark.end == note.start]
    unit = placing.origin(len(before.split()) - 1)
    if marked:
        place = marked[0].end
    elif unit is not None:
        one = placing.target.units[unit]
        place = one.outer[1] if is_around(before[-1]) else one.end
    else:
        place = placing.target.stop
    closed = [*placing.target.code, *((one.start, one.end) for one in placing.placed if one.mark.kind == "link")]
    return max([end for start, end in closed if start < place < end], default=place)


def _fenced(code: str) -> str:
    """Return code as Markdown, in more backticks than it has in a row."""
    fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    space = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{fence}{space}{code}{space}{fence}"


def _address(link: Mark) -> str:
    """Return the end of a link in Markdown, in which nothing of the address is taken for an entity."""
    address = _ENTITY.sub(r"\\&", link.target)
    return f"](<{address}>)"


def _shows_itself(text: str, address: str) -> bool:
    """Tell whether a link shows its own address, so that `<…>` says all."""
    return bool(
        _ADDRESS.fullmatch(text)
        and parser().normalizeLink(text) == address
        and parser().normalizeLinkText(text) == text
    )


def _joined(parts: Iterable[str]) -> str:
    """Return pieces of Markdown as one, in which no `!` before a link makes it a picture."""
    joined = ""
    for part in parts:
        joined = f"{joined[:-1]}\\!{part}" if part.startswith("[") and joined.endswith("!") else joined + part
    return joined
