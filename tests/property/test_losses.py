"""What becomes of people's words when an author edits an article, and when PO tools rewrite its sidecar."""

import re
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from msgspec.structs import replace

from digest.memory import lookup, parse, update, write
from tests.sidecars import article, gettext, machine, needs_gettext

Kind = Literal["reviewed", "unfinished"]
Edit = Callable[[list[str]], list[str]]


def sentences() -> list[str]:
    """Return the longer Arabic sentences of the sample site, each once."""
    files = sorted((Path(__file__).parents[2] / "content").glob("*.txt"))
    lines = (line.strip() for file in files for line in file.read_text("utf-8").split("\n") if ": " not in line[:20])
    texts = (text for line in lines for text in re.split(r"(?<=[.؟!])\s", line))
    return list(
        dict.fromkeys(text for text in texts if len(text.split()) >= 6 and re.search("[\u0621-\u064a]{3}", text))
    )


TEXTS = sentences()
ARTICLES = [TEXTS[start : start + 8] for start in range(0, len(TEXTS) - 7, 8)]


def hand(text: str) -> str:
    return f"by hand {zlib.crc32(text.encode())}"


def begun(texts: list[str], kind: Kind) -> bytes:
    """Return a sidecar in which a person has translated every third sentence, and a machine the rest."""
    data = update(None, article(*texts), "en", {text: machine(f"machine {len(text)}") for text in texts})
    sidecar = parse(data, "x")
    flags = () if kind == "reviewed" else ("fuzzy",)
    entries = [
        replace(entry, msgstr=hand(entry.msgid), flags=flags, raw="") if entry.msgid in texts[::3] else entry
        for entry in sidecar.entries
    ]
    return write(sidecar.with_entries(entries))


def synced(data: bytes, texts: list[str], *, again: bool = False) -> bytes:
    """Return a sidecar after `digest translate`, perhaps with `--again`."""
    sidecar = parse(data, "x")
    said = lookup(sidecar, article(*texts))
    missing = [text for text in texts if text not in said or (again and said[text].origin == "machine")]
    return update(sidecar, article(*texts), "en", {text: machine("another machine") for text in missing})


def fates(data: bytes, texts: list[str], before: list[str]) -> Counter[str]:
    """Return what became of the person's words: their origin on the page, `put aside`, or `lost`."""
    shown = lookup(parse(data, "x"), article(*texts)).values()
    found: Counter[str] = Counter()
    for text in before[::3]:
        origins = [each.origin for each in shown if hand(text) in each.text]
        found[min(origins) if origins else "put aside" if hand(text) in data.decode() else "lost"] += 1
    return found


def each(change: Callable[[str], str]) -> Edit:
    return lambda texts: [change(text) for text in texts]


def halves(texts: list[str]) -> list[str]:
    parts = []
    for text in texts:
        words = text.split()
        parts += [f"{' '.join(words[: len(words) // 2])}.", " ".join(words[len(words) // 2 :])]
    return parts


def inserted(text: str) -> str:
    words = text.split()
    return " ".join([*words[:3], "الكبير", *words[3:]])


STYLE: dict[str, Edit] = {
    "nothing": list,
    "comma": each(lambda text: text.replace(" ", "، ", 1)),
    "hamza": each(lambda text: text.translate(str.maketrans("أإئ", "ااؤ"))),
    "vowel mark": each(lambda text: f"{text[:3]}\u064e{text[3:]}"),
    "quotes": each(lambda text: text.translate(str.maketrans("«»", '""'))),
    "digits": each(lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))),
    "moved": lambda texts: [*texts[4:], *texts[:4]],
}
CHANGES: dict[str, Edit] = {
    "letter": each(lambda text: text.replace(" ", "ا ", 1)),
    "word": each(inserted),
    "eight words before": each(lambda text: f"في حفل كبير حضره عدد من أهالي المدينة {text}"),
    "split": halves,
    "joined": lambda texts: [" ".join(texts[start : start + 2]) for start in range(0, len(texts), 2)],
}
ANOTHER_TEXT: dict[str, Edit] = {
    "cut": lambda texts: texts[1::3] or ["هذا نص آخر لا صلة له بما سبق."],
    "rewritten": lambda texts: [f"هذا نص آخر رقمه {number} ولا صلة له بما سبق." for number in range(len(texts))],
}


@pytest.mark.parametrize("kind", ["reviewed", "unfinished"])
@pytest.mark.parametrize("name", [*STYLE, *CHANGES, *ANOTHER_TEXT])
def test_no_edit_of_an_article_loses_a_person_s_words_and_undoing_it_brings_them_back(name: str, kind: Kind) -> None:
    edit = (STYLE | CHANGES | ANOTHER_TEXT)[name]
    total: Counter[str] = Counter()
    for texts in ARTICLES:
        data, changed = begun(texts, kind), edit(texts)
        after = synced(data, changed)
        assert synced(after, changed) == after
        total += fates(after, changed, texts)
        back = lookup(parse(synced(after, texts), "x"), article(*texts))
        assert all(back[text].text == hand(text) for text in texts[::3])
        assert {back[text].origin for text in texts[::3]} == {"edited" if kind == "reviewed" else "draft"}
    waiting = "draft" if kind == "unfinished" else "stale"
    if name in STYLE:
        assert total.keys() == {"edited" if kind == "reviewed" else "draft"}
    elif name in CHANGES:
        assert total.keys() == {waiting}
    else:
        assert "lost" not in total


@pytest.mark.parametrize("kind", ["reviewed", "unfinished"])
def test_asking_the_machine_again_leaves_a_person_s_words_alone(kind: Kind) -> None:
    for texts in ARTICLES:
        data = begun(texts, kind)
        after = synced(data, texts, again=True)
        assert fates(after, texts, texts).keys() == {"edited" if kind == "reviewed" else "draft"}
        assert after.count(b'"another machine"') == len(texts) - len(texts[::3])


@needs_gettext
@pytest.mark.parametrize("kind", ["reviewed", "unfinished"])
@pytest.mark.parametrize(
    ("tool", "origins"),
    [
        (("msgcat", "--sort-output", "-w", "40"), {"edited", "draft", "machine"}),
        (("msgcat", "--no-location", "--strict"), {"edited", "draft", "machine"}),
        (("msgattrib", "--set-fuzzy"), {"draft", "machine"}),
        (("msgattrib", "--clear-previous"), {"edited", "draft", "machine"}),
        (("msgattrib", "--set-obsolete"), {"edited", "draft", "machine"}),
    ],
)
def test_what_gettext_rewrites_is_still_a_person_s(tool: tuple[str, ...], origins: set[str], kind: Kind) -> None:
    for texts in ARTICLES:
        data = gettext(*tool, data=begun(texts, kind))
        shown = lookup(parse(data, "x"), article(*texts))
        assert {one.origin for one in shown.values()} <= origins
        after = synced(data, texts, again=True)
        assert set(fates(after, texts, texts)) <= origins - {"machine"}


def test_without_its_comments_a_machine_s_text_is_unreviewed_and_not_called_outdated() -> None:
    for texts in ARTICLES:
        data = re.sub(rb"(?m)^#\. .*\n", b"", begun(texts, "reviewed"))
        shown = lookup(parse(data, "x"), article(*texts))
        assert Counter(one.origin for one in shown.values()) == Counter(
            {"edited": len(texts[::3]), "draft": len(texts) - len(texts[::3])}
        )
