"""Atom and RSS feeds with the whole text: of the site and of each section, in each of the three views.

What a feed says is decided by the stories alone, never by the clock; an entry's id is the address of its page, which a
new headline leaves alone. The feed of a language holds what there is in it: a story that is not translated yet is in
that of its own language and in the parallel one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest.config import Names
from digest.locale import words
from digest.markup import isolated
from digest.model import LANGS, Article, Lang, Output, Story
from digest.render.bilingual import joined, plain_name
from digest.render.feed_html import parallel, single
from digest.render.feed_xml import FORMATS, Entry, Feed, Text
from digest.render.link_targets import link_targets
from digest.render.story_html import ATTRIBUTES, StoryHtml
from digest.site.brief import Brief, briefs_of
from digest.site.site import VIEWS, Site, Term, View, article_path, file_path, prefix, view_langs
from digest.site.status import Status, status_of
from digest.site.summary import Summary

_SEPARATOR = " — "


def channels(site: Site) -> Iterator[tuple[Term | None, tuple[Summary, ...]]]:
    """Yield the subject of each feed, the whole site (None) or a section, and its stories, newest first."""
    for section in (None, *site.sections):
        yield section, stories_of(site, section)


def stories_of(site: Site, section: Term | None) -> tuple[Summary, ...]:
    """Return the stories that the feeds of a section, or of the whole site (None), show in any view, newest first."""
    room = dict.fromkeys(VIEWS, site.config.feed_items)
    shown = []
    for story in site.members[section] if section else site.stories:
        if views := [view for view in VIEWS if room[view] and _is_there(story.article, story.status, view)]:
            shown.append(story)
            room |= {view: room[view] - 1 for view in views}
        if not any(room.values()):
            break
    return tuple(shown)


def feed_paths(section: Term | None) -> tuple[str, ...]:
    """Return the paths of the feeds of a section, or of the whole site (None)."""
    return tuple(_path(section, view) + kind.file for view in VIEWS for kind in FORMATS)


def render_feeds(site: Site, section: Term | None, entries: Sequence[Mapping[View, Entry]]) -> Iterator[Output]:
    """Yield the feeds of a section, or of the whole site (None), in each view and format."""
    for view in VIEWS:
        shown = [entry[view] for entry in entries if view in entry]
        feed = _feed(site, view, section, tuple(shown[: site.config.feed_items]))
        for kind in FORMATS:
            yield Output(_path(section, view) + kind.file, kind.write(feed, kind))


def entries_of(site: Site, story: Story) -> Mapping[View, Entry]:
    """Return a story as feeds show it, in each view that it is there in."""
    article = story.article
    html = StoryHtml(
        story,
        {lang: words(lang) for lang in LANGS},
        lambda path: site.url(file_path(article, path)),
        base=site.config.base_path,
        targets=link_targets(article, site),
        spelled_out=True,
    )
    status, briefs = status_of(story), briefs_of(story)
    return {view: _entry(site, html, view, status, briefs) for view in VIEWS if _is_there(article, status, view)}


def _is_there(article: Article, status: Status, view: View) -> bool:
    """Tell whether there is anything of a story in a view but its original."""
    return status.code != "untranslated" or view in ("both", article.lang)


def _path(section: Term | None, view: View) -> str:
    return prefix(view) + (section.path if section else "")


def _feed(site: Site, view: View, section: Term | None, entries: tuple[Entry, ...]) -> Feed:
    config = site.config
    name = _named(config.title, view) or config.base_url
    return Feed(
        page=site.url(_path(section, view)),
        title=name + _SEPARATOR + _named(section.names, view) if section else name,
        subtitle=_named(config.description, view),
        author=_named(config.title, config.source_language if view == "both" else view) or config.base_url,
        lang=None if view == "both" else view,
        entries=entries,
    )


def _entry(site: Site, html: StoryHtml, view: View, status: Status, briefs: Mapping[Lang, Brief]) -> Entry:
    article = html.story.article
    address = site.url(article_path(article.slug, view))
    langs = view_langs(view, article.lang)
    terms = [term for term in (site.section(article), *site.tags_of(article)) if term]
    shown = [briefs[lang] for lang in langs]
    content = parallel(html, address) if view == "both" else single(html, view, address)
    return Entry(
        address=address,
        title=Text(_joined(isolated(brief.title, brief.title_lang) for brief in shown), shown[0].title_lang),
        summary=Text(_joined(isolated(brief.excerpt, brief.excerpt_lang) for brief in shown), shown[0].excerpt_lang),
        content="\n".join([*_notes(article, status, langs), content]),
        published=article.date,
        updated=article.updated or article.date,
        authors=tuple(author.name(langs[0]) for author in site.authors_of(article)),
        terms=tuple((term.slug, _named(term.names, view)) for term in terms),
        source_type=_source_type(status, view, langs[0]),
        lang=langs[0],
        is_bilingual=view == "both" and status.code != "untranslated",
    )


def _notes(article: Article, status: Status, langs: tuple[Lang, ...]) -> Iterator[str]:
    """Yield in each language how the translation was made, where it is shown."""
    for lang in langs if langs != (article.lang,) else ():
        yield f"<p {ATTRIBUTES[lang]}><em>{' '.join(status.notes(words(lang), marked=False))}</em></p>"


def _source_type(status: Status, view: View, lang: Lang) -> tuple[str, str]:
    if view not in ("both", status.lang) or not status.has_machine:
        return "", ""
    return status.source_type(alone=view != "both"), words(lang)(f"badge.{status.code}")


def _named(names: Names, view: View) -> str:
    """Return a name in the language of a view, in the other one where it is missing, or both."""
    if view == "both":
        return _joined(names.values())
    return plain_name(names, view)[0]


def _joined(texts: Iterable[str]) -> str:
    return joined(dict.fromkeys(texts), _SEPARATOR)
