"""A worklist for another program: what stands in it."""

from pathlib import Path

from digest.editorial.desk import Desk, Task, key_of
from digest.editorial.worklist_export import into, worklist_of
from digest.exchange.rows import key_in
from tests.desk_site import counterpart, desk_of, make_desk_site, name, source


def exported(desk: Desk, most: int = 30) -> list[Task]:
    return [*desk.queue(most=most).tasks]


def test_rows_stand_as_the_queue_has_them_those_of_an_article_together(tmp_path: Path) -> None:
    desk = desk_of(make_desk_site(tmp_path, articles=2, sentences=4))
    tasks = exported(desk)
    rows = worklist_of(desk, [tasks[0], tasks[4], tasks[1]], "en", "  Nour\n").rows
    assert [(row.article, row.source) for row in rows] == [
        (name(0), source(0, 0)),
        (name(0), source(0, 1)),
        (name(1), source(1, 0)),
    ]


def test_a_row_says_where_it_belongs_and_what_helps(tmp_path: Path) -> None:
    desk = desk_of(make_desk_site(tmp_path, articles=1, sentences=4))
    (tmp_path / "content" / "glossary.csv").write_text("source,target\nكتاب,book\n", "utf-8")
    worklist = worklist_of(desk, exported(desk), "en", "Nour")
    row = worklist.rows[1]
    assert (worklist.by, row.place, key_in(row.mark)) == ("Nour", 5, key_of(source(0, 1)))
    assert (row.words, row.origin, row.reviewed) == (counterpart(0, 1), "machine", False)
    assert row.notes == (
        "doubtful: numbers differ",
        "glossary: كتاب = book",
        f"paragraph: {source(0, 0)} {source(0, 1)}",
        "headline: عنوان الخبر 0",
    )


def test_one_worklist_is_into_one_language_and_says_how_many_are_not() -> None:
    def task(lang: str) -> Task:
        return Task(article="x", headline="", lang="ar" if lang == "ar" else "en", text=lang, state="draft", flags=())

    tasks = [task("ar"), task("en"), task("ar")]
    assert into(tasks) == ("en", [tasks[0], tasks[2]], 1)
    assert into(tasks, "ar") == ("ar", [tasks[1]], 2)
    assert into([]) == ("en", [], 0)
