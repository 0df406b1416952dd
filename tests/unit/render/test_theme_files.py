import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="Windows has no folders that can't be read")
def test_a_folder_of_templates_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for place in (*tmp_path.parents[:2], tmp_path):
        place.chmod(0o755)
    folder.chmod(0)
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from digest.errors import DigestError\nfrom digest.render.theme_files import everything\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try:\n    list(everything(Path(sys.argv[1])))\n"
        "except DigestError as error:\n    print(error)\n"
    )
    try:
        command = [sys.executable, "-c", script, str(folder)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    finally:
        folder.chmod(0o755)
    assert said == f"{folder}: cannot read it: permission denied\n    hint: check its permissions\n"
