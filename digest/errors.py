"""The only exception a user is shown: what is wrong, where, and what to do about it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: an error when raised inside a `DigestError`, a warning when carried by a result.

    Attributes:
        problem: what is wrong; lower case, no full stop, values in backticks.
        where: `path`, `path:line` or `path:line:column`; empty when the problem has no place.
        hint: what to do about it; empty when there is nothing to say.
        excerpt: the offending line as it stands in the file; empty when there is none to show.
    """

    problem: str
    where: str = ""
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.problem}" if self.where else self.problem]
        if self.excerpt:
            lines.append(f"    {self.excerpt}")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)


class DigestError(Exception):
    """The input is wrong. Carries every problem found, in the order they were found.

    Attributes:
        problems: at least one.
    """

    def __init__(self, problem: str, where: str = "", hint: str = "", excerpt: str = "") -> None:
        self.problems: tuple[Problem, ...] = (Problem(problem, where, hint, excerpt),)
        super().__init__(problem)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "DigestError":
        """Join problems found along the way into one error. Raises `ValueError` when there are none."""
        found = tuple(problems)
        if not found:
            raise ValueError("an error needs a problem")
        error = cls(found[0].problem)
        error.problems = found
        return error


@contextmanager
def collected(problems: list[Problem]) -> Iterator[None]:
    """Append the problems of a `DigestError` raised inside to a list, and go on after the block."""
    try:
        yield
    except DigestError as error:
        problems += error.problems
