"""A site for the tests of the editors' desk: articles whose headlines are reviewed, and all the rest is doubtful."""

from pathlib import Path

from digest.argos import Machine
from digest.config import Config, load
from digest.editorial.desk import Desk
from tests.sidecars import po, signed
from tests.sites import NOW, make_site

THINGS = ("قلم", "كتاب", "باب", "قمر", "بحر", "جبل", "نهر", "طريق", "سوق", "مطر")
WORDS = ("pen", "book", "door", "moon", "sea", "mountain", "river", "road", "market", "rain")


def source(article: int, number: int) -> str:
    """Return a sentence of an article, from 0."""
    return f"زار {100 + number} شخصا {THINGS[number]} الحي رقم {article + 2}."


def counterpart(article: int, number: int) -> str:
    """Return what the machine made of it: the number is wrong."""
    return f"{200 + number} people visited the {WORDS[number]} of quarter {article + 2}."


def corrected(article: int, number: int) -> str:
    """Return what it should be."""
    return counterpart(article, number).replace(f"{200 + number}", f"{100 + number}")


def name(article: int) -> str:
    """Return the path of an article, the first being the newest."""
    return f"2026-11-{20 - article}-news.txt"


def make_desk_site(root: Path, articles: int = 3, sentences: int = 10, toml: str | None = None) -> Path:
    """Write a site of articles with so many doubtful sentences, two a paragraph."""
    files: dict[str, str | bytes] = {}
    for article in range(articles):
        headline = f"عنوان الخبر {article}"
        entries = [f'#: {name(article)}\nmsgid "{headline}"\nmsgstr "Headline {article}"']
        pairs = [range(first, min(first + 2, sentences)) for first in range(0, sentences, 2)]
        paragraphs = [" ".join(source(article, number) for number in pair) for pair in pairs]
        for number in range(sentences):
            ar, en = source(article, number), counterpart(article, number)
            entries.append(f'{signed(en)}#. flags: number\n#: {name(article)}\n#, fuzzy\nmsgid "{ar}"\nmsgstr "{en}"')
        files[name(article)] = f"الرابط الدائم: news-{article}\n\n" + "\n\n".join((headline, *paragraphs))
        files[name(article).replace(".txt", ".en.po")] = po(*entries)
    return make_site(root, files, *([toml] if toml else []))


def desk_of(root: Path) -> Desk:
    """Return the desk of a site of which nothing is known without reading it."""

    def machine_for(_: Config) -> Machine:
        return Machine(folders=[], cache=root / "packages")

    return Desk(config=lambda: load(root), records=dict, machine_for=machine_for, clock=lambda: NOW)
