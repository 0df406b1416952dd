import pytest

from digest.errors import DigestError
from digest.importing.item import language, library


def test_a_library_that_is_not_installed_is_named_with_what_installs_it() -> None:
    with pytest.raises(DigestError, match="nosuchlibrary is not installed") as caught:
        library("nosuchlibrary.part")
    assert "[import]" in caught.value.problems[0].hint


@pytest.mark.parametrize(("code", "lang"), [("ar", "ar"), ("AR_sy", "ar"), ("en-GB", "en"), ("fr", None), ("", None)])
def test_a_language_is_told_by_the_first_part_of_its_code(code: str, lang: str | None) -> None:
    assert language(code) == lang
