"""A page's data beside its text: address, versions in other languages, metadata for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from markupsafe import Markup

from digest.locale import Words
from digest.markup import isolated, safe, strip
from digest.model import Article, Lang, Story, View, other
from digest.render.bilingual import plain_name, site_names
from digest.render.share_picture import SharePicture, picture_properties, shown_large
from digest.render.story_html import alternative_text
from digest.render.structured_data import SCHEMA, Data, breadcrumbs, publisher
from digest.site.picture_sizes import published_size
from digest.site.site import HREFLANG, Site, Term, file_path
from digest.site.social_cards import CARD_SIZE, card_path
from digest.site.status import Status
from digest.site.summary import Summary, lead_picture
from digest.site.times import revision_shown

_LOCALES: Mapping[View, tuple[str, ...]] = {"ar": ("ar_AR", "en_US"), "en": ("en_US", "ar_AR"), "both": ()}
"""A page's locale and its other one, as Open Graph writes them; a page in two languages has none."""


_plain = lru_cache(8)(strip)
"""The line of copyright without its Markdown: the same on all pages."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, as its template sees it; a struct, for it takes a tenth of the time of a frozen dataclass to make.

    Attributes:
        kind: `home`, `article`, `sections`, `tags`, `authors`, `archive`, `index`, `about`, `accessibility`, `feeds`,
            `search`,
            `page`, `withdrawn` or `missing`.
        view: `both`, `ar` or `en`.
        path: its address below a view's, the same in every view.
        lang: the language of the page as a whole: the view's; side by side, the source's.
        title: the title of the window, without the site's name.
        description: a sentence or two; may be empty.
        canonical: its absolute address; empty for the page of a missing address.
        alternates: the same page in the views that search engines list, itself included: `hreflang` and absolute
            address; none for a page that they don't.
        switch: every view with its link, in the order of the parallel page; none on a site in one language.
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
        canonical: view to absolute address, of those that the site has.
        switch: view and link, in the order of `SWITCH`; none where there is one view alone.
    """

    canonical: Mapping[View, str]
    switch: tuple[tuple[View, str], ...]

    def alternates_of(self, view: View, indexed: Sequence[View]) -> tuple[tuple[str, str], ...]:
        """Return `hreflang` and absolute address in each of the views `indexed`; none if `view` is not among them.

        A page that there is in one view alone has none.
        """
        if view not in indexed or len(self.canonical) == 1:
            return ()
        return tuple((HREFLANG[each], self.canonical[each]) for each in HREFLANG if each in indexed)


SWITCH: tuple[View, ...] = ("en", "both", "ar")
"""The views in the order of the links that lead from one to the other: as on the parallel page, English left."""


def addresses(site: Site, path: str) -> Addresses:
    """Return the addresses of the page at a path below a view's."""
    config = site.config
    switch = SWITCH if len(config.views) > 1 else ()
    return Addresses(
        canonical={view: site.url(config.prefix(view) + path) for view in HREFLANG if view in config.views},
        switch=tuple((view, site.href(config.prefix(view) + path)) for view in switch),
    )


def locales(view: View, site: Site) -> list[tuple[str, str]]:
    """Return the Open Graph properties of the language of a page, and of the same page in the other one if it is."""
    names = ("og:locale", "og:locale:alternate")[: len(site.config.views)]
    return list(zip(names, _LOCALES[view], strict=False))


def safe_json(value: Any) -> Markup:
    """Return JSON that cannot end the `script` element it stands in."""
    text = msgspec.json.encode(value)
    return safe(text.replace(b"&", rb"\u0026").replace(b"<", rb"\u003c").replace(b">", rb"\u003e").decode())


def translation(status: Status, view: View) -> str:
    """Return `original` for the page of an article's own language, else the code of how its translation was made."""
    return status.code if view in ("both", status.lang) else "original"


class PageMetadata:
    """The metadata of a story's pages."""

    def __init__(
        self, site: Site, story: Story, summary: Summary, where: Addresses, shared: SharePicture | None
    ) -> None:
        """`shared` is the picture that stands for a page without one of its own."""
        article = story.article
        self._site = site
        self._article = article
        self._section = site.section(article)
        self._tags = site.tags_of(article)
        self._authors = site.authors_of(article)
        self._briefs = summary.briefs
        self._status = summary.status
        self._where = where
        self._published = stamp(story)
        self._story = story
        self._image = lead_picture(article)
        own = self._image and SharePicture(site.url(file_path(article, self._image.path)), *published_size(self._image))
        self._picture = own or shared
        path = card_path(article, self._image, site.config)
        self._card = SharePicture(site.url(path), *CARD_SIZE) if path else None

    def metadata(self, view: View, lang: Lang) -> dict[str, str]:
        """Return the contents of `meta` elements by their names: how it was translated, and who wrote it.

        `lang` is the language of the page.
        """
        status = self._status
        contents = {"translation": translation(status, view)} | shown_large(self._card or self._picture)
        if contents["translation"] != "original" and status.engines:
            contents["translation-engine"] = "; ".join(status.engines)
        if authors := self._names(lang):
            contents["author"] = ", ".join(authors)
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
            *locales(view, self._site),
            ("article:published_time", self._published),
            ("article:modified_time", self._modified(view)),
            ("article:section", self._section.name(lang) if self._section else ""),
            *(("article:tag", tag.name(lang)) for tag in self._tags),
            *self._picture_properties(lang),
        )
        return tuple(properties)

    def json_ld(self, view: View, lang: Lang, words: Words) -> Markup:
        """Return the page as schema.org's data: a NewsArticle, or side by side a page that has the two as its parts.

        `lang` is the language of the page.
        """
        if view == "both":
            return safe_json(self._parallel_page(lang, words))
        article, status = self._article, self._status
        translated = view == status.lang
        brief = self._briefs[lang]
        url = self._where.canonical[view]
        data: dict[str, Any] = {"@context": SCHEMA, **self._article_in(lang)}
        data |= {
            "mainEntityOfPage": {"@type": "WebPage", "@id": url, "breadcrumb": self._breadcrumbs(view, lang)},
            "inLanguage": brief.title_lang,
            "isAccessibleForFree": True,
            "publisher": publisher(self._site, lang),
        }
        data |= _given(
            ("description", brief.excerpt),
            ("datePublished", self._published),
            ("dateModified", self._modified(view)),
            ("author", self._people(lang)),
            ("articleSection", self._section.name(lang) if self._section else ""),
            ("keywords", [tag.name(lang) for tag in self._tags]),
            ("image", self._image_object(lang)),
            ("isBasedOn", _origin(article)),
            ("correction", self._corrections(lang)),
            *self._rights(lang),
        )
        if status.code not in ("untranslated", "written"):
            data["translationOfWork" if translated else "workTranslation"] = self._article_in(other(lang))
        return safe_json(data | self._translation(words, alone=True) if translated else data)

    def _parallel_page(self, lang: Lang, words: Words) -> dict[str, Any]:
        article, status = self._article, self._status
        langs = (article.lang,) if status.code == "untranslated" else (article.lang, status.lang)
        url = self._where.canonical["both"]
        data = {
            "@context": SCHEMA,
            "@type": "WebPage",
            "@id": url,
            "url": url,
            "name": self._briefs[lang].title,
            "inLanguage": list(langs),
            "datePublished": self._published,
            "isAccessibleForFree": True,
            "breadcrumb": self._breadcrumbs("both", lang),
            "publisher": publisher(self._site, lang),
            "hasPart": [self._article_in(each) for each in langs],
        }
        data |= _given(
            ("description", self._briefs[lang].excerpt),
            ("dateModified", self._modified("both")),
            ("author", [*self._people(article.lang), *(self._people(status.lang) if status.authors else [])]),
            ("image", self._image_object(lang)),
            ("correction", [one for each in langs for one in self._corrections(each)]),
            *self._rights(lang),
        )
        return data | self._translation(words, alone=False)

    def _article_in(self, lang: Lang) -> dict[str, Any]:
        """Return what names the article in a language, wherever it is spoken of."""
        url = self._where.canonical.get(lang)  # on a site in one language, the original has no page
        return {
            "@type": "NewsArticle",
            **({"@id": url + "#article", "url": url} if url else {}),
            "headline": self._briefs[lang].title,
            "inLanguage": lang,
        }

    def _names(self, lang: Lang) -> list[str]:
        """Return who wrote what is in a language."""
        own = self._status.authors if lang == self._status.lang else ()
        return list(own) or [author.name(lang) for author in self._authors]

    def _people(self, lang: Lang) -> list[dict[str, Any]]:
        """Return who wrote what is in a language, as data."""
        if lang == self._status.lang and self._status.authors:
            return [{"@type": "Person", "name": name} for name in self._status.authors]
        return [self._author(author, lang) for author in self._authors]

    def _author(self, author: Term, lang: Lang) -> dict[str, Any]:
        return {
            "@type": "Person",
            "name": author.name(lang),
            "url": self._site.url(self._site.config.prefix(lang) + author.path),
        }

    def _corrections(self, lang: Lang) -> list[dict[str, Any]]:
        """Return what was corrected, in a language, or in that of the article where nothing is translated yet."""
        article, counterparts = self._article, self._story.counterparts
        found = []
        for sentence, day in zip(self._story.article.corrections, article.corrected, strict=True):
            original = lang == article.lang or counterparts[sentence.text].is_in_source_language
            text = sentence.shown if original else counterparts[sentence.text].text
            comment = {
                "@type": "CorrectionComment",
                "text": strip(text, article.references) if article.format == "markdown" else text,
                "datePublished": day.isoformat(),
                "inLanguage": article.lang if original else lang,
            }
            found.append(comment)
        return found

    def _rights(self, lang: Lang) -> list[tuple[str, str]]:
        config = self._site.config
        notice = _plain(plain_name(config.copyright, lang)[0])
        return [("license", config.licence or ""), ("copyrightNotice", notice)]

    def _breadcrumbs(self, view: View, lang: Lang) -> Data:
        section = self._section
        return breadcrumbs(self._site, view, lang, *([(section.name(lang), section.path)] if section else []))

    def _translation(self, words: Words, *, alone: bool) -> dict[str, Any]:
        """Return how the translation was made: of its own page, or (not `alone`) of the parallel one."""
        status = self._status
        how = self._site.url(f"{self._site.config.prefix(words.lang)}about/") + f"#how-{words.lang}"
        data: dict[str, Any] = {"creditText": " ".join(status.notes(words, marked=False)), "usageInfo": how}
        data |= _given(
            ("translator", [{"@type": "Person", "name": name} for name in status.translators]),
            ("editor", [{"@type": "Person", "name": name} for name in status.reviewers]),
        )
        if status.revision and status.revision.by:
            person = {"@type": "Person", "name": status.revision.by}
            data |= _given(("editor", status.reviewed and person), ("translator", status.draft and person))
        if source_type := status.source_type(alone=alone):
            data["digitalSourceType"] = f"{SCHEMA}/{source_type[0].upper()}{source_type[1:]}DigitalSource"
        return data

    def _alternative(self, lang: Lang) -> str:
        """Return the alternative text of its picture; of the one that stands for the site, the site's name."""
        if self._image:
            return alternative_text(self._story, self._image, lang)[0]
        return plain_name(site_names(self._site.config), lang)[0] if self._picture else ""

    def _picture_properties(self, lang: Lang) -> list[tuple[str, str]]:
        if self._card:
            return picture_properties(self._card, self._briefs[lang].title)
        return picture_properties(self._picture, self._alternative(lang))

    def _image_object(self, lang: Lang) -> dict[str, Any]:
        if not self._picture:
            return {}
        address, width, height = self._picture
        caption = self._alternative(lang) if self._image else ""
        size = _given(("width", width), ("height", height), ("caption", caption))
        return {"@type": "ImageObject", "url": address, **dict(size)}

    def _modified(self, view: View) -> str:
        """Return when what a view shows has changed since it was published; empty where it has not."""
        article = self._article
        if revision := revision_shown(article, self._status, view):
            return revision.time.isoformat()
        return iso(article.updated, timed=article.updated_timed) if article.updated else ""


def _given(*pairs: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Return the pairs whose value is not empty."""
    return [pair for pair in pairs if pair[1]]


def stamp(story: Story | Summary) -> str:
    """Return when a story was published in ISO 8601, for HTML: a day, or a moment where the article says a time."""
    return iso(story.article.date, timed=story.article.timed)


def iso(date: datetime, *, timed: bool) -> str:
    """Return a time in ISO 8601, or, if the article says none (not `timed`), its day."""
    return date.isoformat() if timed else date.date().isoformat()


def _origin(article: Article) -> dict[str, Any]:
    """Return where an article was first published; nothing where it does not say."""
    if not (article.url or article.source):
        return {}
    publisher = {"publisher": {"@type": "Organization", "name": article.source}} if article.source else {}
    return {"@type": "CreativeWork", **({"url": article.url} if article.url else {}), **publisher}
