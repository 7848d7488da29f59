"""Django's settings: two addresses, one folder, and nothing else that an operator must decide.

``DATABASE_URL`` (SQLite in the site's folder by default) and ``CONTACTS_DATABASE_URL`` (another file or database);
``BORGERPULS_HOME`` holds files and keys; ``BORGERPULS_URL`` is the site's own address; ``EMAIL_URL`` its mail server.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from borgerpuls.languages import OFFERED, TRIED, own_name
from borgerpuls.web.asset_version import edition
from borgerpuls.web.site_folder import home, keys

WEB = Path(__file__).resolve().parent
HOME = home()
_KEYS = keys(HOME)

SECRET_KEY = _KEYS["secret"]
CODE_KEY = _KEYS["codes"]
"""Makes and checks the codes of citizens."""
CONTACT_KEYS = _KEYS["contacts"].split(",")
"""Open contact data; the first one also closes it."""

SITE_URL = os.environ.get("BORGERPULS_URL", "http://localhost:8000").rstrip("/")
_SITE = urlsplit(SITE_URL)
SECURE = _SITE.scheme == "https"
DEBUG = False
ALLOWED_HOSTS = [_SITE.hostname or "localhost", *os.environ.get("BORGERPULS_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
INVENTED = os.environ.get("BORGERPULS_INVENTED") == "1"
"""A trial site: every page says that its data are invented."""

WAVES = HOME / "waves"
REPORTS = HOME / "reports"
SURVEY = Path(os.environ.get("BORGERPULS_SURVEY", WEB.parents[2] / "survey"))

INSTALLED_APPS = [
    "borgerpuls.fieldwork.apps.Fieldwork",
    "borgerpuls.fieldwork.contacts.apps.Contacts",
    "borgerpuls.web.citizen",
    "borgerpuls.web.municipality",
    "borgerpuls.web.programme",
    "borgerpuls.web.public",
    "borgerpuls.web.staff",
    "borgerpuls.web.worker",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

FORM_RENDERER = "borgerpuls.web.staff.forms.DesignSystem"
ROOT_URLCONF = "borgerpuls.web.urls"
WSGI_APPLICATION = "borgerpuls.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "borgerpuls.web.staff.context.site",
            ],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    return found


DATABASES = {
    "default": _database(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME}/borgerpuls.sqlite3"),
    "contacts": _database(os.environ.get("CONTACTS_DATABASE_URL") or f"sqlite:///{HOME}/contacts.sqlite3"),
}
DATABASE_ROUTERS = ["borgerpuls.fieldwork.contacts.router.ContactsApart"]

LANGUAGE_CODE = OFFERED[0]
LANGUAGES = [(code, own_name(code)) for code in OFFERED]
LOCALE_PATHS = [WEB / "locale", *(sorted(Path(TRIED).glob("web/**/locale")) if TRIED else ())]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATICFILES_DIRS = [WEB / "assets", WEB / "static"]
STATIC_URL = f"/static/{edition([WEB / 'assets', *WEB.glob('**/static')])}/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True


def WHITENOISE_IMMUTABLE_FILE_TEST(path: str, url: str) -> bool:  # noqa: N802  a setting
    """A browser keeps every file for ever: the edition in its address changes with it."""
    return True


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system's small pictures
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE
if SECURE:  # a browser takes such a cookie from this very site alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
X_FRAME_OPTIONS = "DENY"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "borgerpuls.web.staff.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation that was mailed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is mailed because somebody typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_DISPLAY = "borgerpuls.web.staff.accounts.display"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Borgerpuls: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    # Counted by account, not by address: a town hall, and everybody behind a proxy, shares one.
    "login": "600/m/ip",
    "login_failed": "600/m/ip,8/5m/key",
    "reset_password": "60/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/stab/"
SECOND_FACTOR_REQUIRED = os.environ.get("BORGERPULS_SECOND_FACTOR", "required" if SECURE else "offered") == "required"
"""Staff pages open only to a person with a code or a passkey beside the password; a trial on a laptop offers it."""
MFA_ADAPTER = "borgerpuls.web.staff.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ADAPTER = "borgerpuls.web.staff.accounts.OwnLogin"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": login["id"],
                "name": login["name"],
                "client_id": login["client"],
                "secret": login["secret"],
                "settings": {"server_url": login["server"], "verified_email": login["domains"]},
            }
            for login in json.loads(os.environ.get("BORGERPULS_OIDC", "[]"))
        ]
    }
}
"""Municipalities' own logins: [{"id", "name", "server", "client", "secret", "domains": ["municipality.dk"]}]."""


def _mail(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "file":  # a trial: mails are put in a folder, and none leaves
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    asked = parse_qs(parts.query)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "DEFAULT_FROM_EMAIL": asked.get("from", ["borgerpuls@localhost"])[0],
    }


EMAIL_TIMEOUT = 20
globals().update(_mail(os.environ.get("EMAIL_URL", "smtp://localhost:25")))

SMS_URL = os.environ.get("BORGERPULS_SMS_URL", "")
SMS_KEY = os.environ.get("BORGERPULS_SMS_KEY", "")
"""The gateway that SMS are sent by; ``fieldwork.channels.sms`` says what it must understand."""
DIGITAL_POST = HOME / "digital-post.toml"
"""CVR numbers and certificate for Digital Post; see ``fieldwork.channels.digital_post``."""
OUTBOX_LEASE = float(os.environ.get("BORGERPULS_LEASE", "300"))
"""Seconds that a worker may take to hand over one message before it is taken for dead."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "borgerpuls.web.log_filters.Discreet",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "discreet"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # instead of Django's own handlers, which strike nothing out
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},  # scanners knock all day
    },
}
