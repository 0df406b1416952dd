import pytest

from digest.content.films import as_pictures, provider


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.youtube.com/watch?v=x", "YouTube"),
        ("https://youtu.be/x", "YouTube"),
        ("https://player.vimeo.com/video/1", "Vimeo"),
        ("https://m.tiktok.com/@a/video/1", "TikTok"),
        ("https://soundcloud.com/a/b", "SoundCloud"),
    ],
)
def test_a_known_site_of_films_or_sound_is_told_by_its_host(address: str, name: str) -> None:
    found = provider(address)
    assert found
    assert (found.name, found.is_sound) == (name, name == "SoundCloud")


@pytest.mark.parametrize(
    "address",
    ["https://youtube.com/", "https://notyoutube.com/x", "https://youtube.com.example/x", "film.mp4", "https://[x/y"],
)
def test_another_address_is_of_none(address: str) -> None:
    assert provider(address) is None


def test_the_address_of_a_film_alone_in_a_line_is_a_film_of_the_text() -> None:
    text = "A\n\n[https://vimeo.com/1](https://vimeo.com/1)\n\nhttps://youtu.be/a_b\n\n"
    text += "See https://youtu.be/x\n\n[x](https://vimeo.com/1)\n"
    assert as_pictures(text) == (
        "A\n\n![](https://vimeo.com/1)\n\n![](https://youtu.be/a_b)\n\nSee https://youtu.be/x\n\n[x](https://vimeo.com/1)\n"
    )


def test_a_film_in_a_frame_leads_to_where_it_is_watched() -> None:
    frame = "https://www.youtube.com/embed/abcdefgh?rel=0"
    assert as_pictures(f"[{frame}]({frame})\n") == "![](https://www.youtube.com/watch?v=abcdefgh)\n"
    assert as_pictures("https://a.example/x\n") == "https://a.example/x\n"
