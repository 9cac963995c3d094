from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def alice(db):
    return get_user_model().objects.create_user(
        email="alice@example.org", language="en"
    )


@pytest.fixture
def bob(db):
    return get_user_model().objects.create_user(email="bob@example.org", language="en")


@pytest.fixture
def admin_user(db):
    return get_user_model().objects.create_superuser(
        email="admin@example.org", language="en"
    )


@pytest.fixture
def queued(settings):
    """Tasks wait in the database for a worker, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def templates(settings):
    """Adds the templates that only these tests use."""
    options = [
        {
            **engine,
            "DIRS": [*engine.get("DIRS", []), Path(__file__).parent / "templates"],
        }
        for engine in settings.TEMPLATES
    ]
    settings.TEMPLATES = options
