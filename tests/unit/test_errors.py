"""Errors: what is wrong, where, and what to do; several joined into one."""

import pytest

from digest.errors import DigestError, Problem, collected


def test_a_problem_reads_as_place_line_and_hint() -> None:
    problem = Problem("`Titel` is not a name", "a.txt:2", "did you mean `title`?", "Titel: x")
    assert str(problem) == "a.txt:2: `Titel` is not a name\n    Titel: x\n    hint: did you mean `title`?"


def test_what_a_problem_does_not_have_leaves_no_trace() -> None:
    assert str(Problem("the disk is full")) == "the disk is full"


def test_an_error_carries_one_problem_and_says_it() -> None:
    error = DigestError("it is empty", "a.txt", "write into it")
    assert error.problems == (Problem("it is empty", "a.txt", "write into it"),)
    assert str(error) == "a.txt: it is empty\n    hint: write into it"


def test_problems_are_joined_in_their_order() -> None:
    problems = (Problem("first", "b.txt"), Problem("second", "a.txt"))
    error = DigestError.of(iter(problems))
    assert error.problems == problems
    assert str(error) == "b.txt: first\na.txt: second"


def test_an_error_without_a_problem_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="needs a problem"):
        DigestError.of([])


def test_problems_are_collected_and_the_work_goes_on() -> None:
    problems = [Problem("before")]
    for name in ("a", "b"):
        with collected(problems):
            raise DigestError.of([Problem(f"first of {name}"), Problem(f"second of {name}")])
    with collected(problems):
        pass
    assert [problem.problem for problem in problems] == [
        "before",
        *("first of a", "second of a", "first of b", "second of b"),
    ]


def test_what_is_no_fault_of_the_input_is_not_collected() -> None:
    problems: list[Problem] = []
    with pytest.raises(KeyError), collected(problems):
        raise KeyError
    assert not problems
