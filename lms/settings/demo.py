"""What `make run` serves: production's server and settings with an invented world,
mail kept in files, and accounts that anyone may read about."""

import secrets

from lms.settings.base import *  # noqa: F403
from lms.settings.base import RELAY_SEAL_FILE, VAR_DIR, env

RELAY_DEMO = True
# Made by itself where a demo is.
RELAY_SEAL_FILE = RELAY_SEAL_FILE or str(VAR_DIR / "seal.pem")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# The first key is made at the first start (tools/prepare.py).
RELAY_BADGE_KEYS = env.str("RELAY_BADGE_KEYS", default=str(VAR_DIR / "badge-keys"))

# (what the account is, the address to sign in with); codes are read at /demo/mail/.
DEMO_ACCOUNTS = [
    ("Coordinator of Beekstad", "coordinator@beekstad.example"),
    ("Learner, police", "learner@beekstad.example"),
    ("Author", "writer@relay.example"),
    ("Author and programme owner", "author@relay.example"),
    ("Reviewer of translations", "reviewer@relay.example"),
    ("Administrator", "admin@relay.example"),
]


def _demo_secret() -> str:
    """The demo's own secret, made at the first start and kept in var/."""
    path = VAR_DIR / "demo-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = _demo_secret()
