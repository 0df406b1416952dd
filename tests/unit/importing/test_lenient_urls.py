import pytest

from digest.importing.lenient_urls import joined, parts_of


def test_addresses_are_joined_and_taken_apart() -> None:
    assert joined("https://example.org/a/b", "c") == "https://example.org/a/c"
    assert parts_of("https://example.org/a").netloc == "example.org"


@pytest.mark.parametrize("address", ["http://[", "//[x", "http://[::1"])
def test_what_is_no_address_is_not_an_error(address: str) -> None:
    assert joined("https://example.org/", address) == address
    assert joined(address, "/a") == "/a"
    assert parts_of(address).path == ""
