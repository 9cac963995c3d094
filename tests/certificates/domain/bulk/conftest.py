"""Two programme owners of Beekstad, whose course gives certificates."""

from types import SimpleNamespace

import pytest

from certificates.domain.bulk import asking, carrying
from tests.factories.awards import make_owner
from tests.factories.seals import write_key


@pytest.fixture
def olga(beekstad):
    return make_owner(beekstad, "Olga")


@pytest.fixture
def piet(beekstad):
    return make_owner(beekstad, "Piet")


@pytest.fixture
def key_file(settings, tmp_path):
    path = write_key(tmp_path / "seal.pem")
    settings.RELAY_SEAL_FILE = str(path)
    return path


@pytest.fixture
def no_worker(monkeypatch):
    """Nobody takes up what is to be done: the keys of the runs that wait."""
    waiting = []
    task = SimpleNamespace(enqueue=waiting.append)
    monkeypatch.setattr(asking, "carry_run", task)
    monkeypatch.setattr(carrying, "carry_run", task)
    return waiting
