"""Random files, random articles, random edits of both: what holds whatever people and machines do."""

from collections import Counter

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.errors import DigestError, Problem
from digest.memory import Entry, Sidecar, lookup, parse, update, write
from digest.memory.entries import digest_of
from digest.model import Article, Counterpart
from tests.sidecars import HEADER, article, edited, machine

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# --- files ------------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04"), max_size=20)
NOTE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10).map(lambda text: f"# {text}".strip())
FRAGMENTS = r"""
msgid "a"
msgid "b"
msgid "open
msgid_plural "p"
msgctxt "c"
msgstr
msgstr "x"
msgstr ""
msgstr[0] "y"
"more"
"\q"
\"
# note
#. machine: m 1 a
#: x.txt
#, fuzzy
#| msgid "old"
#| msgid "\q"
#~ msgid "o"
#~ msgstr "z"
#~| msgid "q"
<<<<<<< HEAD
=======
>>>>>>> theirs
"""
FRAGMENT = st.sampled_from([*FRAGMENTS.split("\n"), "\r", "\ufeff", "\u2028"])
JUNK = st.lists(FRAGMENT, max_size=12).map(lambda lines: "\n".join(lines).encode()) | st.binary(max_size=200)


@st.composite
def files(draw: st.DrawFn) -> Sidecar:
    """Return a file of entries with all that they can have."""
    keys = draw(st.lists(st.tuples(TEXT.filter(bool), st.none() | TEXT), max_size=5, unique=True))
    entries = [
        Entry(
            msgid=msgid,
            msgctxt=msgctxt,
            msgstr=draw(TEXT),
            comments=tuple(draw(st.lists(NOTE, max_size=2))),
            flags=draw(st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")])),
            previous=draw(st.none() | TEXT),
            obsolete=draw(st.booleans()),
        )
        for msgid, msgctxt in keys
    ]
    return Sidecar(entries=(*parse(HEADER, "").entries, *entries), newline=draw(st.sampled_from(["\n", "\r\n"])))


@quick
@given(JUNK)
@example(b'msgid ""\nmsgstr "charset=x"\n\xff')
def test_a_file_is_read_and_written_back_or_refused_with_its_lines(data: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        sidecar = parse(data, "x.en.po")
    except DigestError as error:
        problems = error.problems
    else:
        assert write(sidecar) == data
        understood = "\n".join([*(entry.raw for entry in sidecar.entries), sidecar.trailer])
        assert understood.split() == data.decode("utf-8-sig").split(), "nothing is passed over"
        anew = write(sidecar.with_entries([replace(entry, raw="") for entry in sidecar.entries]))
        assert _said(parse(anew, "")) == _said(sidecar)
    lines = [problem.where.removeprefix("x.en.po").removeprefix(":") for problem in problems]
    assert lines == [""] or all(1 <= int(line) <= data.count(b"\n") + 1 for line in lines)
    assert all(problem.hint for problem in problems)


@quick
@given(files())
def test_what_is_written_is_read_as_it_was(sidecar: Sidecar) -> None:
    data = write(sidecar)
    assert _said(parse(data, "")) == _said(sidecar)
    assert write(parse(data, "")) == data


def _said(sidecar: Sidecar) -> list[Entry]:
    return [replace(entry, raw="", line=0) for entry in sidecar.entries]


# --- articles and sidecars --------------------------------------------------------------------------------------------

WORD = st.sampled_from(["وزير", "مدينة", "معرض", "كتاب", "افتتح", "قال", "أعلن", "يوم", "الأحد", "في", "من", "المكتبة"])
SENTENCE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
ARTICLE = st.lists(SENTENCE, min_size=1, max_size=6)
NEW = st.sampled_from(["machine", "edited", "none"])


class Desk:
    """An article, its sidecar, and a running number that makes every counterpart of a person unlike the others."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = data.draw
        self.texts = data.draw(ARTICLE)
        self.data: bytes = b""
        self.count = 0

    @property
    def article(self) -> Article:
        return article(*self.texts)

    def new(self) -> dict[str, Counterpart]:
        """Return counterparts for some of the sentences."""
        fresh = {}
        for text in self.texts:
            kind = self.draw(NEW)
            self.count += 1
            if kind != "none":
                fresh[text] = (machine if kind == "machine" else edited)(f"{kind} {self.count}")
        return fresh

    def rewrite(self) -> None:
        """Let the author add, drop, change or move a sentence."""
        place = self.draw(st.integers(0, len(self.texts) - 1))
        match self.draw(st.sampled_from(["add", "drop", "change", "move", "split", "join"])):
            case "add":
                self.texts.insert(place, self.draw(SENTENCE))
            case "drop" if len(self.texts) > 1:
                self.texts.pop(place)
            case "change":
                self.texts[place] += " " + self.draw(WORD)
            case "split" if " " in self.texts[place]:
                self.texts[place : place + 1] = self.texts[place].split(" ", 1)
            case "join":
                self.texts[place : place + 2] = [" ".join(self.texts[place : place + 2])]
            case _:
                self.texts.append(self.texts.pop(place))

    def review(self) -> None:
        """Let an editor review an entry, doubt one, note something, or delete a flag."""
        sidecar = parse(self.data, "")
        place = self.draw(st.integers(0, len(sidecar.entries) - 1))
        entry = sidecar.entries[place]
        if entry.is_header or entry.obsolete:
            return
        self.count += 1
        match self.draw(st.sampled_from(["write", "begin", "accept", "doubt", "note"])):
            case "write":
                entry = replace(entry, msgstr=f"edited {self.count}", flags=(), previous=None, raw="")
            case "begin":
                entry = replace(entry, msgstr=f"begun {self.count}", flags=("fuzzy",), raw="")
            case "accept":
                entry = replace(entry, flags=(), previous=None, raw="")
            case "doubt":
                entry = replace(entry, flags=("fuzzy",), raw="")
            case _:
                entry = replace(entry, comments=(f"# note {self.count}", *entry.comments), raw="")
        self.data = write(sidecar.with_entries([*sidecar.entries[:place], entry, *sidecar.entries[place + 1 :]]))

    def save(self, fresh: dict[str, Counterpart]) -> None:
        self.data = update(parse(self.data, ""), self.article, "en", fresh, skeleton=self.draw(st.booleans()))


def _by_people(data: bytes) -> Counter[str]:
    """Return the counterparts in a file that a machine has no say in, and how often each is there.

    Left out are what a machine wrote, word for word, and what repeats other entries.
    """
    return Counter(
        entry.msgstr
        for entry in parse(data, "").entries
        if not entry.is_header
        and entry.msgstr
        and not (entry.fuzzy and entry.previous is None and entry.msgstr.startswith("machine"))
        and not (entry.fuzzy and any(" copy =" in note for note in entry.comments) and _is_as_noted(entry))
    )


def _is_as_noted(entry: Entry) -> bool:
    return any(note.endswith(f"={digest_of(entry.msgstr)}") for note in entry.comments)


@quick
@given(st.data())
def test_no_series_of_edits_loses_the_work_of_a_person(data: st.DataObject) -> None:
    desk = Desk(data)
    desk.save(desk.new())
    for _ in range(data.draw(st.integers(1, 5))):
        for step in data.draw(st.lists(st.sampled_from([desk.rewrite, desk.review]), max_size=4)):
            if desk.data or step == desk.rewrite:
                step()
        before = _by_people(desk.data)
        known = lookup(parse(desk.data, ""), desk.article)
        desk.save({text: new for text, new in desk.new().items() if new.origin == "machine"})
        after = _by_people(desk.data)
        assert after == before, "lost, doubled or made up"
        shown = lookup(parse(desk.data, ""), desk.article)
        for text, counterpart in known.items():
            if counterpart.origin != "machine":
                assert shown[text] == counterpart, "the page and the file agree"


@quick
@given(st.data())
def test_a_second_run_has_nothing_new_to_say(data: st.DataObject) -> None:
    desk = Desk(data)
    desk.save(desk.new())
    for step in data.draw(st.lists(st.sampled_from([desk.rewrite, desk.review]), max_size=4)):
        if desk.data or step == desk.rewrite:
            step()
    fresh = desk.new()
    once = update(parse(desk.data, ""), desk.article, "en", fresh)
    twice = update(parse(once, ""), desk.article, "en", fresh)
    assert twice == once
    assert update(parse(once, ""), desk.article, "en", lookup(parse(once, ""), desk.article)) == once


@quick
@given(st.data())
def test_an_untouched_entry_of_a_person_keeps_its_bytes(data: st.DataObject) -> None:
    desk = Desk(data)
    desk.save(desk.new())
    kept = [entry for entry in parse(desk.data, "").entries if "fuzzy" not in entry.flags and entry.msgstr]
    desk.texts = data.draw(st.permutations(desk.texts)) + data.draw(st.lists(SENTENCE, max_size=2))
    desk.save(desk.new())
    assert all(entry.raw.encode() in desk.data for entry in kept)


@quick
@given(ARTICLE, TEXT)
def test_what_a_page_shows_is_one_clean_line(texts: list[str], text: str) -> None:
    data = write(Sidecar(entries=(*parse(HEADER, "").entries, Entry(msgid=texts[0], msgstr=text))))
    for counterpart in lookup(parse(data, ""), article(*texts)).values():
        assert counterpart.text
        assert counterpart.text == counterpart.text.strip()
        assert not set(counterpart.text) & set(map(chr, range(32)))
