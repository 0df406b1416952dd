"""Whatever the sentence, whatever the counterpart, whatever a model says of the two: the marks stay whole."""

import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from digest.markup import align, links, marks, project, strip, to_html
from digest.markup.inline import Mark

VOCABULARY = (
    "القاهرة وزارة الطاقة، في من «قال» بيروت. Cairo the 4.2 2% «FIFA» (WHO) a_b * wow! ^x ~ co-op x:y — £5 $5 "
    "https://x.example/?a=1 don't \\ [x] <b> &amp; # ` ؟ ! x! --flag make build"
)
WORDS = st.sampled_from(VOCABULARY.split())
PLAIN = st.lists(WORDS, max_size=12).map(" ".join)
ADDRESSES = st.sampled_from(
    ["/a", "https://x.example/?a=1&b=2", "<https://x.example/a_(b)>", "mailto:a@b.example", "#"]
)
CODES = st.sampled_from(["`make build`", "`a`", "`` a`b ``", "`--flag`", "`القاهرة`", "`*`", "`x!`"])
NOTES = st.sampled_from(["[^1]", "[^note]", "[^أ]", "[^a*b]"])


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    emphasis = st.tuples(st.sampled_from(["*", "**", "~~", "_", "__", "***"]), inner)
    link = st.tuples(inner, ADDRESSES).map(lambda pair: f"[{pair[0]}]({pair[1]})")
    parts = inner | link | emphasis.map(lambda pair: f"{pair[0]}{pair[1]}{pair[0]}")
    return st.tuples(st.lists(parts, min_size=1, max_size=5), st.sampled_from([" ", "", "، ", "."])).map(
        lambda pair: pair[1].join(pair[0])
    )


LEAVES = PLAIN | WORDS | CODES | NOTES | st.just("<https://x.example/b>") | st.just("[ref]")
SENTENCES = st.recursive(LEAVES, wrapped, max_leaves=12) | st.text(
    alphabet="ab اب[](){}<>&:;/*_~`\\\"'!#^=x1", max_size=40
)
ALIGNMENTS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(0, 100))).map(
    lambda pairs: " ".join(f"{source}-{target}:{weight}" for source, target, weight in pairs)
)
REFERENCES = {"REF": ("https://x.example/ref", "Title")}


def every(text: str) -> list[Mark]:
    return [mark for outer in marks(text, REFERENCES) for mark in outer.walk()]


def labels(text: str) -> list[str]:
    return sorted(mark.target for mark in every(text) if mark.kind == "note")


def codes(text: str) -> list[str]:
    plain = strip(text, REFERENCES)
    return [plain[mark.start : mark.end].strip() for mark in every(text) if mark.kind == "code"]


def outside_links(text: str) -> Iterator[Mark]:
    for mark in every(text):
        yield from (one for one in mark.walk() if mark.kind == "link" and one is not mark)


@settings(max_examples=500, deadline=None)
@given(SENTENCES, PLAIN, ALIGNMENTS)
def test_every_link_and_footnote_mark_of_the_source_is_in_the_counterpart_once(
    source: str, plain: str, alignment: str
) -> None:
    result = project(source, plain, REFERENCES, alignment)
    assert links(result) == links(source, REFERENCES)
    assert labels(result) == labels(source)


@settings(max_examples=500, deadline=None)
@given(SENTENCES, PLAIN, ALIGNMENTS)
def test_a_reader_sees_the_counterpart_with_the_code_of_the_source_and_no_mark_as_text(
    source: str, plain: str, alignment: str
) -> None:
    result = project(source, plain, REFERENCES, alignment)
    shown = strip(result)
    for code in set(codes(result)):
        assert code in codes(source)
    standing = not codes(source) or (len(codes(source)) == 1 and codes(source)[0] in plain.split())
    if standing and sum(mark.kind == "link" for mark in every(source)) <= len(plain.split()):
        assert shown.split() == plain.split()


@settings(max_examples=300, deadline=None)
@given(SENTENCES, PLAIN, ALIGNMENTS)
def test_no_mark_is_of_a_kind_that_the_source_has_not_and_no_link_stands_in_another(
    source: str, plain: str, alignment: str
) -> None:
    result = project(source, plain, REFERENCES, alignment)
    assert {mark.kind for mark in every(result)} <= {mark.kind for mark in every(source)}
    assert not any(mark.kind in ("link", "note") for mark in outside_links(result))


@settings(max_examples=300, deadline=None)
@given(SENTENCES, PLAIN, ALIGNMENTS)
def test_the_html_of_a_counterpart_is_safe_and_balanced(source: str, plain: str, alignment: str) -> None:
    written = to_html(project(source, plain, REFERENCES, alignment))
    page = html.fromstring(f"<p>{written}</p>")
    assert {element.tag for element in page.iter()} <= {"p", "a", "code", "em", "strong", "s", "sup"}
    for tag in ("a", "em", "strong", "s", "code"):
        assert len(re.findall(f"<{tag}[ >]", written)) == written.count(f"</{tag}>")


@given(SENTENCES, PLAIN)
def test_a_mark_around_the_whole_sentence_stands_around_the_whole_counterpart(source: str, plain: str) -> None:
    if "القاهرة" in plain or "Cairo" in plain:
        (mark,) = marks(project("[القاهرة اليوم](/a).", plain))
        assert (mark.kind, mark.target) == ("link", "/a")


@given(ALIGNMENTS)
def test_an_alignment_is_read_as_it_was_written(alignment: str) -> None:
    once = align.parse(alignment)
    again = align.parse(align.written(once))
    assert again == {
        target: kept
        for target, row in once.items()
        if (kept := {source: weight for source, weight in row.items() if weight >= align.LEAST})
    }


@given(st.lists(st.tuples(PLAIN, PLAIN, ALIGNMENTS), max_size=3), PLAIN, PLAIN)
def test_an_alignment_of_parts_names_only_words_that_are_there(
    parts: list[tuple[str, str, str]], source: str, target: str
) -> None:
    for place, row in align.parse(align.joined(parts, source, target)).items():
        assert place < len(target.split())
        assert max(row) < len(source.split())
