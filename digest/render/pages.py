"""Every page of the site, in its three views."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from markupsafe import Markup

from digest import __version__, markup
from digest.config import Names
from digest.errors import DigestError
from digest.locale import Words, words
from digest.markup import escape, safe
from digest.messages import nearest
from digest.model import LANGS, Article, Lang, Output, Story, other
from digest.render.environment import Templates, assets, read_theme, version
from digest.render.page_metadata import Addresses, Page, PageMetadata, addresses, locales, stamp
from digest.render.story_html import ATTRIBUTES, StoryHtml, doubt
from digest.render.theme_files import asset_path, everything
from digest.site.brief import Brief
from digest.site.site import VIEWS, Listing, Site, Term, View, article_path, image_path, prefix
from digest.site.status import Status
from digest.site.summary import Summary

_NAME: Names = {"en": "Digest", "ar": "Digest"}
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_RECENT = 256
_NEAR = 3_000
_STAND_INS: Mapping[View, str] = {view: f"\ufffc{view}" for view in ("en", "both", "ar")}
"""For the addresses of the views, where they are not known yet."""
_IMPORT = re.compile(rb"\{%[-+]?\s*(?:import|from)\b")
Rendered = TypeVar("Rendered")
_ATOM, _RSS = "application/atom+xml", "application/rss+xml"


_PLAIN = {"config", "sections", "href", "url"}
"""What templates may ask of the site without depending on all its stories."""


class Renderer:
    """Renders the pages of a site, each on its own; what many pages share is made once.

    A page whose template read data of the whole site (`site.stories`, say) is marked `depends_on_site`.
    """

    def __init__(self, site: Site, *, generator: str = f"digest {__version__}") -> None:
        config = site.config
        self.site = site
        self.words: Mapping[Lang, Words] = {lang: words(lang) for lang in LANGS}
        self.zone = config.zone
        self.theme = read_theme(config)
        self.addresses = {name: f"{site.href(asset_path(name))}?v={version(body)}" for name, body in self.theme.items()}
        self.names: Names = config.title or _NAME
        self.href = lru_cache(_RECENT)(site.href)
        self.addresses_of: Callable[[str], Addresses] = lru_cache(_RECENT)(lambda path: addresses(site, path))
        # What a template imports is rendered once for all pages, so nothing tells which of them it looked around for.
        self._imports = any(_IMPORT.search(path.read_bytes()) for path in everything(config.templates))
        self._depends_on_site = self._imports
        self._has_own_bar = (config.templates / "bar.html").exists()
        self._parts: OrderedDict[Hashable, tuple[Any, bool]] = OrderedDict()
        self._terms: dict[tuple[Term, View, Lang], Markup] = {}
        self.template = Templates(
            config,
            compiled=config.root / ".digest" / "templates",
            site=_Watched(site, self._note_dependency),
            generator=generator,
            words=self.words,
            attrs={lang: safe(attributes) for lang, attributes in ATTRIBUTES.items()},
            other=other,
            href=self.href,
            asset=self.address,
            name=name,
            plain_name=plain_name,
            site_name=self.names,
            time=self.time,
            date=self.date,
            doubt=doubt,
        )

    def assets(self) -> Iterator[Output]:
        """Yield the files of the theme."""
        yield from assets(self.theme)

    def article(self, summary: Summary, story: Story) -> Iterator[Output]:
        """Yield the three pages of a story."""
        article, site = story.article, self.site
        path = article_path(article.slug)
        where = self.addresses_of(path)
        metadata = PageMetadata(site, story, summary, where)
        base = site.config.base_path
        html = StoryHtml(story, self.words, lambda image: site.href(image_path(article, image)), base=base)
        status, briefs = summary.status, summary.briefs
        section = site.section(article)
        older, newer = site.neighbours[article.slug]
        for view in VIEWS:
            lang: Lang = article.lang if view == "both" else view
            site_name = plain_name(self.names, lang)[0]
            page = self.page(
                "article",
                view,
                path,
                lang=lang,
                title=self._title(briefs, view, lang),
                description=briefs[lang].excerpt,
                noindex=self._hidden(status, view),
                metadata=metadata.metadata(view, lang),
                properties=metadata.properties(view, lang, site_name),
                json_ld=metadata.json_ld(view, lang, self.words[lang], site_name),
            )
            yield self.output(
                page,
                "article.html",
                current=section.slug if section else "",
                story=story,
                article=article,
                text=html.parallel() if view == "both" else html.single(view),
                status=status,
                section=section,
                tags=site.tags_of(article),
                authors=site.authors_of(article),
                neighbours=[(key, near, near.briefs) for key, near in (("newer", newer), ("older", older)) if near],
            )

    def listing(self, listing: Listing) -> Iterator[Output]:
        """Yield a page of a list in the three views."""
        for view in VIEWS:
            lang = self.page_lang(view)
            page = self.page(
                listing.kind,
                view,
                listing.path,
                lang=lang,
                title=self._list_title(listing, view),
                description=plain_name(self.site.config.description, lang)[0] if listing.kind == "home" else "",
            )
            yield self.output(
                page,
                "home.html" if listing.kind == "home" else "list.html",
                current=listing.term.slug if listing.term and listing.kind == "sections" else listing.kind,
                listing=listing,
                term=listing.term,
                cards=[self.card(story, view) for story in listing.stories],
                newer=listing.page(listing.number - 1),
                older=listing.page(listing.number + 1),
            )

    def pages(self) -> Iterator[Output]:
        """Yield the pages there is one of: the archive's index, About, the feeds, the page for a missing address."""
        for view in VIEWS:
            yield self._single("index", view, "archive/", "index.html", "archive.title", "archive.intro")
            yield self._single("about", view, "about/", "about.html", "about.title", about=self._about())
            yield self._single("feeds", view, "feeds/", "feeds.html", "feeds.title", "feeds.intro")
        page = Page(
            kind="missing",
            view="both",
            path="",
            lang=self.page_lang("both"),
            title=joined(self.words[lang]("missing.title") for lang in self.langs("both", None)),
            switch=self.addresses_of("").switch,
            noindex=True,
            metadata={},
        )
        yield self._output("404.html", page, "404.html", current="")

    def page(self, kind: str, view: View, path: str, *, lang: Lang, title: str, **more: Any) -> Page:
        """Return a page that exists in every view at the same path."""
        where = self.addresses_of(path)
        canonical = where.canonical(view)
        more.setdefault("metadata", {})
        more.setdefault(
            "properties",
            (
                ("og:type", "website"),
                ("og:title", title),
                ("og:url", canonical),
                ("og:site_name", plain_name(self.names, lang)[0]),
                *locales(view),
            ),
        )
        return Page(
            kind=kind,
            view=view,
            path=path,
            lang=lang,
            title=title,
            canonical=canonical,
            alternates=where.alternates,
            switch=where.switch,
            **more,
        )

    def output(self, page: Page, template: str, *, current: str, **context: Any) -> Output:
        """Return a page, rendered."""
        return self._output(f"{prefix(page.view)}{page.path}index.html", page, template, current, **context)

    def card(self, story: Summary, view: View) -> Markup:
        """Return a story as lists show it."""
        return self._once(
            ("card.html", view, story.article.slug),
            lambda: self.template(
                "card.html",
                view=view,
                langs=self.langs(view, story.article),
                link=self._link(view),
                term_link=self._term_link(view),
                story=story,
                article=story.article,
                briefs=story.briefs,
                status=story.status,
                section=self.site.section(story.article),
            ),
        )

    def langs(self, view: View, article: Article | None) -> tuple[Lang, ...]:
        """Return the languages of a view, the source's first."""
        if view != "both":
            return (view,)
        source = article.lang if article else self.site.config.source_language
        return source, other(source)

    def page_lang(self, view: View) -> Lang:
        """Return the language of a page that is no article's."""
        return self.site.config.source_language if view == "both" else view

    def address(self, name: str) -> str:
        """Return the link to a file of the theme, with its version. Raises `DigestError` when there is none."""
        if name not in self.addresses:
            hint = nearest(name, self.addresses) or "put it into the folder `theme/`"
            raise DigestError(f"there is no file `{name}` in the theme", hint=hint)
        return self.addresses[name]

    def date(self, moment: datetime, lang: Lang) -> str:
        """Return a day in the site's time zone, written out."""
        return self.words[lang].date(moment.astimezone(self.zone))

    def time(self, story: Story | Summary, lang: Lang) -> Markup:
        """Return when a story was published, as an element."""
        moment = story.article.date.astimezone(self.zone)
        shown = self.words[lang].date(moment)
        if story.article.timed:
            shown += f"{'،' if lang == 'ar' else ','} {moment.hour:02}:{moment.minute:02}"
        return safe(f'<time datetime="{stamp(story)}">{shown}</time>')

    def _single(
        self, kind: str, view: View, path: str, template: str, title: str, description: str = "", **context: Any
    ) -> Output:
        lang = self.page_lang(view)
        page = self.page(
            kind,
            view,
            path,
            lang=lang,
            title=joined(self.words[each](title) for each in self.langs(view, None)),
            description=self.words[lang](description) if description else "",
        )
        return self.output(page, template, current=kind, **context)

    def _output(self, path: str, page: Page, template: str, current: str, **context: Any) -> Output:
        body = self.template.encoded(
            template,
            page=page,
            view=page.view,
            langs=self.langs(page.view, context.get("article")),
            link=self._link(page.view),
            term_link=self._term_link(page.view),
            bar=self._bar(page),
            **self._frame(page.view, current),
            **context,
        )
        depends_on_site, self._depends_on_site = self._depends_on_site, self._imports
        return Output(path, body, depends_on_site=depends_on_site)

    def _frame(self, view: View, current: str) -> Mapping[str, Markup]:
        """Return what stands around every page of a section, or of a kind."""

        def render() -> Mapping[str, Markup]:
            section = next((section for section in self.site.sections if section.slug == current), None)
            context = {
                "view": view,
                "langs": self.langs(view, None),
                "link": self._link(view),
                "term_link": self._term_link(view),
                "current": current,
                "feeds": self._feeds(view, section),
            }
            return {name: self.template(f"{name}.html", **context) for name in ("head", "masthead", "footer")}

        return self._once(("frame", view, current), render)

    def _bar(self, page: Page) -> Markup:
        """Return what leads from a page to the same in other views.

        Of the default template it is known that it only writes the addresses down, so it is rendered once without them.
        """
        view = page.view if page.canonical else None
        if self._has_own_bar:
            return self.template("bar.html", view=view, lang=page.lang, switch=page.switch)
        html: str = self._once(
            ("bar.html", view, page.lang),
            lambda: self.template("bar.html", view=view, lang=page.lang, switch=_STAND_INS.items()),
        )
        for each, address in page.switch:
            html = html.replace(_STAND_INS[each], escape(address))
        return safe(html)

    def _note_dependency(self) -> None:
        self._depends_on_site = True

    def _once(self, key: Hashable, render: Callable[[], Rendered]) -> Rendered:
        """Return a part that pages have in common, rendered when it is needed the first time.

        If rendering it read data of the whole site, every page that includes it depends on the whole site.
        """
        found = self._parts.get(key)
        if found is None:
            before, self._depends_on_site = self._depends_on_site, False
            rendered = render()
            found = self._parts[key] = rendered, self._depends_on_site
            self._depends_on_site = before
            if len(self._parts) > _NEAR:  # pages are made in the order of time: what was not needed for long never is
                self._parts.popitem(last=False)
        else:
            self._parts.move_to_end(key)
        self._depends_on_site |= found[1]
        part: Rendered = found[0]
        return part

    def _link(self, view: View) -> Any:
        return lambda path="": self.href(prefix(view) + path)

    def _term_link(self, view: View) -> Any:
        """Return what makes the link to a term's list: its name in a language, isolated."""

        def link(term: Term, lang: Lang) -> Markup:
            key = term, view, lang
            if key not in self._terms:
                href = escape(self.site.href(prefix(view) + term.path))
                self._terms[key] = safe(f'<a href="{href}">{name(term.names, lang)}</a>')
            return self._terms[key]

        return link

    def _title(self, briefs: Mapping[Lang, Brief], view: View, lang: Lang) -> str:
        titles = [briefs[lang].title, briefs[other(lang)].title] if view == "both" else [briefs[lang].title]
        return joined(titles)

    def _list_title(self, listing: Listing, view: View) -> str:
        titles = []
        for lang in self.langs(view, None):
            if listing.term:
                title = plain_name(listing.term.names, lang)[0]
            elif listing.year:
                title = self.words[lang]("lists.year", year=str(listing.year))
            else:
                title = plain_name(self.names, lang)[0]
            titles.append(title)
        number = f" ({listing.number})" if listing.number > 1 else ""
        return joined(titles) + number

    def _hidden(self, status: Status, view: View) -> bool:
        """Tell whether search engines are asked to leave a story's page out."""
        if view not in ("both", status.lang):
            return False
        if status.code == "untranslated":
            return view == status.lang
        return status.has_machine and not self.site.config.index_machine_pages

    def _feeds(self, view: View, term: Term | None) -> tuple[tuple[str, str, str], ...]:
        """Return the feeds to announce: the section's, then the view's, then those of the other views."""
        own: Iterable[tuple[str, Names | None]] = (
            ((term.path, term.names), ("", None)) if term and term.kind == "sections" else (("", None),)
        )
        found = []
        for path, names in own:
            for media_type, file in ((_ATOM, "feed.xml"), (_RSS, "rss.xml")):
                href = self.site.href(f"{prefix(view)}{path}{file}")
                found.append((media_type, href, self._feed_name(view, names)))
        found += (
            (_ATOM, self.site.href(f"{prefix(each)}feed.xml"), self._feed_name(each, None))
            for each in VIEWS
            if each != view
        )
        return tuple(found)

    def _feed_name(self, view: View, names: Names | None) -> str:
        lang = self.page_lang(view)
        parts = [plain_name(self.names, lang)[0], self.words[lang](f"feeds.{view}")]
        if names:
            parts.insert(1, plain_name(names, lang)[0])
        return joined(parts)

    def _about(self) -> Mapping[Lang, Markup]:
        config = self.site.config
        return {lang: safe(markup.page_to_html(text, lang, config.base_path)) for lang, text in config.about.items()}


class _Watched:
    """The site as templates see it: tells when one asks for what depends on all its stories."""

    def __init__(self, site: Site, widen: Callable[[], None]) -> None:
        self._site = site
        self._note_dependency = widen

    def __getattr__(self, name: str) -> Any:
        if name not in _PLAIN:
            self._note_dependency()
        return getattr(self._site, name)


def joined(texts: Iterable[str]) -> str:
    """Join texts for where no element can hold them: each isolated, so that none turns its neighbour around."""
    found = list(dict.fromkeys(texts))
    return found[0] if len(found) == 1 else " · ".join(f"\u2068{text}\u2069" for text in found)


def plain_name(names: Names, lang: Lang) -> tuple[str, Lang]:
    """Return a name in a language, or in the one it has, and that language; empty when it has none."""
    if found := names.get(lang):
        return found, lang
    return names.get(other(lang), ""), other(lang)


def name(names: Names, lang: Lang) -> Markup:
    """Return a name as an element of its own language and direction.

    One that stands under a language whose letters it has none of (`Reuters` in an Arabic article) is the other's.
    """
    text, found = plain_name(names, lang)
    if bool(_ARABIC.search(text)) != (found == "ar") and _LETTER.search(text):
        found = other(found)
    return safe(f"<bdi {ATTRIBUTES[found]}>{escape(text)}</bdi>")
