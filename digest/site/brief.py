"""The title and the teaser of a story as plain text, for lists, previews and metadata."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain, takewhile

from msgspec import Struct

from digest import markup
from digest.model import LANGS, BlockKind, Lang, Sentence, Story

_ENOUGH = 160
"""Characters of a teaser: a further sentence is added to it while it stays below this."""
_TOO_MUCH = 300
"""Characters of a teaser that is a single sentence: above, it is cut."""
_LONGEST_TITLE = 200
"""Characters of a title: above, it is cut, for no list and no program has room for more."""


class Brief(Struct, frozen=True, kw_only=True):
    """Title and teaser of a story in one language; what is not translated is in the language of the source.

    Attributes:
        title: the headline; the beginning of one that is far too long.
        title_lang: the language it is in.
        excerpt: the standfirst, else the beginning of the first paragraph, or of a list where there is no paragraph; as
            far as it is in one language; empty for an article without any of them.
        excerpt_lang: the language it is in.
        corrections: what was corrected, each with the language it is in; in the order of the article.
    """

    title: str
    title_lang: Lang
    excerpt: str
    excerpt_lang: Lang
    corrections: tuple[tuple[str, Lang], ...] = ()


def briefs_of(story: Story) -> Mapping[Lang, Brief]:
    """Return title and teaser of a story in both languages."""
    article = story.article
    plain: Callable[[str], str] = (
        str if article.format == "text" else partial(markup.strip, references=article.references)
    )
    return {lang: _brief(story, lang, _first(story, lang), plain) for lang in LANGS}


def _first(story: Story, lang: Lang) -> tuple[Sentence, ...]:
    """Return the first of the standfirst, the paragraphs and the items of lists that says something in a language.

    Paragraphs go before items, and footnotes are left out; nothing is returned where none of them says anything.
    """
    blocks = [block for block in story.article.blocks if not block.note]
    kinds: tuple[BlockKind, ...] = ("paragraph", "item")
    candidates = (block.sentences for kind in kinds for block in blocks if block.kind == kind)
    parts = chain((story.article.standfirst,), candidates)
    return next((part for part in parts if any(story.text(sentence, lang) for sentence in part)), ())


def _brief(story: Story, lang: Lang, first: tuple[Sentence, ...], plain: Callable[[str], str]) -> Brief:
    title_lang = _lang(story, story.article.title, lang)
    excerpt_lang = _lang(story, first[0], lang) if first else lang
    said = takewhile(lambda sentence: _says_in(story, sentence, excerpt_lang), first)
    return Brief(
        title=_cut(plain(story.text(story.article.title, title_lang)), _LONGEST_TITLE),
        title_lang=title_lang,
        excerpt=_excerpt([text for sentence in said if (text := plain(story.text(sentence, excerpt_lang)))]),
        excerpt_lang=excerpt_lang,
        corrections=tuple(_correction(story, sentence, lang, plain) for sentence in story.article.corrections),
    )


def _correction(story: Story, sentence: Sentence, lang: Lang, plain: Callable[[str], str]) -> tuple[str, Lang]:
    shown_in = _lang(story, sentence, lang)
    return plain(story.text(sentence, shown_in)), shown_in


def _says_in(story: Story, sentence: Sentence, lang: Lang) -> bool:
    """Tell whether a sentence is shown in a language on its side: the source, or what has been translated."""
    return lang == story.article.lang or _lang(story, sentence, lang) == lang


def _lang(story: Story, sentence: Sentence, lang: Lang) -> Lang:
    """Return the language in which a sentence is shown on a side."""
    return story.article.lang if story.counterparts[sentence.text].is_in_source_language else lang


def _excerpt(sentences: list[str]) -> str:
    """Return a teaser: the first sentences, while there is room."""
    text = ""
    for sentence in (each.replace("\n\n", " ").replace("\n", " ") for each in sentences):
        if text and len(text) + len(sentence) > _ENOUGH:
            break
        text = f"{text} {sentence}".lstrip()
    return _cut(text, _TOO_MUCH)


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many characters; one that is longer ends after a word, with an ellipsis."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;:،؛") + "…"
