import pytest
from hypothesis import HealthCheck, settings

from digest.argos import Machine

# No property depends on how fast the machine is, or how busy.
settings.register_profile("any machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A computer on which no package is installed: it has the embedded ones only."""
    return Machine(folders=[], cache=tmp_path_factory.mktemp("packages"), beam_size=2, threads=1)
