import pytest
import time_machine

from certificates.domain.sealing.keeping import pdf_of
from tests.factories.seals import write_key


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def key_file(settings, tmp_path):
    """The platform's own key, of which another test knows nothing."""
    path = write_key(tmp_path / "seal.pem")
    settings.RELAY_SEAL_FILE = str(path)
    return path


@pytest.fixture
def standing_sealed(certificate, key_file, now) -> bytes:
    """A sealed file; what looks at it changes nothing."""
    return pdf_of(certificate, language="en", now=now)[0]
