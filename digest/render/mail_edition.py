"""The mail edition as text: what a program for mail shows where it shows no HTML."""

from collections.abc import Iterator, Mapping, Sequence

from digest.locale import Words
from digest.markup import isolated
from digest.model import Lang, View
from digest.render.bilingual import plain_name, site_names
from digest.render.feeds import is_there
from digest.site.edition import Edition
from digest.site.site import Site, article_path
from digest.site.summary import Summary


def shown_in(edition: Edition, view: View) -> tuple[Summary, ...]:
    """Return the stories of an edition that a view has more of than the original in the other language."""
    return tuple(story for story in edition.stories if is_there(story.article, story.status, view))


def days(edition: Edition, words: Words) -> str:
    """Return the days of an edition in words."""
    ends = dict.fromkeys(words.date(day) for day in (edition.first, edition.last))
    return " – ".join(ends)


def edition_text(site: Site, edition: Edition, view: View, langs: Sequence[Lang], words: Mapping[Lang, Words]) -> str:
    """Return an edition in a view as plain text: a paragraph a story and language, addresses on lines of their own."""
    names, lines = site_names(site.config), []
    for lang in langs:
        title = words[lang]("mail.title", days=days(edition, words[lang]))
        lines += [isolated(*plain_name(names, lang)), title]
    stories = shown_in(edition, view)
    for story in stories:
        lines += ["", *_story(site, story, view, langs, words)]
    if not stories:
        lines += ["", *(words[lang]("lists.empty") for lang in langs)]
    lines += ["", "-- ", *(words[lang]("mail.site") for lang in langs), site.url(site.config.prefix(view))]
    return "\n".join(lines) + "\n"


def _story(site: Site, story: Summary, view: View, langs: Sequence[Lang], words: Mapping[Lang, Words]) -> Iterator[str]:
    said: set[str] = set()
    for lang in langs:
        brief = story.briefs[lang]
        for text, text_lang in ((brief.title, brief.title_lang), (brief.excerpt, brief.excerpt_lang)):
            if text and text not in said:
                said.add(text)
                yield isolated(text, text_lang)
        if lang == story.status.lang:
            yield " ".join(story.status.notes(words[lang], marked=False))
    yield site.url(site.config.prefix(view) + article_path(story.article.slug))
