import pytest

from digest.argos import Machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A computer on which no package is installed: it has the embedded ones only."""
    return Machine(folders=[], cache=tmp_path_factory.mktemp("packages"), beam_size=2, threads=1)
