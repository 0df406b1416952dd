from digest.render.feed_formats import FORMATS


def test_each_format_has_a_file_and_a_media_type_of_its_own() -> None:
    assert len({kind.file for kind in FORMATS}) == len({kind.media_type for kind in FORMATS}) == 3
    assert FORMATS[0].file == "feed.xml"
