"""For writing code: reloads by itself, tells everything, never for people."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import RELAY_SEAL_FILE, STORAGES, VAR_DIR, env

DEBUG = True
SECRET_KEY = "development only: never used where people learn"  # noqa: S105
RELAY_DEMO = True
# Made by itself where a demo is.
RELAY_SEAL_FILE = RELAY_SEAL_FILE or str(VAR_DIR / "seal.pem")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
RELAY_BADGE_KEYS = env.str("RELAY_BADGE_KEYS", default=str(VAR_DIR / "badge-keys"))
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
