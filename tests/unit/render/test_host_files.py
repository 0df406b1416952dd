"""Files that hosts and search engines look for in the folder of a site."""

import json
import re
from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow

from digest.render.host_files import host_paths, render_host_files
from digest.render.theme_files import read_theme
from tests.stories import feeds, simple, site


def test_every_feed_has_one_rule_for_its_media_type(tmp_path: Path) -> None:
    whole = site(tmp_path, simple(tags=("a",)), base_url="https://x.example/news/", tag_feeds=True)
    headers, *_ = render_host_files(whole.site)
    rules = re.findall(r"(\S+)\n  Content-Type: (.*)\n", headers.body.decode())
    kinds = {
        "feed.xml": "application/atom+xml; charset=utf-8",
        "rss.xml": "application/rss+xml; charset=utf-8",
        "feed.json": "application/feed+json",
        "feeds.opml": "text/x-opml; charset=utf-8",
    }
    for output in feeds(whole):
        patterns = [(re.escape(pattern).replace(r"\*", ".*"), kind) for pattern, kind in rules]
        matching = [kind for pattern, kind in patterns if re.fullmatch(pattern, f"/news/{output.path}")]
        assert matching == [kinds[output.path.rpartition("/")[2]]], output.path


def test_the_key_of_index_now_is_a_file_of_its_name(tmp_path: Path) -> None:
    made = site(tmp_path, index_now_key="0123456789abcdef").site
    files = {output.path: output.body for output in render_host_files(made)}
    assert tuple(files) == host_paths(made)
    assert files["0123456789abcdef.txt"] == b"0123456789abcdef"


def test_the_manifest_names_the_site_and_icons_that_are_published(tmp_path: Path) -> None:
    made = site(tmp_path, simple(), base_url="https://x.example/news/").site
    files = {output.path: output.body for output in render_host_files(made)}
    manifest = json.loads(files["manifest.webmanifest"])
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("النشرة", "ar", "rtl")
    theme = read_theme(made.config)
    for icon in manifest["icons"]:
        body = theme[icon["src"].removeprefix("theme/")]
        if icon["type"] == "image/png":
            assert "{}x{}".format(*Pillow.open(BytesIO(body)).size) == icon["sizes"]


def test_the_worker_is_published_where_it_answers_for_the_whole_site(tmp_path: Path) -> None:
    assert "offline.js" in host_paths(site(tmp_path, simple(), offline=True).site)
    assert "offline.js" not in host_paths(site(tmp_path, simple()).site)
