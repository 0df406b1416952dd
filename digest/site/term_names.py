"""The names of sections, tags and authors: which spellings mean the same, and what each is called in an address."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from digest.content.addresses import not_reserved
from digest.fingerprint import fingerprint
from digest.settings import Names

_UNSAID = re.compile(
    r"[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""What is written or left out as one likes: vowel marks, tatweel, and characters that are not seen."""
_HASHTAG = re.compile(r"#(?=[^\W\d_])")
_ALIKE = str.maketrans("أإآٱؤئیک", "ااااءءيك")
"""The seat of a hamza, which newsrooms write in several ways, and two letters of Persian keyboards."""
_NO_PATH = "<>|`"
"""Symbols that no file system or link takes kindly to."""
_SHORTEST = 4


def fold(name: str) -> str:
    """Return what all spellings of a name have in common, to compare names by; it is not for showing.

    Spellings may differ in case, in vowel marks and tatweel, in how a hamza is written, in spaces, and in the `#` of a
    hashtag. Names that differ in anything else, as `C` and `C++`, are two.
    """
    plain = _plain(unicodedata.normalize("NFKC", name)).casefold().translate(_ALIKE)
    return " ".join(plain.replace("_", " ").split()) or name


def aliases(listed: Mapping[str, Names]) -> dict[str, str]:
    """Return the names, folded, by which articles may call terms that `site.toml` lists, each with the term's slug.

    A term is known by its slug, with spaces for hyphens too, and by its name in either language.
    """
    return {
        fold(alias): slug for slug, names in listed.items() for alias in (slug, slug.replace("-", " "), *names.values())
    }


def term_slug(name: str) -> str:
    """Return a name as a part of an address: lower case, letters, digits and symbols of any script, hyphens between.

    Vowel marks and tatweel are left out. Empty for a name of punctuation alone.
    """
    kept = (letter if _stays(letter) else "-" for letter in _plain(name).lower())
    return not_reserved(re.sub("-+", "-", "".join(kept)).strip("-"))


def distinct_slugs(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return each name with a slug that is no other's, nor any of those that are taken already, case aside.

    `names` are distinct when folded. The first of those with one `term_slug` has it as it is; the others, and a name
    without one, have some digits behind it that depend on the name alone.
    """
    used = {slug.casefold() for slug in taken}
    slugs = {}
    for name in names:
        plain = term_slug(name)
        digits = fingerprint(fold(name))
        longer = (f"{plain}-{digits[:length]}".strip("-") for length in range(_SHORTEST, len(digits)))
        slug = next(each for each in (plain, *longer) if each and each.casefold() not in used)
        used.add(slug.casefold())
        slugs[name] = slug
    return slugs


def _plain(name: str) -> str:
    """Return a name in NFC without what may be left out."""
    return _HASHTAG.sub("", _UNSAID.sub("", unicodedata.normalize("NFC", name.strip())), count=1)


def _stays(letter: str) -> bool:
    """Tell whether a character stands in an address: a letter, mark, digit or symbol, and the `#` of `C#`."""
    return letter == "#" or (unicodedata.category(letter)[0] in "LMNS" and letter not in _NO_PATH)
