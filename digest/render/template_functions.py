"""What templates can call: links, names, dates. `templates/base.html` lists them for the authors of templates."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from digest.errors import DigestError
from digest.locale import Words
from digest.markup import escape, safe, text_to_html
from digest.messages import nearest
from digest.model import Lang, Story, View, other
from digest.render.bilingual import plain_name, site_names
from digest.render.page_metadata import iso
from digest.render.picture_html import picture_html
from digest.render.story_html import ATTRIBUTES, doubt, reason
from digest.settings import Names
from digest.site.picture_sizes import copy_formats
from digest.site.site import Site, Term, file_path
from digest.site.summary import Summary

_THUMBNAIL = "18rem"
"""How wide a picture is in a list at most, as the attribute `sizes` says it."""
_RECENT = 256
"""Links that are remembered: those to lists and files of the theme are on every page."""
_TITLES = 4096
"""Titles that are remembered: pages of stories near each other in time name each other."""
_LETTERS: Mapping[Lang, re.Pattern[str]] = {
    "ar": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "en": re.compile(r"[^\W\d_]"),
}
"""The letters by which a name is told to be in a language; where several fit, the first."""


class TemplateFunctions:
    """The functions and values of a site that every template has.

    Attributes:
        site_name: the site's name in each language that has one.
        links: the links of each view.
    """

    def __init__(self, site: Site, words: Mapping[Lang, Words], assets: Mapping[str, str]) -> None:
        """`assets` has the links to the files of the theme by name."""
        self.site_name: Names = site_names(site.config)
        self.href = lru_cache(_RECENT)(site.href)
        self.links: Mapping[View, ViewLinks] = {view: ViewLinks(site, view) for view in site.config.views}
        self._words = words
        self._assets = assets
        self._formats = copy_formats(site.config)
        self._zone = site.config.zone
        self._time = lru_cache(_TITLES)(self._time_of)

    def by_name(self) -> dict[str, Any]:
        """Return the functions and values by their names in templates."""
        return {
            "words": self._words,
            "attrs": {lang: safe(attributes) for lang, attributes in ATTRIBUTES.items()},
            "other": other,
            "href": self.href,
            "asset": self.asset,
            "name": name,
            "plain_name": plain_name,
            "site_name": self.site_name,
            "line": line,
            "time": self.time,
            "thumbnail": self.thumbnail,
            "date": self.date,
            "doubt": doubt,
            "reason": lambda *arguments: safe(reason(*arguments)),
        }

    def asset(self, name: str) -> str:
        """Return the link to a file of the theme. Raises `DigestError` when there is none."""
        if name not in self._assets:
            hint = nearest(name, self._assets) or "put it into the folder `theme/`"
            raise DigestError(f"there is no file `{name}` in the theme", hint=hint)
        return self._assets[name]

    def date(self, moment: datetime, lang: Lang) -> str:
        """Return a day in the site's time zone, written out."""
        return self._words[lang].date(moment.astimezone(self._zone))

    def thumbnail(self, story: Summary) -> Markup:
        """Return the picture that stands for a story in lists, as an element; empty where it has none."""
        image = story.lead_picture
        if not image or not image.width:
            return Markup()
        href = lambda path: self.href(file_path(story.article, path))  # noqa: E731
        return safe(picture_html(image, href, 'alt=""', _THUMBNAIL, formats=self._formats))

    def time(self, story: Story | Summary, lang: Lang) -> Markup:
        """Return when a story was published, as an element."""
        return self._time(story.article.date, story.article.timed, lang)

    def _time_of(self, date: datetime, timed: bool, lang: Lang) -> Markup:
        words, moment = self._words[lang], date.astimezone(self._zone)
        shown = words.date(moment)
        if timed:
            shown += words("comma") + words.plain(f"{moment.hour:02}:{moment.minute:02}")
        return safe(f'<time datetime="{iso(date, timed=timed)}">{shown}</time>')


class ViewLinks:
    """The links within one view."""

    def __init__(self, site: Site, view: View) -> None:
        self._prefix = site.config.prefix(view)
        self._href = lru_cache(_RECENT)(site.href)
        self._terms: dict[tuple[Term, Lang], Markup] = {}
        self._stories = lru_cache(_TITLES)(self._story_link)

    def by_name(self) -> dict[str, Any]:
        """Return the functions by their names in templates."""
        return {"link": self.link, "term_link": self.term_link, "story_link": self.story_link}

    def link(self, path: str = "") -> str:
        """Return the link to a path below the view's."""
        return self._href(self._prefix + path)

    def story_link(self, story: Summary, lang: Lang) -> Markup:
        """Return the link to a story: its title in a language, or in the one that it has."""
        brief = story.briefs[lang]
        return self._stories(story.article.slug, brief.title, brief.title_lang)

    def _story_link(self, slug: str, title: str, title_lang: Lang) -> Markup:
        address = escape(self.link(f"articles/{slug}/"))
        return safe(f'<a href="{address}" {ATTRIBUTES[title_lang]}>{line(title, title_lang)}</a>')

    def term_link(self, term: Term, lang: Lang) -> Markup:
        """Return the link to the list of a section, tag or author: its name in a language, isolated."""
        link = self._terms.get((term, lang))
        if link is None:
            link = safe(f'<a href="{escape(self.link(term.path))}">{name(term.names, lang)}</a>')
            self._terms[term, lang] = link
        return link


def name(names: Names, lang: Lang) -> Markup:
    """Return a name as an element of its own language and direction.

    The language is told by its letters (`Reuters` in an Arabic article is English); a name without any keeps the one
    it is given for.
    """
    text, given = plain_name(names, lang)
    own = next((lang for lang, letters in _LETTERS.items() if letters.search(text)), given)
    return safe(f"<bdi {ATTRIBUTES[own]}>{escape(text)}</bdi>")


@lru_cache(_TITLES)
def line(text: str, lang: Lang) -> Markup:
    """Return a title or a teaser, which is plain text, as HTML in which what reads the other way is isolated."""
    return safe(text_to_html(text, lang))
