"""A page's data beside its text: address, versions in other languages, metadata for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from markupsafe import Markup

from digest.content.images import is_elsewhere
from digest.locale import Words
from digest.markup import isolated, safe
from digest.model import Lang, Story, other
from digest.site.site import HREFLANG, Site, View, file_path, prefix
from digest.site.status import Status
from digest.site.summary import Summary

_SCHEMA = "https://schema.org"
_LOCALES: Mapping[View, tuple[str, ...]] = {"ar": ("ar_AR", "en_US"), "en": ("en_US", "ar_AR"), "both": ()}
"""A page's locale and its other one, as Open Graph writes them; a page in two languages has none."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, as its template sees it; a struct, for it takes a tenth of the time of a frozen dataclass to make.

    Attributes:
        kind: `home`, `article`, `sections`, `tags`, `authors`, `archive`, `index`, `about`, `feeds` or `missing`.
        view: `both`, `ar` or `en`.
        path: its address below a view's, the same in every view.
        lang: the language of the page as a whole: the view's; side by side, the source's.
        title: the title of the window, without the site's name.
        description: a sentence or two; may be empty.
        canonical: its absolute address; empty for the page of a missing address.
        alternates: the same page in the views that search engines list, itself included: `hreflang` and absolute
            address; none for a page that they don't.
        switch: every view with its link, in the order of the parallel page.
        noindex: whether search engines are asked to leave it out.
        metadata: name to content, for `meta` elements.
        properties: property and content, for `meta` elements of Open Graph.
        json_ld: schema.org's data for a `script` element, safe as it stands; empty when there is none.
    """

    kind: str
    view: View
    path: str
    lang: Lang
    title: str
    description: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    switch: tuple[tuple[View, str], ...] = ()
    noindex: bool = False
    metadata: Mapping[str, str]
    properties: tuple[tuple[str, str], ...] = ()
    json_ld: str = ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a page in each view.

    Attributes:
        canonical: view to absolute address.
        switch: view and link, in the order of `SWITCH`.
    """

    canonical: Mapping[View, str]
    switch: tuple[tuple[View, str], ...]

    def alternates_of(self, view: View, indexed: Sequence[View]) -> tuple[tuple[str, str], ...]:
        """Return `hreflang` and absolute address in each of the views `indexed`; none if `view` is not among them."""
        if view not in indexed:
            return ()
        return tuple((HREFLANG[each], self.canonical[each]) for each in HREFLANG if each in indexed)


SWITCH: tuple[View, ...] = ("en", "both", "ar")
"""The views in the order of the links that lead from one to the other: as on the parallel page, English left."""


def addresses(site: Site, path: str) -> Addresses:
    """Return the addresses of the page at a path below a view's."""
    return Addresses(
        canonical={view: site.url(prefix(view) + path) for view in HREFLANG},
        switch=tuple((view, site.href(prefix(view) + path)) for view in SWITCH),
    )


def locales(view: View) -> list[tuple[str, str]]:
    """Return the Open Graph properties of the language of a page, and of the same page in the other one."""
    return list(zip(("og:locale", "og:locale:alternate"), _LOCALES[view], strict=False))


def safe_json(value: Any) -> Markup:
    """Return JSON that cannot end the `script` element it stands in."""
    text = msgspec.json.encode(value)
    return safe(text.replace(b"&", rb"\u0026").replace(b"<", rb"\u003c").replace(b">", rb"\u003e").decode())


def translation(status: Status, view: View) -> str:
    """Return `original` for the page of an article's own language, else the code of how its translation was made."""
    return status.code if view in ("both", status.lang) else "original"


class PageMetadata:
    """The metadata of a story's pages."""

    def __init__(self, site: Site, story: Story, summary: Summary, where: Addresses) -> None:
        article = story.article
        self._article = article
        self._section = site.section(article)
        self._tags = site.tags_of(article)
        self._authors = site.authors_of(article)
        self._briefs = summary.briefs
        self._status = summary.status
        self._where = where
        self._home = site.url("")
        self._published = stamp(story)
        self._updated = _iso(article.updated, timed=article.updated_timed) if article.updated else ""
        self._image = _first_image(site, story)

    def metadata(self, view: View, lang: Lang) -> dict[str, str]:
        """Return the contents of `meta` elements by their names: how it was translated, and who wrote it.

        `lang` is the language of the page.
        """
        status = self._status
        contents = {"translation": translation(status, view)}
        if contents["translation"] != "original" and status.engines:
            contents["translation-engine"] = "; ".join(status.engines)
        if self._authors:
            contents["author"] = ", ".join(author.name(lang) for author in self._authors)
        return contents

    def properties(self, view: View, lang: Lang, name: str) -> tuple[tuple[str, str], ...]:
        """Return its properties for Open Graph; `lang` is the language of the page, `name` the site's name in it."""
        brief = self._briefs[lang]
        properties = _given(
            ("og:type", "article"),
            ("og:title", isolated(brief.title, brief.title_lang)),
            ("og:description", isolated(brief.excerpt, brief.excerpt_lang)),
            ("og:url", self._where.canonical[view]),
            ("og:site_name", name),
            *locales(view),
            ("article:published_time", self._published),
            ("article:modified_time", self._updated),
            ("article:section", self._section.name(lang) if self._section else ""),
            *(("article:tag", tag.name(lang)) for tag in self._tags),
            ("og:image", self._image),
        )
        return tuple(properties)

    def json_ld(self, view: View, lang: Lang, words: Words, name: str) -> Markup:
        """Return a NewsArticle of schema.org, which says who translated it; the rest is as for `properties`."""
        article, status, url = self._article, self._status, self._where.canonical[view]
        translated = view == status.lang
        brief = self._briefs[lang]
        data: dict[str, Any] = {
            "@context": _SCHEMA,
            "@type": "NewsArticle",
            "@id": url,
            "mainEntityOfPage": url,
            "headline": brief.title,
            "inLanguage": [article.lang, status.lang] if view == "both" else brief.title_lang,
            "datePublished": self._published,
            "isAccessibleForFree": True,
            "publisher": {"@type": "Organization", "name": name, "url": self._home},
        }
        if brief.excerpt:
            data["description"] = brief.excerpt
        data |= _given(
            ("dateModified", self._updated),
            ("author", [{"@type": "Person", "name": author.name(lang)} for author in self._authors]),
            ("articleSection", self._section.name(lang) if self._section else ""),
            ("keywords", [tag.name(lang) for tag in self._tags]),
            ("image", self._image),
            ("isBasedOn", article.url),
        )
        if view != "both" and status.code != "untranslated":
            relation = "translationOfWork" if translated else "workTranslation"
            work = {"@type": "NewsArticle", "@id": self._where.canonical[other(lang)], "inLanguage": other(lang)}
            data[relation] = work
        if view in ("both", status.lang):
            data["creditText"] = " ".join(status.notes(words, marked=False))
            if source_type := status.source_type(alone=translated):
                data["digitalSourceType"] = f"{_SCHEMA}/{source_type[0].upper()}{source_type[1:]}DigitalSource"
        return safe_json(data)


def _given(*pairs: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Return the pairs whose value is not empty."""
    return [pair for pair in pairs if pair[1]]


def stamp(story: Story | Summary) -> str:
    """Return when a story was published in ISO 8601, for HTML: a day, or a moment where the article says a time."""
    return _iso(story.article.date, timed=story.article.timed)


def _iso(date: datetime, *, timed: bool) -> str:
    return date.isoformat() if timed else date.date().isoformat()


def _first_image(site: Site, story: Story) -> str | None:
    for block in story.article.blocks:
        if block.image and not is_elsewhere(block.image.path):
            return site.url(file_path(story.article, block.image.path))
    return None
