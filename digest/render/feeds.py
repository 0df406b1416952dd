"""Feeds: of the site, of each section and, where the site wants it, of each tag and author, in each of the three views.

What a feed says is decided by the stories alone, never by the clock. An entry's id is made of the site's `feed_id` and
the article's `Id` or file name: a new headline leaves it alone, and so can a new address. The feed of a language holds
what there is in it: a story that is not translated yet is in that of its own language and in the parallel one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from digest.config import Config
from digest.locale import Words, site_words
from digest.markup import escape, isolated, strip
from digest.model import Article, Lang, Output, Story, View
from digest.render.bilingual import joined, plain_name
from digest.render.feed_formats import FORMATS
from digest.render.feed_html import directed, parallel, single
from digest.render.feed_opml import OPML, Outline, write_opml
from digest.render.feed_xml import Category, Entry, Feed, Format, Picture, Place, Text, Translation
from digest.render.link_targets import link_targets
from digest.render.story_html import ATTRIBUTES, StoryHtml, alternative_text
from digest.render.theme_files import asset_path
from digest.render.translation_record import record_path
from digest.settings import Names
from digest.site.brief import Brief, briefs_of
from digest.site.picture_sizes import published_size
from digest.site.site import Site, Term, article_path, file_path, path_of, view_langs
from digest.site.status import SOURCE_TYPES, Status, status_of
from digest.site.summary import Summary, lead_picture
from digest.site.times import changed

_SEPARATOR = " — "
_SPAN = 3600
"""Seconds by which the time of a feed's file may be earlier than that of its newest story."""
LONGEST = 128 * 1024
"""Letters of HTML of an entry: what is longer leads on to the site."""


def channels(site: Site) -> Iterator[tuple[Term | None, tuple[Summary, ...]]]:
    """Yield the subject of each feed, the whole site (None) or a term, and its stories, newest first."""
    config = site.config
    tags = site.tags if config.tag_feeds else ()
    authors = site.authors if config.author_feeds else ()
    for subject in (None, *site.sections, *tags, *authors):
        yield subject, stories_of(site, subject)


def stories_of(site: Site, subject: Term | None) -> tuple[Summary, ...]:
    """Return the stories that the feeds of a term, or of the whole site (None), show in any view, newest first."""
    views = site.config.views
    room = dict.fromkeys(views, site.config.feed_items)
    shown = []
    for story in site.members[subject] if subject else site.stories:
        if there := [view for view in views if room[view] and is_there(story.article, story.status, view)]:
            shown.append(story)
            room |= {view: room[view] - 1 for view in there}
        if not any(room.values()):
            break
    return tuple(shown)


def feed_paths(subject: Term | None, config: Config) -> tuple[str, ...]:
    """Return the paths of the feeds of a term, or of the whole site (None): with these their list."""
    feeds = tuple(_path(config, subject, view) + kind.file for view in config.views for kind in FORMATS)
    return feeds if subject else (*feeds, OPML)


def render_feeds(
    site: Site, subject: Term | None, entries: Sequence[Mapping[View, Entry]], archived: Mapping[View, str]
) -> Iterator[Output]:
    """Yield the feeds of a term, or of the whole site (None), in each view and format.

    `archived` has the path of the newest archive of the whole site's, by view.
    """
    for view in site.config.views:
        shown = [entry[view] for entry in entries if view in entry]
        previous = "" if subject else archived.get(view, "")
        feed = feed_of(site, view, subject, shown[: site.config.feed_items], previous=previous)
        for kind in FORMATS:
            yield feed_file(_path(site.config, subject, view) + kind.file, feed, kind)
    if subject is None:
        yield Output(OPML, write_opml(_title(site, site.config.languages, None), _outlines(site)))


def feed_file(path: str, feed: Feed, kind: Format) -> Output:
    """Return the file of a feed, with a time that depends on what it holds alone.

    Of size and time servers make what tells programs that nothing changed (`ETag`, `Last-Modified`), also where every
    build is made in an empty folder. The time is that of the newest story, less some seconds that another text changes.
    """
    body = kind.write(feed, kind)
    return Output(path, body, modified=max(0, int(feed.updated.timestamp()) - crc32(body) % _SPAN))


def _outlines(site: Site) -> Iterator[Outline]:
    """Yield every feed of the site, each once: in the format that pages announce."""
    for view in site.config.views:
        for section in (None, *site.sections):
            page = _path(site.config, section, view)
            name = _title(site, view, section)
            yield Outline(name, site.url(page + FORMATS[0].file), site.url(page), None if view == "both" else view)


def entries_of(site: Site, story: Story) -> Mapping[View, Entry]:
    """Return a story as feeds show it, in each view that it is there in."""
    article = story.article
    words = site_words(site.config.own_words)
    html = StoryHtml(
        story,
        words,
        lambda path: site.url(file_path(article, path)),
        base=site.config.base_path,
        targets=link_targets(article, site),
        spelled_out=True,
    )
    status, briefs = status_of(story), briefs_of(story)
    views = (view for view in site.config.views if is_there(article, status, view))
    return {view: _entry(site, html, view, status, briefs, words) for view in views}


def is_there(article: Article, status: Status, view: View) -> bool:
    """Tell whether there is anything of a story in a view but its original."""
    return status.code != "untranslated" or view in ("both", article.lang)


def _path(config: Config, subject: Term | None, view: View) -> str:
    return config.prefix(view) + (subject.path if subject else "")


def feed_of(
    site: Site,
    view: View,
    subject: Term | None,
    entries: Sequence[Entry],
    *,
    page: str = "",
    folder: str = "",
    previous: str = "",
) -> Feed:
    """Return a feed of a term, or of the whole site (None).

    The paths of the page that it follows and of the folder of its files are those of its subject, unless it is an
    archive; `previous` is the path of the archive before it.
    """
    config = site.config
    own = _path(config, subject, view)
    return Feed(
        id=site.id_of(own),
        page=site.url(page or own),
        folder=site.url(folder or own),
        current=site.url(own) if folder else "",
        previous=site.url(previous) if previous else "",
        title=_title(site, view, subject),
        subtitle=_named(config.description, view),
        author=_named(config.title, config.main_language if view == "both" else view) or config.base_url,
        rights=_named({lang: strip(text) for lang, text in config.copyright.items()}, view),
        licence=config.licence or "",
        icon=site.url(asset_path("icon.svg")),
        logo=site.url(config.logo) if config.logo else "",
        hub=config.hub or "",
        lang=None if view == "both" else view,
        entries=tuple(entries),
    )


def _title(site: Site, view: View, subject: Term | None) -> str:
    name = _named(site.config.title, view) or site.config.base_url
    return name + _SEPARATOR + _named(subject.names, view) if subject else name


def _entry(
    site: Site,
    html: StoryHtml,
    view: View,
    status: Status,
    briefs: Mapping[Lang, Brief],
    words: Mapping[Lang, Words],
) -> Entry:
    article, prefix = html.story.article, site.config.prefix(view)
    address = site.url(prefix + path_of(article))
    langs = view_langs(view, article.lang)
    section = site.section(article)
    terms = [*([section] if section else []), *site.tags_of(article)]
    shown = [briefs[lang] for lang in langs]
    return Entry(
        id=site.id_of(prefix + article_path(article.id or article.slug)),
        address=address,
        title=Text(_joined(isolated(brief.title, brief.title_lang) for brief in shown), shown[0].title_lang),
        summary=Text(_joined(isolated(brief.excerpt, brief.excerpt_lang) for brief in shown), shown[0].excerpt_lang),
        content="\n".join(
            [*_notes(site, article, status, langs, words), *_content(site, html, view, address, shown, words)]
        ),
        picture=_picture(site, html.story, langs[0]),
        published=article.date,
        updated=changed(article, status, view),
        authors=tuple(_authors(site, article, status, view, langs[0])),
        origin=Place(article.source or "", article.url or "") if article.source or article.url else None,
        categories=tuple(
            Category(term.slug, _named(term.names, view), site.url(f"{prefix}{term.kind}/")) for term in terms
        ),
        translation=_translation(site, article, status, view, words[langs[0]]),
        lang=langs[0],
        is_bilingual=view == "both" and status.code != "untranslated",
    )


def _picture(site: Site, story: Story, lang: Lang) -> Picture | None:
    if not (image := lead_picture(story.article)):
        return None
    address = site.url(file_path(story.article, image.path))
    alt, _ = alternative_text(story, image, lang)
    kind = image.path.rpartition(".")[2].lower()
    return Picture(address, f"image/{'jpeg' if kind == 'jpg' else kind}", alt, *published_size(image))


def _notes(
    site: Site, article: Article, status: Status, langs: tuple[Lang, ...], words: Mapping[Lang, Words]
) -> Iterator[str]:
    """Yield in each language how the translation was made, where it is shown."""
    for lang in langs if langs != (article.lang,) else ():
        notes = [*status.notes(words[lang], marked=False), status.revision_note(words[lang], site.config.zone)]
        yield directed(f"<p {ATTRIBUTES[lang]}><em>{escape(' '.join(filter(None, notes)))}</em></p>")


def _content(
    site: Site, html: StoryHtml, view: View, address: str, shown: Sequence[Brief], words: Mapping[Lang, Words]
) -> Iterator[str]:
    """Yield the parts of an entry's text, as many as there is room for, or its teaser in each language (`shown`)."""
    if site.config.feed_content == "summary":
        for lang, text in {brief.excerpt_lang: brief.excerpt for brief in shown if brief.excerpt}.items():
            yield directed(f"<p {ATTRIBUTES[lang]}>{escape(text)}</p>")
        yield _more(view_langs(view, html.source), address, words)
        return
    room = LONGEST
    for part in parallel(html, address) if view == "both" else single(html, view, address):
        room -= len(part)
        if room < 0:
            yield _more(view_langs(view, html.source), address, words)
            return
        yield part


def _more(langs: tuple[Lang, ...], address: str, words: Mapping[Lang, Words]) -> str:
    """Return a link, in each language, to what an entry leaves out."""
    links = (f'<a href="{escape(address)}">{words[lang]("feeds.more")}</a>' for lang in langs)
    return "\n".join(directed(f"<p {ATTRIBUTES[lang]}>{link}</p>") for lang, link in zip(langs, links, strict=True))


def _authors(site: Site, article: Article, status: Status, view: View, lang: Lang) -> Iterator[Place]:
    """Yield who wrote what a view shows; those of a version that was written apart have no page."""
    own = status.authors if view in ("both", status.lang) else ()
    if view == "both" or not own:
        yield from (Place(each.name(lang), _page(site, view, each)) for each in site.authors_of(article))
    yield from (Place(name, "") for name in own)


def _page(site: Site, view: View, term: Term) -> str:
    return site.url(site.config.prefix(view) + term.path)


def _translation(site: Site, article: Article, status: Status, view: View, words: Words) -> Translation | None:
    """Return how the translation that a view shows was made; None where there is none in it."""
    if view not in ("both", status.lang) or status.code == "untranslated":
        return None
    kind = status.source_type(alone=view != "both")
    by = status.revision.by if status.revision else ""
    people = dict.fromkeys((*status.translators, *status.reviewers, *filter(None, (by,))))
    machine = words("badge.machine")
    has_original = not status.is_written and article.lang in site.config.views
    return Translation(
        code=status.code,
        source_type=Category(kind, words(f"badge.{status.code}"), SOURCE_TYPES) if kind else None,
        contributors=(*people, *(f"{engine} ({machine})" for engine in status.engines)),
        original=site.url(site.config.prefix(article.lang) + path_of(article)) if has_original else "",
        record=site.url(record) if (record := record_path(article, status)) else "",
    )


def _named(names: Names, view: View) -> str:
    """Return a name in the language of a view, in the other one where it is missing, or both."""
    if view == "both":
        return _joined(names.values())
    return plain_name(names, view)[0]


def _joined(texts: Iterable[str]) -> str:
    return joined(dict.fromkeys(texts), _SEPARATOR)
