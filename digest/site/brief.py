"""A story in brief: what lists, previews and metadata show of it, as plain text."""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct

from digest import markup
from digest.model import LANGS, Lang, Sentence, Story

_ENOUGH = 160
_TOO_MUCH = 300


class Brief(Struct, frozen=True, kw_only=True):
    """A story in brief on one side. What is not translated is in the source's language.

    Attributes:
        title: the headline.
        title_lang: its language.
        excerpt: the standfirst, else how the text begins; empty for an article without text.
        excerpt_lang: its language.
    """

    title: str
    title_lang: Lang
    excerpt: str
    excerpt_lang: Lang


def briefs_of(story: Story) -> Mapping[Lang, Brief]:
    """Return a story in brief in both languages."""
    article = story.article
    plain: Callable[[str], str] = (
        str if article.format == "text" else partial(markup.strip, references=article.references)
    )
    first = article.standfirst or next(
        (block.sentences for block in article.blocks if block.kind == "paragraph" and not block.note), ()
    )
    return {lang: _brief(story, lang, first, plain) for lang in LANGS}


def _brief(story: Story, lang: Lang, first: tuple[Sentence, ...], plain: Callable[[str], str]) -> Brief:
    title_lang = _lang(story, story.article.title, lang)
    excerpt_lang = _lang(story, first[0], lang) if first else lang
    return Brief(
        title=plain(_text(story, story.article.title, title_lang)),
        title_lang=title_lang,
        excerpt=_excerpt([plain(_text(story, sentence, excerpt_lang)) for sentence in first]),
        excerpt_lang=excerpt_lang,
    )


def _lang(story: Story, sentence: Sentence, lang: Lang) -> Lang:
    """Return the language in which a sentence is shown on a side."""
    missing = story.counterparts[sentence.text].origin == "untranslated"
    return story.article.lang if missing else lang


def _text(story: Story, sentence: Sentence, lang: Lang) -> str:
    return sentence.shown if lang == story.article.lang else story.counterparts[sentence.text].text


def _excerpt(sentences: list[str]) -> str:
    """Return as many sentences as make a teaser; one that is far too long is cut at a word."""
    text = ""
    for sentence in sentences:
        if text and len(text) + len(sentence) > _ENOUGH:
            break
        text = f"{text} {sentence}".lstrip()
    if len(text) <= _TOO_MUCH:
        return text
    return text[:_TOO_MUCH].rsplit(" ", 1)[0].rstrip(" ,;:،؛") + "…"
