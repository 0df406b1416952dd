"""What a reader types and the sentences it has to lead to: `search.txt`. README.md says how to add one."""

from collections.abc import Iterator
from pathlib import Path

_LINES = (Path(__file__).parent / "search.txt").read_text("utf-8").splitlines()


def read_stories() -> dict[str, list[tuple[str, str]]]:
    """Return the stories: a slug to its sentences, each in Arabic and in English, the headline first."""
    stories: dict[str, list[tuple[str, str]]] = {}
    for line in _LINES:
        if line.startswith("    "):
            ar, en = line.strip().split(" | ")
            stories[list(stories)[-1]].append((ar, en))
        elif line and not line.startswith("#") and " > " not in line:
            stories[line] = []
    return stories


def read_queries() -> Iterator[tuple[str, set[str]]]:
    """Yield what is typed, and the ends of the addresses it has to lead to: `library/#s2`, `library/`; for `-` none."""
    for line in _LINES:
        query, arrow, places = line.partition(" > ")
        if arrow:
            yield query, {_address(place) for place in places.split() if place != "-"}


def _address(place: str) -> str:
    slug, _, sentence = place.partition("#")
    return f"{slug}/" + (f"#{sentence}" if sentence else "")
