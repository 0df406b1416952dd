"""What every page says about itself: its address, its other languages, its metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from markupsafe import Markup

from digest.locale import Words
from digest.markup import safe
from digest.model import Lang, Story, other
from digest.site.site import VIEWS, Site, View, image_path, prefix
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
        path: its address below a view's; the same story or list in another view has the same.
        lang: the language of the page as a whole: the view's; side by side, the source's.
        title: of the window, without the site's name.
        description: in a sentence or two; may be empty.
        canonical: its absolute address; empty for the page of a missing address.
        alternates: the same page in other views, itself included: `hreflang` and absolute address.
        switch: every view with its link, in the order of the parallel page.
        noindex: whether search engines are asked to leave it out.
        metadata: name to content, for `meta` elements.
        properties: Open Graph, property and content.
        json_ld: for a `script` element, safe as it stands; empty when there is none.
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
    """Where a page is found in each view.

    Attributes:
        alternates: `hreflang` and absolute address; side by side is for who wants no particular language.
        switch: view and link, in the order of the parallel page: English left, Arabic right.
    """

    alternates: tuple[tuple[str, str], ...]
    switch: tuple[tuple[View, str], ...]

    def canonical(self, view: View) -> str:
        """Return the absolute address in a view."""
        return self.alternates[VIEWS.index(view) - 1][1]


def addresses(site: Site, path: str) -> Addresses:
    """Return where the page at a path is found in each view."""
    names: dict[View, str] = {"ar": "ar", "en": "en", "both": "x-default"}
    order: tuple[View, ...] = ("en", "both", "ar")
    return Addresses(
        alternates=tuple((name, site.url(prefix(view) + path)) for view, name in names.items()),
        switch=tuple((view, site.href(prefix(view) + path)) for view in order),
    )


def locales(view: View) -> list[tuple[str, str]]:
    """Return the Open Graph properties of the language of a page, and of the same page in the other one."""
    return list(zip(("og:locale", "og:locale:alternate"), _LOCALES[view], strict=False))


def safe_json(value: Any) -> Markup:
    """Return JSON that cannot end the `script` element it stands in."""
    text = msgspec.json.encode(value)
    return safe(text.replace(b"&", rb"\u0026").replace(b"<", rb"\u003c").replace(b">", rb"\u003e").decode())


def translation(status: Status, view: View) -> str:
    """Return in a word what a view of a story holds: `original`, or how its translation was made."""
    return status.code if view in ("both", status.lang) else "original"


class PageMetadata:
    """What the pages of a story tell programs. What is the same in every view is put together once."""

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
        self._updated = _written(article.updated, timed=article.updated_timed) if article.updated else ""
        self._image = _first_image(site, story)

    def metadata(self, view: View, lang: Lang) -> dict[str, str]:
        """Return what there is to know of it and its translation, for `meta` elements; `lang` as for `properties`."""
        status = self._status
        found = {"translation": translation(status, view)}
        if found["translation"] != "original" and status.engines:
            found["translation-engine"] = "; ".join(status.engines)
        if self._authors:
            found["author"] = ", ".join(author.name(lang) for author in self._authors)
        return found

    def properties(self, view: View, lang: Lang, name: str) -> tuple[tuple[str, str], ...]:
        """Return its Open Graph properties; `lang` is the language of the page, `name` the site's in it."""
        brief = self._briefs[lang]
        return tuple(
            _given(
                ("og:type", "article"),
                ("og:title", brief.title),
                ("og:description", brief.excerpt),
                ("og:url", self._where.canonical(view)),
                ("og:site_name", name),
                *locales(view),
                ("article:published_time", self._published),
                ("article:modified_time", self._updated),
                ("article:section", self._section.name(lang) if self._section else ""),
                *(("article:tag", tag.name(lang)) for tag in self._tags),
                ("og:image", self._image),
            )
        )

    def json_ld(self, view: View, lang: Lang, words: Words, name: str) -> Markup:
        """Return it as schema.org's NewsArticle, honest about who translated it; the rest as for `properties`."""
        article, status, url = self._article, self._status, self._where.canonical(view)
        translated = view == status.lang
        brief = self._briefs[lang]
        found: dict[str, Any] = {
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
            found["description"] = brief.excerpt
        found |= _given(
            ("dateModified", self._updated),
            ("author", [{"@type": "Person", "name": author.name(lang)} for author in self._authors]),
            ("articleSection", self._section.name(lang) if self._section else ""),
            ("keywords", [tag.name(lang) for tag in self._tags]),
            ("image", self._image),
            ("isBasedOn", article.url),
        )
        if view != "both" and status.code != "untranslated":
            relation = "translationOfWork" if translated else "workTranslation"
            found[relation] = {
                "@type": "NewsArticle",
                "@id": self._where.canonical(other(lang)),
                "inLanguage": other(lang),
            }
        if view in ("both", status.lang):
            found["creditText"] = " ".join(status.notes(words, marked=False))
            if source_type := status.source_type(alone=translated):
                found["digitalSourceType"] = f"{_SCHEMA}/{source_type[0].upper()}{source_type[1:]}DigitalSource"
        return safe_json(found)


def _given(*pairs: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Return the pairs whose value says anything."""
    return [pair for pair in pairs if pair[1]]


def stamp(story: Story | Summary) -> str:
    """Return when a story was published as HTML and ISO 8601 write it: a day, or a moment where a time is known."""
    return _written(story.article.date, timed=story.article.timed)


def _written(date: datetime, *, timed: bool) -> str:
    return date.isoformat() if timed else date.date().isoformat()


def _first_image(site: Site, story: Story) -> str | None:
    for block in story.article.blocks:
        if block.image and ":" not in block.image.path:
            return site.url(image_path(story.article, block.image.path))
    return None
