from pathlib import Path

from msgspec.structs import replace

from digest.model import FileLink
from digest.render.destinations import Destinations
from tests.stories import simple, site


def test_links_lead_to_articles_in_the_readers_view_to_files_beside_the_page_and_to_the_sites_own_addresses(
    tmp_path: Path,
) -> None:
    other = simple()
    whole = site(tmp_path, other, base_url="https://news.example/path/").site
    links = {
        "o.md#note": FileLink(path=other.article.path, line=1, kind="article"),
        "gone.md": FileLink(path="gone.md", line=2, kind="article"),
        "a.pdf": FileLink(path="docs/a b.pdf", line=3, kind="attachment"),
    }
    article = replace(other.article, slug="mine", file_links=links)
    page, feed = Destinations(whole, article), Destinations(whole, article, absolute=True)
    slug = other.article.slug
    assert (page.link("o.md#note"), feed.link("o.md#note")) == (
        f"../{slug}/#note",
        f"https://news.example/path/articles/{slug}/#note",
    )
    assert page.link("gone.md") is None
    assert (page.link("a.pdf"), feed.link("a.pdf")) == (
        "/path/articles/mine/a%20b.pdf",
        "https://news.example/path/articles/mine/a%20b.pdf",
    )
    assert (page.link("/about/"), feed.link("/about/")) == ("/path/about/", "https://news.example/path/about/")
    for address in ("https://a.example/", "//a.example/", "#note", "../x/"):
        assert page.link(address) == address
