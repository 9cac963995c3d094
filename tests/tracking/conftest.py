import pytest

from lms import remembered


@pytest.fixture
def one_minute(monkeypatch):
    """No minute ends meanwhile: what is remembered for one is not read again."""
    monkeypatch.setattr(remembered, "SECONDS", 10**9)
