"""Invented names, so that a model learns to spell a name that it has never seen.

A name is made of syllables that both scripts write in full, so each spelling follows from the other.
"""

import random

_CONSONANTS = (
    ("ب", "b"), ("د", "d"), ("ف", "f"), ("ك", "k"), ("ل", "l"), ("م", "m"), ("ن", "n"), ("ر", "r"),
    ("س", "s"), ("ت", "t"), ("ز", "z"), ("ش", "sh"), ("غ", "gh"), ("خ", "kh"), ("ج", "j"), ("ه", "h"),
)  # fmt: skip
_VOWELS = (("ا", "a"), ("ي", "i"), ("و", "u"))
_ENDINGS = (("ن", "n"), ("ر", "r"), ("ل", "l"), ("س", "s"), ("ك", "k"), ("د", "d"), ("م", "m"))


def invent_name(rng: random.Random) -> tuple[str, str]:
    """Make up a name of two or three syllables: its Arabic and its English spelling."""
    arabic = english = ""
    for _ in range(rng.choice((2, 2, 3))):
        for left, right in (rng.choice(_CONSONANTS), rng.choice(_VOWELS)):
            arabic += left
            english += right
    if rng.random() < 0.6:
        left, right = rng.choice(_ENDINGS)
        arabic += left
        english += right
    return arabic, english.capitalize()
