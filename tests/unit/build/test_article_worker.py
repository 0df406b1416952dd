from datetime import timedelta
from pathlib import Path

import pytest

from digest.build.article_worker import ArticleWorker, ArticleWorkerFactory, ReadResult
from digest.build.state import ArticleRecord
from digest.build.story_store import StoryStore
from digest.build.worker_pool import unpack
from digest.config import load
from digest.content.listing import find
from digest.files import NEVER_MATCHES
from digest.translation.counterparts import Reply
from digest.translation.machine_queue import Answer
from tests.sites import ARTICLE, NOW, make_site

LATER = 2**62
"""Nanoseconds: so long after now that every file counts as unchanged for long."""
SIDECAR = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#: library.txt\nmsgid "{}"\nmsgstr "{}"\n'
TITLE = "افتتاح مكتبة الحي بعد عامين من الترميم"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"2026-11-19-library.txt": ARTICLE})


def worker(root: Path, *, scanned_at: int = LATER) -> ArticleWorker:
    make = ArticleWorkerFactory(
        config=load(root), store_prefix=f"{root}/s-", now=NOW, drafts=False, strays={}, scanned_at=scanned_at
    )
    return make("0")


def read(root: Path, reader: ArticleWorker) -> list[ReadResult]:
    sources = find(root / "content")
    return unpack(reader.read([(source, sources.sidecars) for source in sources.articles]), list[ReadResult])


def test_an_article_that_lacks_counterparts_asks_for_them_and_is_completed_with_the_reply(root: Path) -> None:
    reader = worker(root)
    (result,) = read(root, reader)
    assert result.request
    assert (result.slug, result.record, len(result.request.texts)) == ("library", None, 4)
    answers = {text: Answer(text=f"English {text}", flags=()) for text in result.request.texts}
    packed = reader.complete({result.path: (Reply(answers=answers, made_by="m 1 0"), "how")})
    (record,) = unpack(packed, list[ArticleRecord])
    assert (record.asked, record.counts.machine_translated) == ("how", 4)
    assert record.location
    reader.close()
    story = StoryStore(f"{root}/s-", "1").read(record.location)
    assert story.counterparts[TITLE].text == f"English {TITLE}"


def test_a_sidecar_is_read_and_what_it_knows_is_not_asked_for(root: Path) -> None:
    (root / "content" / "2026-11-19-library.en.po").write_text(SIDECAR.format(TITLE, "Open"), encoding="utf-8")
    (result,) = read(root, worker(root))
    assert result.request
    assert TITLE not in result.request.texts
    assert len(result.request.texts) == 3


def test_an_article_that_is_not_published_is_recorded_without_its_text(root: Path) -> None:
    later = NOW + timedelta(days=3)
    (root / "content" / "2026-11-19-library.txt").rename(root / "content" / f"{later:%Y-%m-%d}-library.txt")
    (result,) = read(root, worker(root))
    assert result.record
    assert result.record.unpublished
    assert result.record.location is None
    assert result.record.article.slug == "library"


def test_a_file_that_changed_just_now_may_change_again_unseen(root: Path) -> None:
    for scanned_at, expected in ((LATER, False), (0, True)):
        reader = worker(root, scanned_at=scanned_at)
        (result,) = read(root, reader)
        packed = reader.complete({result.path: (Reply(), "none")})
        (record,) = unpack(packed, list[ArticleRecord])
        assert (record.seen["2026-11-19-library.txt"] == NEVER_MATCHES) is expected
        assert record.seen["2026-11-19-library.en.po"] is None


def test_an_article_that_cannot_be_read_is_told_with_all_its_problems(root: Path) -> None:
    (root / "content" / "bad.txt").write_text("العنوان: خبر\nالتاريخ: غدا\nاللغة: fr\n\nنص.\n", encoding="utf-8")
    results = read(root, worker(root))
    (bad,) = [result for result in results if result.path == "bad.txt"]
    assert len(bad.problems) == 2
    assert (bad.slug, bad.record, bad.request) == ("", None, None)
