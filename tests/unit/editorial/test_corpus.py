from pathlib import Path

import pytest

from digest.config import load
from digest.editorial import corpus
from digest.errors import DigestError
from tests.sites import ARTICLE, BULLETIN, NOW, make_site

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = 'msgid "أمطار غزيرة في دمشق"\nmsgstr "Rain expected in Damascus"\n'
FILES = {"b.txt": BULLETIN, "b.en.po": HEADER + ENTRY, "a.txt": f"Draft: yes\n{BULLETIN}"}


def test_articles_come_in_the_order_of_their_paths_with_what_their_sidecars_say(tmp_path: Path) -> None:
    content = corpus.load(load(make_site(tmp_path, FILES)), now=NOW, drafts=True)
    assert [article.path for article in content.articles] == ["a.txt", "b.txt"]
    none, said = content.counterparts
    assert not none
    assert {text: counterpart.text for text, counterpart in said.items()} == {
        "أمطار غزيرة في دمشق": "Rain expected in Damascus"
    }


def test_drafts_are_left_out_unless_they_are_asked_for(tmp_path: Path) -> None:
    content = corpus.load(load(make_site(tmp_path, FILES)), now=NOW)
    assert [article.path for article in content.articles] == ["b.txt"]
    assert len(content.counterparts) == 1


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"a.txt": "", "b.txt": BULLETIN, "b.en.po": 'msgid "', "glossary.tsv": "x"})
    with pytest.raises(DigestError) as refused:
        corpus.load(load(root), now=NOW)
    assert {problem.where.partition(":")[0] for problem in refused.value.problems} >= {"a.txt", "b.en.po"}


def test_two_articles_at_one_address_are_an_error(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"2026-11-20-a.txt": BULLETIN, "2026-11-21-a.txt": ARTICLE})
    with pytest.raises(DigestError):
        corpus.load(load(root), now=NOW)


def test_a_part_of_the_articles_keeps_the_order_that_was_asked_for(tmp_path: Path) -> None:
    content = corpus.load(load(make_site(tmp_path, FILES)), now=NOW, drafts=True)
    part = content.only(["b.txt", "a.txt", "b.txt"])
    assert [article.path for article in part.articles] == ["b.txt", "a.txt"]
    assert [len(said) for said in part.counterparts] == [1, 0]
    assert content.only([]).articles == ()
