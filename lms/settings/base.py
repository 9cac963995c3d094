"""What every environment shares. Values that differ come from the environment, typed,
and a wrong one stops the start with the name of the variable."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# Everything that is made while running: database, uploads, demo mail, stamps.
VAR_DIR = Path(env.str("RELAY_VAR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# The address printed in mails, certificates and QR codes; without a trailing slash.
RELAY_BASE_URL = env.str("RELAY_BASE_URL", default="http://localhost:8000").rstrip("/")
RELAY_DEMO = False
# How many proxies of our own stand in front: that many entries of X-Forwarded-For
# are believed, none by default.
RELAY_TRUSTED_PROXIES = env.int("RELAY_TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = RELAY_TRUSTED_PROXIES

INSTALLED_APPS = [
    "interop",
    "tracking",
    "trainers",
    "certificates",
    "quizzes",
    "courses",
    "library",
    "media",
    "organisations",
    "lms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "organisations.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages only: static files are answered before, compressed already. Django masks
    # CSRF tokens and pads what it compresses, so a length tells no secret.
    "django.middleware.gzip.GZipMiddleware",
    "lms.leaving.WaitingWorkMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "organisations.middleware.PreferredLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.content_admin.ContentAdminMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
ASGI_APPLICATION = "lms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organisations.context_processors.shell",
            ],
            "builtins": ["lms.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database ---------------------------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes its lock at the start and waits for
    # it, where a deferred one would fail half-way with "database is locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-16000;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=300)
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        # Our queries are short: compiling them costs the database more than it saves.
        "options": "-c jit=off",
        # The same few queries all day: the database keeps their plans, and parameters
        # travel beside the text. A pooler in front must know prepared statements
        # (PgBouncer from 1.21 on).
        "server_side_binding": True,
        "prepare_threshold": 5,
        **_database.get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and sessions -----------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "relay",
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    # Rate limits must be counted once for all processes, so not in local memory.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "relay_cache",
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lms.views.errors.csrf_failure"

# --- Mail -------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Relay <relay@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
# The Maildir that delivery reports come into; none: nobody reads them.
RELAY_BOUNCES_MAILDIR = env.str("RELAY_BOUNCES_MAILDIR", default="")

# --- Background work --------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Files ------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads" / "public"
PRIVATE_MEDIA_ROOT = VAR_DIR / "uploads" / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lms.static_files.StaticFiles"},
    # What has no address, such as signed documents.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT},
    },
}
# What seals certificates: a PEM file with a key, its certificate and those above it.
RELAY_SEAL_FILE = env.str("RELAY_SEAL_FILE", default="")
RELAY_SEAL_PASSPHRASE = env.str("RELAY_SEAL_PASSPHRASE", default="")
# A key that never leaves its store: the maker's PKCS#11 library, what the token and the
# key are called, and the PIN. RELAY_SEAL_FILE then holds the certificates alone.
RELAY_SEAL_PKCS11_MODULE = env.str("RELAY_SEAL_PKCS11_MODULE", default="")
RELAY_SEAL_PKCS11_TOKEN = env.str("RELAY_SEAL_PKCS11_TOKEN", default="")
RELAY_SEAL_PKCS11_KEY = env.str("RELAY_SEAL_PKCS11_KEY", default="")
RELAY_SEAL_PKCS11_PIN = env.str("RELAY_SEAL_PKCS11_PIN", default="")
RELAY_SEAL_TIMESTAMP_URL = env.str("RELAY_SEAL_TIMESTAMP_URL", default="")
if env.str("AWS_STORAGE_BUCKET_NAME", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("AWS_STORAGE_BUCKET_NAME"),
            "endpoint_url": env.str("AWS_S3_ENDPOINT_URL", default=None),
            "region_name": env.str("AWS_S3_REGION_NAME", default=None),
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    STORAGES["private"] = {
        "BACKEND": STORAGES["default"]["BACKEND"],
        "OPTIONS": {**STORAGES["default"]["OPTIONS"], "location": "private"},
    }
# So many months after handing in, answers are deleted, and then grades (ETHICS P7).
RELAY_ANSWERS_MONTHS = env.int("RELAY_ANSWERS_MONTHS", default=6)
RELAY_GRADES_MONTHS = env.int("RELAY_GRADES_MONTHS", default=12)
# So many months after the decision, the proofs of trainings elsewhere are deleted, and
# the addresses in lists for bulk awards emptied (ETHICS P7).
RELAY_PROOF_MONTHS = env.int("RELAY_PROOF_MONTHS", default=6)
# Holders of certificates of an earlier edition get at least so many days (our design).
RELAY_EDITION_GRACE_DAYS = env.int("RELAY_EDITION_GRACE_DAYS", default=30)
# Whoever contests a result, or appeals, has an answer within so many days (ETHICS F3).
RELAY_CONTEST_DAYS = env.int("RELAY_CONTEST_DAYS", default=15)
# So long after a certificate was suspended or revoked its holder may appeal (our design).
RELAY_APPEAL_DAYS = env.int("RELAY_APPEAL_DAYS", default=30)
# The largest recording an author may upload.
RELAY_RECORDING_MAX_BYTES = env.int(
    "RELAY_RECORDING_MAX_BYTES", default=150 * 1024 * 1024
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The folder with the keys that digital badges are signed with; none: not offered.
RELAY_BADGE_KEYS = env.str("RELAY_BADGE_KEYS", default="")

# So many requests a minute may a program make with one access token.
RELAY_API_PER_MINUTE = env.int("RELAY_API_PER_MINUTE", default=3000)

# --- People -----------------------------------------------------------------------
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "organisations.backends.Backend",
]
# docs/decisions/0012-password-hash.md
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "tracking:home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "organisations.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SIGNUP_FORM_CLASS = "organisations.forms.SignupForm"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
# A code, not a link: nothing that a mail scanner could use up.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "organisations.forms.sign_in.LoginForm",
    "signup": "organisations.forms.sign_in.SignupForm",
    "request_login_code": "organisations.forms.sign_in.RequestLoginCodeForm",
    "confirm_login_code": "organisations.forms.sign_in.ConfirmLoginCodeForm",
    "confirm_email_verification_code": (
        "organisations.forms.sign_in.ConfirmEmailCodeForm"
    ),
    "confirm_password_reset_code": (
        "organisations.forms.sign_in.ConfirmPasswordResetCodeForm"
    ),
    "add_email": "organisations.forms.sign_in.AddEmailForm",
    "change_password": "organisations.forms.sign_in.ChangePasswordForm",
    "set_password": "organisations.forms.sign_in.SetPasswordForm",
    "reset_password": "organisations.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "organisations.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "organisations.forms.sign_in.ReauthenticateForm",
}

# --- Languages --------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
FORMAT_MODULE_PATH = ["lms.formats"]
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
]
# Each language under its own name: what a menu of languages shows.
RELAY_LANGUAGE_NAMES = {
    "en": "English",
    "nl": "Nederlands",
    "fr": "Français",
    "de": "Deutsch",
}
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_JOBS = {"BACKEND": "lms.background.localize.TaskBackend"}
# What is submitted for translation is a draft, also when its source is published.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Wagtail ----------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Relay"
WAGTAILADMIN_BASE_URL = RELAY_BASE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "media.MediaImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.MediaDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "docx", "xlsx", "pptx", "txt", "csv", "vtt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
}

# --- Content security -------------------------------------------------------------
# Strict on our own pages. Wagtail's admin still needs inline styles and scripts, so
# /cms/ is excluded here and gets its own looser header in lms.content_admin.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/cms/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "reportlab": {"level": "WARNING"},
    },
}
