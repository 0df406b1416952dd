import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import load
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
    assert article.blocks
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
