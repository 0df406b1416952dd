import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import load
from digest.content import conventions
from digest.content.article import read_file
from digest.content.text_input import clean
from digest.errors import DigestError
from digest.model import Article
from tests.reading import problems_of, read_text
from tests.unit.content.test_plain_text import AS_PASTED, WRAPPED

MARKDOWN = """---
title: عنوان
tags: [أ, ب]
---
فقرة *أولى. هنا* و [رابط](https://example.org).[^1]

> اقتباس

1. بند
   - تحته

| أ | ب |
|---|---|
| ج | د |

```
code
```

[^1]: حاشية.
"""
SEEDS = (AS_PASTED, WRAPPED, MARKDOWN, "Title: أ\nالتاريخ: 2019-11-14\nTags: أ، ب\n\nنص. ونص.\n\nالمصدر: ب\n")
BITS = (
    *(
        "\n",
        "\n\n",
        "\r",
        ". ",
        "*",
        "`",
        "[",
        "](",
        "![",
        "> ",
        "- ",
        "1. ",
        "---\n",
        "+++\n",
        "|",
        "\t",
        "    ",
        ": ",
        "#",
        "\n,",
        "\n?",
    ),
    *(
        "ـ",
        "\u202e",
        "\u202b",
        "\xa0",
        "\u2028",
        "[^1]: ",
        "<",
        "\\",
        "~~",
        "ﷺ",
        "e\u0301",
        "عاجل: ",
        "Date: 2019-02-30\n",
    ),
)


def _mutated(seed: int) -> str:
    """Return one of the seeds with a few random insertions, deletions and moves."""
    chance = random.Random(seed)
    text = chance.choice(SEEDS)
    for _ in range(chance.randint(1, 25)):
        at, to = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[at + chance.randrange(12) :]
            case 1:
                text = text[:at] + text[to : to + 20] + text[at:]
            case _:
                text = text[:at] + chance.choice(BITS) * chance.choice((1, 1, 2, 5)) + text[at:]
    return text


def _check(article: Article, text: str) -> None:
    for sentence in article.units():
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert clean(sentence.text).text == sentence.text
        assert sentence.shown
    assert article.blocks or article.breaking
    assert article.date.tzinfo


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["x.txt", "x.md"]))
def test_a_mutated_article_is_read_or_refused_with_a_place(seed: int, path: str) -> None:
    text = _mutated(seed)
    problems = problems_of(text, path)
    assert all(problem.where.startswith(path) and problem.hint for problem in problems)
    if not problems:
        _check(read_text(text, path), text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.sampled_from(["x.txt", "x.md"]))
def test_any_bytes_are_read_or_refused(data: bytes, path: str) -> None:
    assert all(problem.where.startswith(path) for problem in problems_of(data, path))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_plain_text_keeps_its_order_and_loses_nothing(seed: int) -> None:
    text = _mutated(seed)
    blocks = () if problems_of(text, "x.txt") else read_text(text, "x.txt").blocks
    end = 0
    for sentence in (sentence for block in blocks for sentence in block.sentences):
        assert sentence.start >= end
        end = sentence.end


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "site.toml").touch()
    with pytest.raises(DigestError) as caught:
        read_file(tmp_path, load(tmp_path))
    assert str(caught.value).startswith(f"{tmp_path}: it is a folder, not an article")


LINES = st.sampled_from(
    (
        "الخميس 14 نوفمبر 2019",
        "نشر في: ١٤ نوفمبر ٢٠١٩",
        "17 ربيع الأول 1441هـ الموافق 14 نوفمبر 2019م",
        "12 June 2031",
        "الساعة 14:00 لقاء الفريقين",
        "بقلم: ليلى حسن",
        "كتبت: ليلى حسن",
        "تقرير: أحمد سالم",
        "By Rana Khoury",
        "Written by Rana Khoury and Sam Doe",
        "المصدر: رويترز",
        "نقلا عن: الميناء https://example.org/a",
        "Source: The Harbour",
        "صورة: أ ف ب",
        "القاهرة - وكالات",
        "القاهرة (رويترز) 14-11-2019 - قال المدير إنه عاد.",
        "LONDON (AP) - It rained all day.",
        "دمشق",
        "بيروت",
        "الوزير: ماضون في العمل",
        "عنوان فرعي قصير",
        "والمواعيد كالتالي:",
        "القرارات: * فتح السوق * غلق الطريق",
        "الأسعار: ـ خبز: 2 ـ حليب: 3 ـ بيض: 4",
        "تحرير: ليلى حسن",
        "تقرير: أحمد سالم - تصوير: ليلى حسن",
        "Reporting by Rana Khoury; Editing by Sam Doe",
        "نقلا عن رويترز",
        "القاهرة - 12 آذار 2019",
        "عمان في 14 تشرين الثاني/ بترا / — قال المدير إنه عاد.",
        "الرابع عشر من نوفمبر 2019",
        "*فتح السوق* أبوابه",
        "- بند أول",
        "- بند ثان",
        "1. أول",
        "2. ثان",
        "> قول مأثور",
        "4 - 1",
        "قال المدير إن السوق فتح أبوابه صباح اليوم. وأضاف أن الناس سعداء.",
        "The market opened its doors this morning. People were glad, the director said.",
    )
)
HEADERS = st.sampled_from(("", "Title: عنوان من الرأس\n\n", "التاريخ: 2019-11-14\nالقسم: سوق\n\n"))
TICKERS = st.sampled_from(("", "عاجل: حريق في السوق\n", "Flash: fire in the market\n\n"))


def _shown(article: Article) -> str:
    """Return the letters that a page shows of the text, in reading order; those of list numbers, too."""
    head = [article.title, *article.ticker, *article.above]  # a page has them in the order of the text
    texts = [sentence.text for sentence in (*sorted(head, key=lambda each: each.start), *article.standfirst)]
    texts += [article.dateline.text] if article.dateline else []
    for block in article.blocks:
        texts += [str(block.number or ""), *(sentence.text for sentence in block.sentences)]
    return conventions.letters(" ".join(texts))


def _is_subsequence(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


@settings(max_examples=400, deadline=None)
@given(HEADERS, TICKERS, st.lists(st.tuples(LINES, st.sampled_from(("\n", "\n\n", "\n\n\n"))), min_size=1, max_size=9))
def test_every_letter_of_a_text_is_on_the_page_in_order_whatever_it_was_taken_for(
    header: str, ticker: str, lines: list[tuple[str, str]]
) -> None:
    text = header + ticker + "".join(line + gap for line, gap in lines)
    if problems_of(text):
        return
    article = read_text(text)
    kept = [clean(line).text for line in text[len(header) :].split("\n")]
    kept = [line[conventions.ticker(line, ()) or 0 :] for line in kept]
    credited = {conventions.letters(f"{label}{name}") for label in ("بقلم", "By") for name in article.authors}
    credited |= {conventions.letters(f"{label}{article.source}") for label in ("المصدر", "Source")}
    # A byline above the text is shown in the head of the page and a source below it at its foot: in the same words.
    left = [line for line in kept if conventions.letters(line) not in credited]
    shown = _shown(article)
    assert _is_subsequence(conventions.letters(" ".join(left)), shown)
    taken = [line for line in kept if not _is_subsequence(conventions.letters(line), shown)]
    assert all(conventions.letters(line) in credited for line in taken)


WORDS = ("خبر", "وقال", "«المدينة»", "the", "2026", "ثم", "بند.")
TAGS = (
    *("<p>", "</p>", '<p dir="rtl" style="a: b">', "<div>", "</div>", "<br>", "<b>", "</b>", "<em>", "</em>", "<span>"),
    *("</span>", '<a href="https://x.example/">', "</a>", "<ul>", "<ol start='3'>", "<li>", "</li>", "</ul>", "</ol>"),
    *(
        "<blockquote>",
        "</blockquote>",
        "<h2>",
        "</h2>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "</table>",
        "<hr>",
    ),
    *(
        "<!-- x -->",
        "<o:p>",
        "</o:p>",
        "&nbsp;",
        "\n",
        "\n\n",
        "\n    ",
        "| ",
        "> ",
        "- ",
        "\u200f",
        "<iframe>",
        "<script>x()</script>",
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.sampled_from(TAGS), max_size=40), st.sampled_from(["x.txt", "x.md"]))
def test_every_word_between_tags_is_on_the_page_in_its_order(parts: list[str], path: str) -> None:
    text = f"Title: عنوان\n\n<p>أول</p>\n\n{' '.join(parts)}\n"
    if problems_of(text, path):
        return
    blocks = read_text(text, path).blocks
    shown = " ".join(block.code + " ".join(sentence.text for sentence in block.sentences) for block in blocks)
    bare = [re.sub(r"\W", "", word) for word in WORDS]
    said = [re.sub(r"\W", "", part) for part in parts if part in WORDS]
    assert [word for word in re.findall(r"\w+", shown) if word in bare] == said
