from pathlib import Path

from msgspec.structs import replace

from digest.model import FileLink
from digest.render.link_targets import link_targets
from tests.stories import simple, site


def test_a_link_leads_to_an_article_in_the_readers_view_or_to_a_file_beside_the_page(tmp_path: Path) -> None:
    other = simple()
    whole = site(tmp_path, other, base_url="https://news.example/path/").site
    links = {
        "o.md#note": FileLink(path=other.article.path, line=1, kind="article"),
        "gone.md": FileLink(path="gone.md", line=2, kind="article"),
        "a.pdf": FileLink(path="docs/a b.pdf", line=3, kind="attachment"),
        "no.pdf": FileLink(path="no.pdf", line=4, kind="missing"),
    }
    assert link_targets(replace(other.article, slug="mine", file_links=links), whole) == {
        "o.md#note": f"../{other.article.slug}/#note",
        "gone.md": None,
        "a.pdf": "/path/articles/mine/a%20b.pdf",
    }
