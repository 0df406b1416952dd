"""A worklist for another program: sentences of the desk's queue in one file, each with what helps to translate it."""

from collections.abc import Iterable, Iterator

from digest.content import listing
from digest.editorial.desk import Card, Desk, Task
from digest.editorial.worklist import TITLES, line_numbers
from digest.exchange.rows import Row, Worklist, mark_of
from digest.locale import words
from digest.memory.entries import SIGNS
from digest.model import Lang, other


def into(tasks: Iterable[Task], target: Lang | None = None) -> tuple[Lang, list[Task], int]:
    """Return the tasks that are translated into one language, and how many are not.

    That language is `target`, else that of the first task.
    """
    tasks = list(tasks)
    chosen: Lang = target or (other(tasks[0].lang) if tasks else "en")
    kept = [task for task in tasks if other(task.lang) == chosen]
    return chosen, kept, len(tasks) - len(kept)


def worklist_of(desk: Desk, tasks: Iterable[Task], target: Lang, by: str = "") -> Worklist:
    """Return sentences as a worklist: those of an article together, in the order of the tasks.

    Raises `DigestError` when an article has changed meanwhile.
    """
    together: dict[str, list[Task]] = {}
    for task in tasks:
        together.setdefault(task.article, []).append(task)
    rows = [row for of_article in together.values() for row in _rows(desk, of_article)]
    time = desk.clock().astimezone(desk.config().zone)
    return Worklist(
        source=other(target), target=target, rows=tuple(rows), by=" ".join(by.split()), time=f"{time:%Y-%m-%d %H:%M%z}"
    )


def _rows(desk: Desk, tasks: Iterable[Task]) -> Iterator[Row]:
    places: dict[str, int] = {}
    for task in tasks:
        card = desk.open(task.article, task.key)
        if not places:
            config = desk.config()
            content, _ = desk.read([task.article], config, listing.find(config.content))
            places = line_numbers(content.articles[0], config)
        said = SIGNS.get(card.said, card.words)
        yield Row(
            article=task.article,
            mark=mark_of(task.key, card.version, said),
            source=task.text,
            words=said,
            reviewed=card.origin == "edited",
            origin=card.origin,
            place=places.get(task.text, 0),
            comments=card.comments,
            notes=tuple(" ".join(note.split()) for note in _notes(card)),
        )


def _notes(card: Card) -> Iterator[str]:
    task = card.task
    title = TITLES[task.state] if task.state != "edited" else "reviewed"
    doubts = ", ".join(words("en")(f"doubt.{flag}") for flag in task.flags)
    yield f"{title}: {doubts}" if doubts else title
    if card.changes:
        yield f"before it was changed: {' '.join(text for kind, text in card.changes if kind != 'new')}"
    if card.joined:
        yield f"to say together: {card.joined}"
    if card.machine and card.machine != card.words:
        yield f"the machine says: {card.machine}"
    for term, wanted in card.terms:
        yield f"glossary: {term} = {wanted}"
    if len(card.paragraph) > 1:
        yield f"paragraph: {' '.join(neighbour.source for neighbour in card.paragraph)}"
    if task.headline != task.text:
        yield f"headline: {task.headline}"
