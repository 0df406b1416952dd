"""Names and notes of models, whatever they hold."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.argos import convert, is_code, metadata
from digest.errors import DigestError

names = st.text(min_size=1) | st.from_regex(
    r"[a-z]{2,3}([-_.][a-z0-9]{1,6}){0,5}([-_]20[0-9]{2}-[01][0-9]-[0-3][0-9])?"
)


@given(names)
def test_a_package_is_named_so_that_its_metadata_keep_the_name(name: str) -> None:
    naming = convert._naming(name, "ar", "en")
    assert metadata.plain(naming["name"]) == naming["name"]
    assert metadata.plain(naming["package_version"]) == naming["package_version"]
    assert "ar" in naming["name"]


@settings(max_examples=60)
@given(names, st.binary(max_size=200), st.binary(max_size=60))
def test_a_direction_is_two_languages_or_asked_for(name: str, notes: bytes, tokenizer: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "README.md").write_bytes(notes)
        (Path(folder) / "tokenizer_config.json").write_bytes(tokenizer)
        source = convert._Source(folder=Path(folder), where="model", name=name)
        try:
            first, second = convert._pair(source, None)
        except DigestError as error:
            assert "--pair" in str(error)  # noqa: PT017
        else:
            assert first != second
            assert is_code(first)
            assert is_code(second)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_decoder_settings_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "decoder.yml").write_bytes(data)
        source = convert._Source(folder=Path(folder), where="model", name="x")
        assert isinstance(source.settings(), dict)
        try:
            convert._marian_files(source)
        except DigestError as error:
            assert error.problems[0].where == "model"  # noqa: PT017
        else:
            raise AssertionError("nothing there can be a model")
