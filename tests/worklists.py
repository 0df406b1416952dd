"""Worklists for tests of the formats in which they are handed out."""

from digest.exchange.rows import Row, Worklist, mark_of

ROWS = (
    Row(
        article="politics/x.txt",
        mark=mark_of("a1b2c3d4e5f6", "one", "It rained."),
        source='قال: «أمطرت» & "<b>".',
        words="It rained.",
        origin="machine",
        place=3,
        comments=("ask the author",),
        notes=("doubtful: numbers differ", "headline: أمطار"),
    ),
    Row(
        article="politics/x.txt",
        mark=mark_of("b1b2c3d4e5f6", "two", ""),
        source="=1+1 غيوم",
    ),
    Row(
        article="خبر عاجل.md",
        mark=mark_of("c1b2c3d4e5f6", "three", "-5 degrees"),
        source="-5 درجات",
        words="-5 degrees",
        reviewed=True,
        origin="edited",
    ),
)
WORKLIST = Worklist(source="ar", target="en", rows=ROWS, by="نور Nour", time="2026-11-23 12:00+0000")


def without_what_is_for_people(row: Row) -> Row:
    """Return a row as it comes back: without notes, origin and place, and from no line in particular."""
    return Row(
        article=row.article,
        mark=row.mark,
        source=row.source,
        words=row.words,
        reviewed=row.reviewed,
        comments=row.comments,
    )


SENT = [*map(without_what_is_for_people, ROWS)]
