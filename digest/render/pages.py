"""Every page of the site, in each of its views."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from digest import __version__, markup
from digest.files import read_bytes
from digest.locale import Words, site_words
from digest.markup import isolated, safe
from digest.model import LANGS, VIEWS, Lang, Output, Story, View
from digest.render.bilingual import joined, plain_name
from digest.render.dependencies import SiteDependency, WatchedSite
from digest.render.environment import Templates
from digest.render.feed_formats import FORMATS
from digest.render.feed_opml import OPML
from digest.render.fragments import Fragments
from digest.render.link_targets import link_targets
from digest.render.mail_edition import days, edition_text, shown_in
from digest.render.page_metadata import (
    Addresses,
    Page,
    PageMetadata,
    addresses,
    locales,
    safe_json,
)
from digest.render.reading_time import minutes
from digest.render.share_picture import picture_properties, shown_large, site_picture
from digest.render.story_html import StoryHtml
from digest.render.structured_data import of_list, of_single
from digest.render.template_functions import TemplateFunctions
from digest.render.theme_files import asset_path, assets, everything, read_theme, version
from digest.render.translation_record import record_path, render_record
from digest.site.edition import Edition
from digest.site.picture_sizes import copy_formats
from digest.site.site import (
    CORRECTIONS,
    EDITION,
    SEARCH,
    Listing,
    Site,
    file_path,
    path_of,
    view_langs,
)
from digest.site.summary import Summary

_IMPORT = re.compile(rb"\{%[-+]?\s*(?:import|from)\b")
_RECENT = 256
"""Paths whose addresses are remembered: a page is made in three views, one after the other."""


class Renderer:
    """Makes the pages of a site, each on its own, and the files of the theme.

    A page whose template read data of the whole site (`site.stories`, say) is marked `depends_on_site`.

    Attributes:
        site: the site.
        template: its templates, which know how long each took.
    """

    def __init__(self, site: Site, *, generator: str = f"digest {__version__}", versioned_assets: bool = True) -> None:
        """With `versioned_assets`, links to files of the theme change with the files, so that caches may keep them.

        Without, a change of the theme changes no page: for the preview, in which nothing is cached.
        """
        config = site.config
        self.site = site
        self._words: Mapping[Lang, Words] = site_words(config.own_words)
        self._report = f"mailto:{config.report}" if "@" in (config.report or "").partition("/")[0] else config.report
        self._theme = read_theme(config)
        self._shared = site_picture(config)
        self._functions = TemplateFunctions(site, self._words, _asset_links(site, self._theme, versioned_assets))
        self._addresses: Callable[[Site, str], Addresses] = lru_cache(_RECENT)(addresses)
        # A template that others import is rendered once for all pages, so that nothing tells which of them it is for.
        imports = any(_IMPORT.search(read_bytes(path, str(path))) for path in everything(config.templates))
        self._dependency = SiteDependency(always=imports)
        self.template = Templates(
            config,
            compiled=config.user_cache / "templates" if config.user_cache else None,
            site=WatchedSite(site, self._dependency),
            generator=generator,
            feed_formats=FORMATS,
            feeds_list=OPML,
            **self._functions.by_name(),
        )
        self._fragments = Fragments(site, self._words, self._functions, self.template, self._dependency)

    def assets(self) -> Iterator[Output]:
        """Yield the files of the theme."""
        yield from assets(self._theme)

    def article(self, summary: Summary, story: Story) -> Iterator[Output]:
        """Yield the pages of a story, and the record of its translation."""
        if not story.article.is_listed:
            yield from self._unlisted(summary, story)
            return
        article, site = story.article, self.site
        path = path_of(article)
        metadata = PageMetadata(site, story, summary, self._addresses(site, path), self._shared)
        html = self._story_html(story)
        status, briefs = summary.status, summary.briefs
        section = site.section(article)
        older, newer = site.neighbours[article.slug]
        indexed = site.indexed_views(summary)
        time_to_read = {lang: minutes(story, lang) for lang in LANGS}
        for view in site.config.views:
            langs = view_langs(view, article.lang)
            lang = langs[0]
            site_name = self._site_name(lang)
            page = self._page(
                "article",
                view,
                path,
                lang=lang,
                title=joined(dict.fromkeys(isolated(briefs[each].title, briefs[each].title_lang) for each in langs)),
                description=isolated(briefs[lang].excerpt, briefs[lang].excerpt_lang),
                indexed=indexed,
                metadata=metadata.metadata(view, lang),
                properties=metadata.properties(view, lang, site_name),
                json_ld=metadata.json_ld(view, lang, self._words[lang]),
            )
            yield self._output(
                page,
                "article.html",
                current=section.slug if section else "",
                langs=langs,
                story=story,
                article=article,
                text=html.parallel() if view == "both" else html.single(view),
                status=status,
                section=section,
                tags=site.tags_of(article),
                authors=site.authors_of(article),
                minutes=time_to_read,
                report=self._report if status.is_translation else None,
                neighbours=[(key, near) for key, near in (("newer", newer), ("older", older)) if near],
                related=site.related[article.slug],
                record=record_path(article, status),
            )
        yield from render_record(site, story, status)

    def _unlisted(self, summary: Summary, story: Story) -> Iterator[Output]:
        """Yield the pages of a page of its own, with the record of its translation, or of a withdrawn story."""
        article, html = story.article, self._story_html(story)
        indexed = self.site.indexed_views(summary)
        for view in self.site.config.views:
            langs = view_langs(view, article.lang)
            briefs = [summary.briefs[lang] for lang in langs]
            page = self._page(
                "withdrawn" if article.withdrawn else "page",
                view,
                path_of(article),
                lang=langs[0],
                title=joined(dict.fromkeys(isolated(brief.title, brief.title_lang) for brief in briefs)),
                description=isolated(briefs[0].excerpt, briefs[0].excerpt_lang),
                indexed=indexed,
            )
            yield self._output(
                page,
                "page.html",
                current=path_of(article),
                langs=langs,
                story=story,
                article=article,
                text=html.parallel() if view == "both" else html.single(view),
                status=summary.status,
                record=record_path(article, summary.status),
            )
        yield from render_record(self.site, story, summary.status)

    def _story_html(self, story: Story) -> StoryHtml:
        article, site = story.article, self.site
        return StoryHtml(
            story,
            self._words,
            lambda image: site.href(file_path(article, image)),
            base=site.config.base_path,
            targets=link_targets(article, site),
            formats=copy_formats(site.config),
        )

    def listing(self, listing: Listing) -> Iterator[Output]:
        """Yield a page of a list in each view."""
        for view in self.site.config.views:
            langs = self._langs(view)
            is_home = listing.kind == "home"
            current = listing.term.slug if listing.term and listing.kind == "sections" else listing.kind
            lang = langs[0]
            name, description = self._list_name(listing, lang), self._list_description(listing, lang)
            page = self._page(
                listing.kind,
                view,
                listing.path,
                lang=lang,
                title=self._list_title(listing, view),
                description=description,
                json_ld=safe_json(of_list(self.site, listing, view, lang, name, description)),
            )
            yield self._output(
                page,
                "home.html" if is_home else "list.html",
                current="" if is_home and listing.number > 1 else current,
                langs=langs,
                listing=listing,
                term=listing.term,
                cards=[self._fragments.card(story, view) for story in listing.stories],
                newer=listing.page(listing.number - 1),
                older=listing.page(listing.number + 1),
            )

    def pages(self) -> Iterator[Output]:
        """Yield the pages of no article and no list: archive, About, accessibility, feeds, search, `404.html`."""
        config = self.site.config
        about = {lang: safe(markup.page_to_html(text, lang, config.base_path)) for lang, text in config.about.items()}
        for view in config.views:
            yield self._single("index", view, "archive/", "index.html", "archive.title", "archive.intro")
            yield self._single("about", view, "about/", "about.html", "about.title", about=about)
            yield self._single(
                *("accessibility", view, "accessibility/", "accessibility.html", "accessibility.title"),
                report=self._report,
            )
            yield self._single("feeds", view, "feeds/", "feeds.html", "feeds.title", "feeds.intro")
            if self.site.has_corrections:
                yield self._single(
                    *("corrections", view, CORRECTIONS, "corrections.html"), "corrections.title", "corrections.intro"
                )
            if config.search:
                yield self._single("search", view, SEARCH, "search.html", "search.title", "search.intro")
        langs = self._langs(config.languages)
        page = Page(
            kind="missing",
            view=config.languages,
            path="",
            lang=langs[0],
            title=joined(dict.fromkeys(self._words[lang]("missing.title") for lang in langs)),
            switch=self._addresses(self.site, "").switch,
            noindex=True,
            metadata={},
        )
        yield self._rendered("404.html", page, "404.html", current="", langs=langs)

    def edition(self, edition: Edition) -> Iterator[Output]:
        """Yield the mail edition in each view: a page, and the same as text."""
        for view in self.site.config.views:
            langs = self._langs(view)
            prefix = self.site.config.prefix(view)
            path = f"{prefix}{EDITION}index"
            page = self.template.encoded(
                "edition.html",
                view=view,
                langs=langs,
                stories=[(story, self.site.url(prefix + path_of(story.article))) for story in shown_in(edition, view)],
                days={lang: days(edition, self._words[lang]) for lang in langs},
                home=self.site.url(prefix),
            )
            yield Output(f"{path}.html", page)
            yield Output(f"{path}.txt", edition_text(self.site, edition, view, langs, self._words).encode())

    def _single(
        self,
        kind: str,
        view: View,
        path: str,
        template: str,
        title: str,
        description: str = "",
        **context: Any,
    ) -> Output:
        """Return a page that there is one of; `title` and `description` are keys of its texts.

        Without a `description` of its own it has the site's.
        """
        langs = self._langs(view)
        lang = langs[0]
        words = self._words[lang]
        about = words(description) if description else plain_name(self.site.config.description, lang)[0]
        page = self._page(
            kind,
            view,
            path,
            lang=lang,
            title=joined(dict.fromkeys(self._words[each](title) for each in langs)),
            description=about,
            json_ld=safe_json(of_single(self.site, kind, path, view, lang, words(title), about)),
        )
        return self._output(page, template, current=kind, langs=langs, **context)

    def _page(
        self,
        kind: str,
        view: View,
        path: str,
        *,
        lang: Lang,
        title: str,
        indexed: tuple[View, ...] = VIEWS,
        **more: Any,
    ) -> Page:
        """Return the data of a page that exists in every view at the same path; `more` is as of `Page`.

        `indexed` are the views that search engines are to list, each with the others as its alternates.
        """
        where = self._addresses(self.site, path)
        canonical = where.canonical[view]
        site_name = self._site_name(lang)
        more.setdefault("metadata", shown_large(self._shared))
        more.setdefault(
            "properties",
            (
                ("og:type", "website"),
                ("og:title", title),
                ("og:url", canonical),
                ("og:site_name", site_name),
                *locales(view, self.site),
                *picture_properties(self._shared, site_name),
            ),
        )
        return Page(
            kind=kind,
            view=view,
            path=path,
            lang=lang,
            title=title,
            canonical=canonical,
            alternates=where.alternates_of(view, indexed),
            noindex=view not in indexed,
            switch=where.switch,
            **more,
        )

    def _output(self, page: Page, template: str, **context: Any) -> Output:
        """Return the file of a page that exists in every view."""
        return self._rendered(f"{self.site.config.prefix(page.view)}{page.path}index.html", page, template, **context)

    def _rendered(
        self, path: str, page: Page, template: str, *, current: str, langs: tuple[Lang, ...], **context: Any
    ) -> Output:
        """Return the file of a page; `current` is its entry in the menu: the slug of a section, or a kind of page."""
        body = self.template.encoded(
            template,
            page=page,
            view=page.view,
            langs=langs,
            bar=self._fragments.bar(page),
            **self._functions.links[page.view].by_name(),
            **self._fragments.frame(page.view, current),
            **context,
        )
        return Output(path, body, depends_on_site=self._dependency.reset())

    def _langs(self, view: View) -> tuple[Lang, ...]:
        """Return the languages of a page that is no article's, that of the page as a whole first."""
        return view_langs(view, self.site.config.source_language)

    def _site_name(self, lang: Lang) -> str:
        return plain_name(self._functions.site_name, lang)[0]

    def _list_title(self, listing: Listing, view: View) -> str:
        title = joined(dict.fromkeys(self._list_name(listing, lang) for lang in self._langs(view)))
        number = self._words[self._langs(view)[0]].plain(listing.number)
        return f"{title} ({number})" if listing.number > 1 else title

    def _list_description(self, listing: Listing, lang: Lang) -> str:
        if listing.kind == "home":
            return plain_name(self.site.config.description, lang)[0]
        name, site_name = self._list_name(listing, lang), self._site_name(lang)
        return self._words[lang]("lists.description", name=name, site=site_name)

    def _list_name(self, listing: Listing, lang: Lang) -> str:
        if listing.term:
            return plain_name(listing.term.names, lang)[0]
        if listing.year and listing.month:
            return self._words[lang].month(listing.year, listing.month)
        if listing.year:
            return self._words[lang]("lists.year", year=self._words[lang].plain(listing.year))
        return self._site_name(lang)


def _asset_links(site: Site, theme: Mapping[str, bytes], versioned: bool) -> Mapping[str, str]:
    """Return the links to the files of a theme by their names; versioned ones end in `?v=…`."""
    return {
        name: site.href(asset_path(name)) + (f"?v={version(body)}" if versioned else "") for name, body in theme.items()
    }
