"""What pages have in common: cards of stories, the frame of a section's pages, the bar. Each is rendered once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from digest.config import Config
from digest.locale import Words
from digest.markup import escape, safe, to_html
from digest.model import LANGS, Lang, View
from digest.render.bilingual import joined, plain_name
from digest.render.dependencies import SiteDependency
from digest.render.environment import Templates
from digest.render.feed_formats import FORMATS
from digest.render.feed_xml import Format
from digest.render.page_metadata import SWITCH, Page
from digest.render.template_functions import TemplateFunctions
from digest.settings import Names
from digest.site.menu import menu_of
from digest.site.site import Site, Term, view_langs
from digest.site.summary import Summary

_MOST = 3_000
"""Fragments that are kept. Pages are made in the order of time, so one that was not needed for long never is again."""
_PLACEHOLDERS: Mapping[View, str] = {view: f"\ufffc{view}" for view in SWITCH}
"""What stands for the links to the views in a bar that is rendered once for many pages."""

Rendered = TypeVar("Rendered")


class _Fragment(NamedTuple):
    """Something rendered, and whether rendering it read data of the whole site."""

    rendered: Any
    depends_on_site: bool


class Fragments:
    """The fragments of a site's pages. A page that includes one depends on the whole site if the fragment does."""

    def __init__(
        self,
        site: Site,
        words: Mapping[Lang, Words],
        functions: TemplateFunctions,
        template: Templates,
        dependency: SiteDependency,
    ) -> None:
        self._site = site
        self._words = words
        self._functions = functions
        self._template = template
        self._dependency = dependency
        self._menu = menu_of(site)
        self._rights = _rights(site.config)
        self._has_corrections = site.has_corrections
        self._has_own_bar = (site.config.templates / "bar.html").exists()
        self._fragments: OrderedDict[Hashable, _Fragment] = OrderedDict()

    def card(self, story: Summary, view: View) -> Markup:
        """Return a story as lists show it."""
        return self._once(("card", view, story.article.slug), self._render_card, story, view)

    def frame(self, view: View, current: str) -> Mapping[str, Markup]:
        """Return `head`, `masthead` and `footer` of the pages of a section (its slug), or of a kind."""
        return self._once(("frame", view, current), self._render_frame, view, current)

    def bar(self, page: Page) -> Markup:
        """Return the bar with the links from a page to the same page in other views.

        The default template writes these links as they are, so it is rendered once for all pages, with placeholders
        for them. One of the site's own may do anything with them, so it is rendered for each page.
        """
        view = page.view if page.canonical else None
        if self._has_own_bar:
            return self._template("bar.html", view=view, lang=page.lang, switch=page.switch)
        html: str = self._once(("bar", view, page.lang), self._render_bar, view, page)
        for each, address in page.switch:
            html = html.replace(_PLACEHOLDERS[each], escape(address))
        return safe(html)

    def _render_card(self, story: Summary, view: View) -> Markup:
        return self._template(
            "card.html",
            view=view,
            langs=view_langs(view, self._first(story)),
            story=story,
            article=story.article,
            briefs=story.briefs,
            status=story.status,
            section=self._site.section(story.article),
            **self._functions.links[view].by_name(),
        )

    def _first(self, story: Summary) -> Lang:
        """Return the language that stands first in a card of both: in all of a list the same, to be read in one go.

        A story that is not translated into it has its own first.
        """
        lang = self._site.config.source_language
        return lang if story.briefs[lang].title_lang == lang else story.article.lang

    def _render_frame(self, view: View, current: str) -> Mapping[str, Markup]:
        section = next((section for section in self._site.sections if section.slug == current), None)
        context = {
            "view": view,
            "langs": view_langs(view, self._site.config.source_language),
            "current": current,
            "feeds": tuple(self._feeds(view, section)),
            "menu": self._menu,
            "rights": self._rights,
            "has_corrections": self._has_corrections,
            **self._functions.links[view].by_name(),
        }
        return {name: self._template(f"{name}.html", **context) for name in ("head", "masthead", "footer")}

    def _render_bar(self, view: View | None, page: Page) -> Markup:
        switch = [(each, _PLACEHOLDERS[each]) for each, _ in page.switch]
        return self._template("bar.html", view=view, lang=page.lang, switch=switch)

    def _feeds(self, view: View, section: Term | None) -> Iterator[tuple[str, str, str]]:
        """Yield the feeds that a page announces: the section's, then the view's, then those of the other views."""
        if section:
            yield self._feed(FORMATS[0], view, section.path, section.names)
        yield self._feed(FORMATS[0], view)
        yield from (self._feed(FORMATS[0], each) for each in self._site.config.views if each != view)

    def _feed(self, kind: Format, view: View, path: str = "", names: Names | None = None) -> tuple[str, str, str]:
        """Return media type, link and title of a feed: of the section with `path` and `names`, or of the whole site."""
        lang = view_langs(view, self._site.config.source_language)[0]
        config = self._site.config
        title = [plain_name(self._functions.site_name, lang)[0]]
        if names:
            title.append(plain_name(names, lang)[0])
        if len(config.views) > 1:
            title.append(self._words[lang](f"feeds.{view}"))
        return kind.media_type, self._site.href(f"{config.prefix(view)}{path}{kind.file}"), joined(dict.fromkeys(title))

    def _once(self, key: Hashable, render: Callable[..., Rendered], *arguments: Any) -> Rendered:
        """Return the result of `render(*arguments)`, which is called only the first time that `key` is asked for."""
        fragment = self._fragments.get(key)
        if fragment is None:
            noted_before, self._dependency.noted = self._dependency.noted, False
            fragment = _Fragment(render(*arguments), self._dependency.noted)
            self._dependency.noted = noted_before
            self._fragments[key] = fragment
            if len(self._fragments) > _MOST:
                self._fragments.popitem(last=False)
        else:
            self._fragments.move_to_end(key)
        if fragment.depends_on_site:
            self._dependency.note()
        rendered: Rendered = fragment.rendered
        return rendered


def _rights(config: Config) -> Mapping[Lang, tuple[Markup, Lang]]:
    """Return the line that says whose the texts are, by the language of the side, each with its own language."""
    named = {lang: plain_name(config.copyright, lang) for lang in LANGS if config.copyright}
    return {lang: (safe(to_html(text, own, base=config.base_path)), own) for lang, (text, own) in named.items()}
