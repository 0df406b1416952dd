from pathlib import Path

from digest.config import load
from digest.content.article import read
from digest.editorial.inspect import article_lines, describe, describe_problem
from digest.errors import Problem
from digest.model import Article
from tests.sites import NOW, make_site

TEXT = """\
---
title: Rain in Damascus
date: 2026-11-20
tags: [weather, rain]
draft: true
---

It rained. It will rain again.

## Later

1. One.
2. Two.

> Quoted.
"""


def article(tmp_path: Path) -> Article:
    config = load(make_site(tmp_path, {"rain.md": TEXT}))
    return read(TEXT.encode(), path="rain.md", modified=NOW, config=config)


def test_data_tells_each_block_with_its_sentences_and_their_places_in_the_file(tmp_path: Path) -> None:
    described = describe(article(tmp_path))
    assert (described["lang"], described["format"], described["draft"]) == ("en", "markdown", True)
    assert described["tags"] == ["weather", "rain"]
    kinds = [(block["kind"], block.get("level"), block.get("number")) for block in described["blocks"]]
    assert kinds[:4] == [
        ("paragraph", None, None),
        ("heading", 2, None),
        ("item", 1, 1),
        ("item", 1, 2),
    ]
    for block in described["blocks"]:
        for sentence in block["sentences"]:
            assert TEXT[sentence["start"] : sentence["end"]] == sentence["text"]


def test_text_has_a_line_a_sentence_and_says_once_what_a_block_is(tmp_path: Path) -> None:
    told = [line.strip() for line in article_lines(article(tmp_path))]
    assert told[0] == "rain.md: en, markdown"
    assert told[1] == "date        2026-11-20 (from the header)"
    assert "draft" in told
    first = told.index("paragraph   It rained.")
    assert told[first + 1] == "It will rain again."
    assert "heading 2   Later" in told
    assert "item 2.     Two." in told
    assert any(line.startswith("> paragraph") for line in told)


def test_a_problem_is_told_with_all_that_it_says() -> None:
    problem = Problem("it is odd", "a.txt:3", "mend it", "odd")
    assert describe_problem(problem) == {
        "problem": "it is odd",
        "where": "a.txt:3",
        "hint": "mend it",
        "excerpt": "odd",
    }
