"""For the test suite: fast hashes, mail in memory, tasks run when they are enqueued."""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from certificates.domain.badges.keys import make_key
from certificates.domain.sealing.demo import demo_key
from lms.settings.base import *  # noqa: F403
from lms.settings.base import CACHES, DATABASES, STORAGES, env

SECRET_KEY = "tests only"  # noqa: S105
RELAY_DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
_scratch = Path(tempfile.mkdtemp(prefix="relay-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()
MEDIA_ROOT = _scratch / "public"
PRIVATE_MEDIA_ROOT = _scratch / "private"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_MEDIA_ROOT
EMAIL_FILE_PATH = _scratch / "mail"
RELAY_SEAL_FILE = str(_scratch / "seal.pem")
# Whatever day it is in the test that seals first.
Path(RELAY_SEAL_FILE).write_bytes(demo_key(now=datetime(2024, 1, 1, tzinfo=UTC)))
RELAY_BADGE_KEYS = str(_scratch / "badge-keys")
make_key(Path(RELAY_BADGE_KEYS) / "2026.pem")
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server and threads open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
if env.str("REDIS_URL", default=""):
    # Tests that run side by side must not count each other's rate limits.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    CACHES["default"]["KEY_PREFIX"] = f"relay-test-{os.getppid()}-{worker}"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {"version": 1, "disable_existing_loggers": False}
