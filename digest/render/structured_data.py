"""What schema.org's data say of the site, its lists and its other pages; those of a story's are in `page_metadata`."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from digest.model import LANGS, Lang, View
from digest.render.bilingual import plain_name, site_names
from digest.site.site import CORRECTIONS, Listing, Site

SCHEMA = "https://schema.org"

Data = Mapping[str, Any]


@lru_cache(maxsize=2)
def publisher(site: Site, lang: Lang) -> Data:
    """Return who publishes the site: one organisation on all pages, in whichever language it is named."""
    name, prefix = _site_name(site, lang), site.config.prefix(lang)
    others = {_site_name(site, each) for each in LANGS if each in site.config.views} - {name}
    return {
        "@type": "NewsMediaOrganization",
        "@id": site.url("") + "#publisher",
        "name": name,
        **({"alternateName": min(others)} if others else {}),
        "url": site.url(""),
        **({"logo": {"@type": "ImageObject", "url": site.url(site.config.logo)}} if site.config.logo else {}),
        "publishingPrinciples": site.url(f"{prefix}about/"),
        **({"correctionsPolicy": site.url(f"{prefix}{CORRECTIONS}")} if site.has_corrections else {}),
    }


def of_list(site: Site, listing: Listing, view: View, lang: Lang, name: str, description: str) -> Data:
    """Return the data of a page of a list: of the first page of the home, the web site; else a collection.

    `lang` is the language of the page as a whole, `name` the list's in it.
    """
    if listing.kind == "home" and listing.number == 1:
        return _page(site, "WebSite", view, "", lang, name, description)
    way = {"breadcrumb": breadcrumbs(site, view, lang, (name, listing.first))}
    return _page(site, "CollectionPage", view, listing.path, lang, name, description) | way


def of_single(site: Site, kind: str, path: str, view: View, lang: Lang, name: str, description: str) -> Data:
    """Return the data of a page that there is one of: `about`, or one that leads to others."""
    way = {"breadcrumb": breadcrumbs(site, view, lang, (name, path))}
    return _page(site, "AboutPage" if kind == "about" else "WebPage", view, path, lang, name, description) | way


def _page(site: Site, kind: str, view: View, path: str, lang: Lang, name: str, description: str) -> dict[str, Any]:
    address = site.url(site.config.prefix(view) + path)
    return {
        "@context": SCHEMA,
        "@type": kind,
        "@id": address,
        "url": address,
        "name": name,
        "inLanguage": list(LANGS) if view == "both" else lang,
        "publisher": publisher(site, lang),
        **({"description": description} if description else {}),
    }


def breadcrumbs(site: Site, view: View, lang: Lang, *path: tuple[str, str]) -> Data:
    """Return the way to a page from the home: name and path below a view's of each step after the home."""
    steps = [(_site_name(site, lang), ""), *path]
    return {"@type": "BreadcrumbList", "itemListElement": list(_steps(site, view, steps))}


def _steps(site: Site, view: View, steps: list[tuple[str, str]]) -> Iterator[Data]:
    for position, (name, path) in enumerate(steps, 1):
        page = {"@id": site.url(site.config.prefix(view) + path)}  # a thing, not a text (schema.org)
        yield {"@type": "ListItem", "position": position, "name": name, "item": page}


def _site_name(site: Site, lang: Lang) -> str:
    return plain_name(site_names(site.config), lang)[0]
