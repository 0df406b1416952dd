"""The picture that programs show with a link: its address, and its size where that can be told."""

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.render.share_picture import SharePicture, picture_properties, shown_large, site_picture
from tests.stories import config, pages, render, simple, site
from tests.unit.render.parsed import parse

PICTURE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I5B", 13, b"IHDR", 1200, 630, 8, 0, 0, 0, 0) + bytes(4)


@pytest.mark.parametrize(
    ("make", "size"),
    [
        pytest.param(lambda file: file.write_bytes(PICTURE), (1200, 630), id="a picture"),
        pytest.param(lambda file: file.write_bytes(b"GIF89a"), (None, None), id="cut short"),
        pytest.param(lambda file: None, (None, None), id="missing"),
        pytest.param(Path.mkdir, (None, None), id="a folder"),
        pytest.param(os.mkfifo, (None, None), id="a pipe"),
    ],
)
def test_the_picture_of_a_site_has_its_size_where_it_can_be_told(
    tmp_path: Path, make: Callable[[Path], object], size: tuple[int | None, int | None]
) -> None:
    (tmp_path / "static").mkdir()
    make(tmp_path / "static" / "صورة.png")
    settings = config(tmp_path, base_url="https://news.example/", share_image="صورة.png")
    assert site_picture(settings) == ("https://news.example/%D8%B5%D9%88%D8%B1%D8%A9.png", *size)
    assert site_picture(config(tmp_path)) is None


def test_what_is_not_known_of_a_picture_is_not_said() -> None:
    assert picture_properties(None, "name") == []
    assert picture_properties(SharePicture("https://a.example/b.png", None, None), "") == [
        ("og:image", "https://a.example/b.png")
    ]
    assert shown_large(None) == {}


def test_every_page_without_a_picture_of_its_own_says_the_size_of_the_sites(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "share.png").write_bytes(PICTURE)
    made = pages(render(site(tmp_path, simple(), share_image="share.png")))
    for path in sorted(made.keys() - {"404.html"}):
        page = parse(made[path])
        told = [page.xpath(f"string(//meta[@property='og:image:{name}']/@content)") for name in ("width", "height")]
        assert told == ["1200", "630"], path
        assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"], path
    data = json.loads(
        parse(made["ar/articles/first/index.html"]).xpath("string(//script[@type='application/ld+json'])")
    )
    assert (data["image"]["width"], data["image"]["height"]) == (1200, 630)
