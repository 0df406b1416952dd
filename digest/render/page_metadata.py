"""What every page says about itself: its address, its other languages, its metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup

from digest.content.images import is_elsewhere
from digest.locale import Words
from digest.markup import safe
from digest.model import Lang, Story, other
from digest.site.site import VIEWS, Site, View, image_path, prefix
from digest.site.status import Status
from digest.site.summary import Summary

_SCHEMA = "https://schema.org"
_SOURCE_TYPES = {
    "machine": f"{_SCHEMA}/TrainedAlgorithmicMediaDigitalSource",
    "mixed": f"{_SCHEMA}/CompositeWithTrainedAlgorithmicMediaDigitalSource",
}


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
        self._briefs = summary.briefs
        self._status = summary.status
        self._where = where
        self._home = site.url("")
        self._published = stamp(story)
        updated = article.updated.isoformat() if article.updated else ""
        image = _first_image(site, story)
        self._properties = _given(
            ("article:published_time", self._published),
            ("article:modified_time", updated),
            ("article:section", article.section),
            *(("article:tag", tag) for tag in article.tags),
            ("og:image", image),
        )
        self._facts = _given(
            ("dateModified", updated),
            ("author", [{"@type": "Person", "name": author} for author in article.authors]),
            ("articleSection", article.section),
            ("keywords", article.tags),
            ("image", image),
            ("isBasedOn", article.url),
        )

    def metadata(self, view: View) -> dict[str, str]:
        """Return what there is to know of its translation, for `meta` elements."""
        status = self._status
        found = {"translation": translation(status, view)}
        if found["translation"] != "original" and status.engines:
            found["translation-engine"] = "; ".join(status.engines)
        if self._article.authors:
            found["author"] = ", ".join(self._article.authors)
        return found

    def properties(self, view: View, lang: Lang, name: str) -> tuple[tuple[str, str], ...]:
        """Return its Open Graph properties; `lang` is the language of the page, `name` the site's in it."""
        brief = self._briefs[lang]
        own = _given(
            ("og:type", "article"),
            ("og:title", brief.title),
            ("og:description", brief.excerpt),
            ("og:url", self._where.canonical(view)),
            ("og:site_name", name),
            ("og:locale", lang),
            ("og:locale:alternate", other(lang)),
        )
        return (*own, *self._properties)

    def json_ld(self, view: View, words: Words, name: str) -> Markup:
        """Return it as schema.org's NewsArticle, honest about who translated it."""
        article, status, url = self._article, self._status, self._where.canonical(view)
        translated = view == status.lang
        brief = self._briefs[status.lang if translated else article.lang]
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
        found |= self._facts
        if view != "both" and status.code != "untranslated":
            relation, lang = ("translationOfWork", article.lang) if translated else ("workTranslation", status.lang)
            found[relation] = {"@type": "NewsArticle", "@id": self._where.canonical(lang), "inLanguage": lang}
        if view in ("both", status.lang):
            found["creditText"] = " ".join(status.notes(words))
            if status.has_machine:
                found["digitalSourceType"] = _SOURCE_TYPES["machine" if status.code == "machine" else "mixed"]
        return safe_json(found)


def _given(*pairs: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Return the pairs whose value says anything."""
    return [pair for pair in pairs if pair[1]]


def stamp(story: Story | Summary) -> str:
    """Return when a story was published as HTML and ISO 8601 write it: a day, or a moment where a time is known."""
    date = story.article.date
    return date.isoformat() if story.article.timed else date.date().isoformat()


def _first_image(site: Site, story: Story) -> str | None:
    for block in story.article.blocks:
        if block.image and not is_elsewhere(block.image.path):
            return site.url(image_path(story.article, block.image.path))
    return None
