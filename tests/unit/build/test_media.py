from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.report import Report
from tests.sites import TOML, make_site, publish, settle, tree

FILM = """\
---
title: خبر الفيلم
date: 2026-11-20
---

نص قبل الفيلم.

![قطاف الزيتون](film.mp4)

*لقطة من القرية.*
"""
FILES: dict[str, str | bytes] = {
    "a.md": FILM,
    "film.mp4": b"film",
    "film.ar.vtt": "WEBVTT\n",
    "film.jpg": b"\xff\xd8\xff",
}


def build(root: Path) -> tuple[Report, dict[str, bytes]]:
    report = publish(root, Machine(folders=[], cache=root / "packages"))
    return report, tree(root / "public")


def test_a_film_stands_in_the_text_with_its_poster_and_its_captions(tmp_path: Path) -> None:
    report, site = build(make_site(tmp_path, FILES, TOML))
    page = site["ar/articles/a/index.html"].decode()
    assert (
        '<video controls preload="metadata" src="/articles/a/film.mp4" poster="/articles/a/film.jpg"'
        ' aria-label="قطاف الزيتون" lang="ar" dir="rtl"><track kind="captions" srclang="ar" label="العربية"'
        ' src="/articles/a/film.ar.vtt"></video>'
    ) in page
    assert "<figcaption" in page
    assert {"articles/a/film.mp4", "articles/a/film.ar.vtt", "articles/a/film.jpg"} <= site.keys()
    assert [warning for warning in report.warnings if warning.where.startswith(("a.md", "film"))] == []
    assert "film.mp4" not in site["sitemap.xml"].decode()
    assert "og:image" not in page


def test_a_sound_stands_in_the_text_too(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": FILM.replace("film.mp4", "talk.mp3"), "talk.mp3": b"sound"}
    _, site = build(make_site(tmp_path, files, TOML))
    assert '<audio controls preload="metadata" src="/articles/a/talk.mp3"' in site["articles/a/index.html"].decode()


def test_captions_that_come_later_are_on_the_page_after_the_next_build(tmp_path: Path) -> None:
    make_site(tmp_path, FILES, TOML)
    settle(tmp_path)
    build(tmp_path)
    (tmp_path / "content" / "film.en.vtt").write_text("WEBVTT\n")
    _, site = build(tmp_path)
    assert 'srclang="en"' in site["articles/a/index.html"].decode()
    assert "articles/a/film.en.vtt" in site
    (tmp_path / "content" / "film.jpg").unlink()
    _, site = build(tmp_path)
    assert "poster" not in site["articles/a/index.html"].decode()
    assert "articles/a/film.jpg" not in site


@pytest.mark.parametrize("address", ["https://video.example/film.mp4", "https://video.example/talk.mp3"])
def test_a_film_on_another_site_is_a_link_for_pages_load_nothing_from_there(tmp_path: Path, address: str) -> None:
    _, site = build(make_site(tmp_path, {"a.md": FILM.replace("film.mp4", address)}, TOML))
    page = site["articles/a/index.html"].decode()
    assert f'<a href="{address}"' in page
    assert "<video" not in page
    assert "<audio" not in page
