from digest.exchange.rows import Pair, is_of_version, is_untouched, key_in, mark_of


def test_a_mark_tells_sentence_version_and_words_apart_however_a_program_wraps_and_composes_them() -> None:
    mark = mark_of("a1b2c3d4e5f6", "version", "Café  opened.")
    assert key_in(mark) == "a1b2c3d4e5f6"
    assert is_of_version(mark, "version")
    assert not is_of_version(mark, "another")
    assert is_untouched(mark, "Cafe\u0301 opened.")
    assert not is_untouched(mark, "Cafe opened.")


def test_what_is_no_mark_names_nothing() -> None:
    for mark in ("", "12", "a-b", "a-b-c-d"):
        assert key_in(mark) == ""
    assert not is_of_version("", "")
    assert not is_untouched("", "")


def test_a_pair_has_its_text_by_language() -> None:
    pair = Pair(source="ar", ar="خبر", en="news")
    assert (pair.text("ar"), pair.text("en")) == ("خبر", "news")
