"""Settings of the web application. Everything that a deployment may choose comes in through RELAAS_ variables.

RELAAS_VAR            directory for databases, keys and collected files (default: var/ next to the program)
RELAAS_DATABASE_URL   the database of cases (default: SQLite in RELAAS_VAR)
RELAAS_KEYSTORE_URL   the database of case keys, kept and backed up apart from it (default: SQLite in RELAAS_VAR)
RELAAS_OWNER_URL      the same database as the role that owns its tables; only commands that maintain it use this
RELAAS_KEYS           directory of the master keys (default: keys/ in RELAAS_VAR)
RELAAS_MASTER_KEY     the master keys instead of files: base64, or 2:base64,1:base64; the first wraps new keys
RELAAS_INDEX_KEY      the key of the blind indexes itself, base64, instead of a file
RELAAS_LOCK_KEY       the key that signs what opens PostgreSQL's rows (second lock), base64, instead of a file
RELAAS_KEY_BACKUP_DAYS  days that the longest kept copy of the key store lives (backups, write-ahead log, snapshots)
RELAAS_UPLOAD_MB      the largest file that can be added to a case, in megabytes (default: 10)
RELAAS_UPLOADS        how many files one organisation can add to one case (default: 100)
RELAAS_SIGNAL_LAW     law line or regime under which a signal about another child opens a case (default: integral)
RELAAS_QUICK_EXIT     where a child goes that leaves its page in a hurry (default: https://www.wikipedia.org/)
RELAAS_LAW            directory with other law files than those of the program
RELAAS_HOSTS          names under which the pages are served besides loopback; with any, pages go over https only
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from relaas.config.environment import database, hosts, secret, whole_number

PROGRAM = Path(__file__).resolve().parent.parent
RELAAS_VAR = Path(os.environ.get("RELAAS_VAR") or PROGRAM.parent / "var").absolute()
RELAAS_KEYS = Path(os.environ.get("RELAAS_KEYS") or RELAAS_VAR / "keys").absolute()
RELAAS_MASTER_KEY = os.environ.get("RELAAS_MASTER_KEY", "")
RELAAS_INDEX_KEY = os.environ.get("RELAAS_INDEX_KEY", "")
RELAAS_LOCK_KEY = os.environ.get("RELAAS_LOCK_KEY", "")
RELAAS_KEY_BACKUP_DAYS = whole_number("RELAAS_KEY_BACKUP_DAYS")
RELAAS_UPLOAD_MB = whole_number("RELAAS_UPLOAD_MB") or 10
RELAAS_UPLOADS = whole_number("RELAAS_UPLOADS") or 100
RELAAS_SIGNAL_LAW = os.environ.get("RELAAS_SIGNAL_LAW") or "integral"
RELAAS_QUICK_EXIT = os.environ.get("RELAAS_QUICK_EXIT") or "https://www.wikipedia.org/"
RELAAS_LAW = Path(os.environ.get("RELAAS_LAW") or PROGRAM / "law").absolute()

SECRET_KEY = secret(RELAAS_KEYS / "secret.key")
DEBUG = False
ALLOWED_HOSTS = hosts()
_HTTPS = bool(os.environ.get("RELAAS_HOSTS"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "relaas.storage",
    "relaas.storage.keystore",
    "relaas.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "relaas.web.origin.origin",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "relaas.config.urls"
WSGI_APPLICATION = "relaas.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROGRAM / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "relaas.web.loader.LoaderPerLanguage",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

RELAAS_SERVING_DATABASE = database(
    os.environ.get("RELAAS_DATABASE_URL") or f"sqlite:///{RELAAS_VAR / 'relaas.sqlite3'}"
)
_OWNER = os.environ.get("RELAAS_OWNER_URL")
DATABASES = {
    "default": database(_OWNER) if _OWNER else RELAAS_SERVING_DATABASE,
    "keystore": database(
        os.environ.get("RELAAS_KEYSTORE_URL") or f"sqlite:///{RELAAS_VAR / 'keystore.sqlite3'}", is_keystore=True
    ),
}
DATABASE_ROUTERS = ["relaas.storage.router.KeystoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in, and how. Accounts are made by whoever runs the system, never by a visitor.
AUTH_USER_MODEL = "storage.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "relaas.config.accounts.ClosedAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# A whole organisation comes from one address, and signs in at nine. What stops guessing is the limit per name.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "60/m/ip,5/300s/key"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if _HTTPS else []
SECURE_CONTENT_TYPE_NOSNIFF = True
# With `no-referrer` a browser sends `Origin: null`, and the check against forged forms refuses every form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# What is sent in is never written to a disk before it is sealed; what is too large for memory is not read at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = (RELAAS_UPLOAD_MB + 1) * 1_000_000

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("English"))]
LOCALE_PATHS = [PROGRAM / "web" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = RELAAS_VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Only `relaas run` collects files, and so knows them by the hash of their content.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if os.environ.get("RELAAS_SERVES")
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not os.environ.get("RELAAS_SERVES")

# Lines of a log carry identifiers, never words from a case.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
