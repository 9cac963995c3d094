"""Where people learn. Anything unsafe stops the start with the reason."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *  # noqa: F403
from lms.settings.base import ALLOWED_HOSTS, RELAY_BASE_URL, SECRET_KEY, env

if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG is set: production does not start with it.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or "django-insecure" in SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be 50 random characters or more.")
if not env.str("EMAIL_URL", default=""):
    raise ImproperlyConfigured("EMAIL_URL is missing: sign-in codes go by mail.")
if not RELAY_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("RELAY_BASE_URL must begin with https://.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts, not *.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool(
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True
)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=True)
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", default=True)
LANGUAGE_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [RELAY_BASE_URL]
if not (SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE):
    raise ImproperlyConfigured("Cookies must be secure in production.")
