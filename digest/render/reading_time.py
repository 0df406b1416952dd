"""How long it takes to read a story."""

from digest.model import Lang, Story

_WORDS_A_MINUTE = {"ar": 138, "en": 228}
"""What adults read aloud of the same text (IReST: Trauzettel-Klosinski and Dietz 2012)."""


def minutes(story: Story, lang: Lang) -> int:
    """Return the minutes that the text of a story takes in a language, at least one."""
    words = sum(len(story.text(sentence, lang).split()) for sentence in story.article.sentences())
    return max(1, round(words / _WORDS_A_MINUTE[lang]))
