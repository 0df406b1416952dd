"""What every page says about itself: its address, its other languages, its metadata."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from digest.locale import Words
from digest.markup import safe
from digest.model import Lang, Story, other
from digest.site import VIEWS, Site, View, article_path, image_path, prefix
from digest.summary import Brief, Status, Summary

_SCHEMA = "https://schema.org"
_SOURCE_TYPES = {
    "machine": f"{_SCHEMA}/TrainedAlgorithmicMediaDigitalSource",
    "mixed": f"{_SCHEMA}/CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, as its template sees it.

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
    text = _JSON.encode(value)
    return safe(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def translation(status: Status, view: View) -> str:
    """Return in a word what a view of a story holds: `original`, or how its translation was made."""
    return status.code if view in ("both", status.lang) else "original"


def article_metadata(story: Story, status: Status, view: View) -> dict[str, str]:
    """Return what programs are told of a story's translation."""
    found = {"translation": translation(status, view)}
    if found["translation"] != "original" and status.engines:
        found["translation-engine"] = "; ".join(status.engines)
    if story.article.authors:
        found["author"] = ", ".join(story.article.authors)
    return found


def article_properties(
    site: Site, story: Story, brief: Brief, page_lang: Lang, url: str, name: str
) -> tuple[tuple[str, str], ...]:
    """Return a story's Open Graph properties."""
    article = story.article
    found = [
        ("og:type", "article"),
        ("og:title", brief.title),
        ("og:description", brief.excerpt),
        ("og:url", url),
        ("og:site_name", name),
        ("og:locale", page_lang),
        ("og:locale:alternate", other(page_lang)),
        ("article:published_time", stamp(story)),
    ]
    if article.updated:
        found.append(("article:modified_time", article.updated.isoformat()))
    if article.section:
        found.append(("article:section", article.section))
    found += (("article:tag", tag) for tag in article.tags)
    if image := _first_image(site, story):
        found.append(("og:image", image))
    return tuple((key, value) for key, value in found if value)


def json_ld(
    site: Site, story: Story, briefs: Mapping[Lang, Brief], status: Status, view: View, words: Words, name: str
) -> Markup:
    """Return a story as schema.org's NewsArticle, honest about who translated it."""
    article = story.article
    source_url = site.url(article_path(article.slug, article.lang))
    url = site.url(article_path(article.slug, view))
    translated = view == status.lang
    lang = status.lang if translated else article.lang
    brief = briefs[lang]
    found: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "NewsArticle",
        "@id": url,
        "mainEntityOfPage": url,
        "headline": brief.title,
        "inLanguage": [article.lang, status.lang] if view == "both" else brief.title_lang,
        "datePublished": stamp(story),
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": name, "url": site.url("")},
    }
    if brief.excerpt:
        found["description"] = brief.excerpt
    if article.updated:
        found["dateModified"] = article.updated.isoformat()
    if article.authors:
        found["author"] = [{"@type": "Person", "name": author} for author in article.authors]
    if article.section:
        found["articleSection"] = article.section
    if article.tags:
        found["keywords"] = list(article.tags)
    if image := _first_image(site, story):
        found["image"] = image
    if article.url:
        found["isBasedOn"] = article.url
    if translated and status.code != "untranslated":
        found["translationOfWork"] = {"@type": "NewsArticle", "@id": source_url, "inLanguage": article.lang}
    elif view == article.lang and status.code != "untranslated":
        found["workTranslation"] = {
            "@type": "NewsArticle",
            "@id": site.url(article_path(article.slug, status.lang)),
            "inLanguage": status.lang,
        }
    if view in ("both", status.lang):
        found["creditText"] = " ".join(status.notes(words))
        if status.has_machine:
            found["digitalSourceType"] = _SOURCE_TYPES["machine" if status.code == "machine" else "mixed"]
    return safe_json(found)


def stamp(story: Story | Summary) -> str:
    """Return when a story was published as HTML and ISO 8601 write it: a day, or a moment where a time is known."""
    date = story.article.date
    return date.isoformat() if story.article.timed else date.date().isoformat()


def _first_image(site: Site, story: Story) -> str | None:
    for block in story.article.blocks:
        if block.image and ":" not in block.image.path:
            return site.url(image_path(story.article, block.image.path))
    return None
