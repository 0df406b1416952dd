import stat
import sys
from pathlib import Path

import pytest

from digest.build.secret import SIZE, user_secret
from digest.errors import DigestError


def test_a_users_secret_stays_the_same_and_no_two_users_have_the_same(tmp_path: Path) -> None:
    first = user_secret(tmp_path / "a" / "digest")
    assert len(first) == SIZE
    assert user_secret(tmp_path / "a" / "digest") == first
    assert user_secret(tmp_path / "b" / "digest") != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_its_user_can_read_a_secret(tmp_path: Path) -> None:
    user_secret(tmp_path)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("spoiled", [b"", b"short", bytes(10 * SIZE)])
def test_a_spoiled_secret_is_made_anew_and_kept(tmp_path: Path, spoiled: bytes) -> None:
    (tmp_path / "secret").write_bytes(spoiled)
    made = user_secret(tmp_path)
    assert len(made) == SIZE
    assert user_secret(tmp_path) == made


def test_where_no_secret_can_be_kept_the_error_says_where_and_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DigestError, match=r"file/digest/secret: cannot keep the secret .*: not a directory"):
        user_secret(tmp_path / "file" / "digest")


def test_without_a_folder_a_secret_holds_for_this_process() -> None:
    assert len(user_secret(None)) == SIZE
    assert user_secret(None) == user_secret(None)
