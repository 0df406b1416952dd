"""Where an article's links to files of the content folder lead on its pages."""

from urllib.parse import quote

from digest.markup import Targets
from digest.model import Article, FileLink
from digest.site.site import Site, file_path


def link_targets(article: Article, site: Site) -> Targets:
    """Return where each link to an attachment or another article leads; None for an article that is not published."""
    return {
        address: _target(address, link, article, site)
        for address, link in article.file_links.items()
        if link.kind in ("article", "attachment")
    }


def _target(address: str, link: FileLink, article: Article, site: Site) -> str | None:
    """Return where a link leads.

    To another article it is relative to the page that it is on, so that it stays in the view of the reader.
    """
    fragment = "#" + address.partition("#")[2] if "#" in address else ""
    if link.kind == "attachment":
        return site.href(file_path(article, link.path)) + fragment
    slug = site.slugs.get(link.path)
    return f"../{quote(slug)}/{fragment}" if slug is not None else None
