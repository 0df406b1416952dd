"""Where an article's links to files of the content folder lead on its pages."""

from posixpath import relpath
from urllib.parse import quote

from digest.markup import Targets
from digest.model import Article, FileLink
from digest.site.site import Site, file_path, path_of


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
    path = site.paths.get(link.path)
    return f"{quote(relpath(path, path_of(article)))}/{fragment}" if path is not None else None
