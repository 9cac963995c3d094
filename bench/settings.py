"""Production's settings. The lines below are all that differs, each with its reason.

Served over plain HTTP on the loopback address: the client sends what a proxy in front
would add, X-Forwarded-Proto and X-Forwarded-For.
"""

import os
from pathlib import Path

from lms.settings.production import *  # noqa: F403
from lms.settings.production import CACHES, MIDDLEWARE, STORAGES

# Counts the queries of a request that asks for it.
MIDDLEWARE = ["bench.middleware.QueryCountMiddleware", *MIDDLEWARE]
# Production's addresses and one more: the empty signed-in page, the floor.
ROOT_URLCONF = "bench.urls"
# Nothing of a run is written where the installation keeps its own.
_RUN = Path(os.environ["BENCH_RUN"])
STATIC_ROOT = _RUN / "static"
MEDIA_ROOT = _RUN / "public"
PRIVATE_MEDIA_ROOT = _RUN / "private"
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_MEDIA_ROOT},
}
CACHES["default"]["KEY_PREFIX"] = os.environ["BENCH_KEY_PREFIX"]
