"""Where the pictures and links of an article lead on its pages and in feeds."""

from dataclasses import dataclass
from urllib.parse import quote

from digest.model import Article
from digest.site.site import Site, article_path, file_path


@dataclass(frozen=True, slots=True)
class Destinations:
    """The addresses that an article's pages link to.

    Attributes:
        site: the site.
        article: whose pages they are.
        absolute: whether the addresses are whole, as feeds need them.
    """

    site: Site
    article: Article
    absolute: bool = False

    def file(self, path: str) -> str:
        """Return the address of a picture or an attachment, by its path below the content folder."""
        published = file_path(self.article, path)
        return self.site.url(published) if self.absolute else self.site.href(published)

    def link(self, address: str) -> str | None:
        """Return where a link leads, by its address as Markdown has it; None for an article that is not published.

        A page links another article in its own view: by an address relative to its own, which is the same in all views.
        """
        to = self.article.file_links.get(address)
        fragment = "#" + address.partition("#")[2] if "#" in address else ""
        if to and to.kind == "article":
            slug = self.site.slugs.get(to.path)
            if slug is None:
                return None
            return (self.site.url(article_path(slug)) if self.absolute else f"../{quote(slug)}/") + fragment
        if to and to.kind == "attachment":
            return self.file(to.path) + fragment
        if address.startswith("/") and not address.startswith("//"):
            base = self.site.config.base_address if self.absolute else self.site.config.base_path
            return base + address[1:]
        return address
