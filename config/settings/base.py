"""Production settings. Everything a deployment may change is an environment variable.

`docs/reference/settings.md` names each of them; a test keeps the two alike.
"""

from pathlib import Path

import structlog
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False
# Demo mode loads a fictional world, shows its logins and lets them skip the second factor, visibly.
DEMO = env.flag("DEMO")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
# Under which terms readings may be taken away; named in every file of them.
DATA_LICENCE = env.text("DATA_LICENCE", "CC BY 4.0")
DATA_LICENCE_URL = env.text("DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "portal",
    "council",
    "exhibits",
    "petitions",
    "crises",
    "dialogues",
    "charters",
    "biomes",
    "moderation",
    "accounts",
    "ledger",
    "config",
    "accounts.site.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rules",
    "csp",
]

MIDDLEWARE = [
    "config.health.probes",
    "config.requests.request_lines",
    "django.middleware.security.SecurityMiddleware",
    "config.short.short_ways",
    # Outside of ConditionalGet, whose ETag is of the page as written: both forms of it stay comparable.
    "config.compression.Compression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.requests.readable_addresses",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.requests.told_refusals",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.biolattice",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# No database-wide statement clock: doors that may be slow set their own.

# --- Cache, sessions, broker --------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            # A cache that is down is a slower page, never an error page.
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 1,
            "SOCKET_TIMEOUT": 1,
        },
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "retry_policy": {"timeout": 2.0},
}
# A request never waits for a broker that is away: the due row is swept by beat.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    # Minutes of work in a large log; sealing does not queue behind it.
    "ledger.write_export": {"queue": "default"},
    "ledger.*": {"queue": "ledger"},
    "crises.advance_run": {"queue": "simulations"},
    "*.send_*": {"queue": "mail"},
}
# A message that waits too long is let go, so that nothing piles up while no worker runs. Whether it has is judged by the
# clock of the worker that takes it: three hours let one go on whose clock is two hours off.
_LATEST = {"expires": 3 * 3_600}
CELERY_BEAT_SCHEDULE = {
    "ledger.deliver": {"task": "ledger.deliver", "schedule": 1.0, "options": _LATEST},
    "ledger.seal": {"task": "ledger.seal", "schedule": 2.0, "options": _LATEST},
    "ledger.write_export": {"task": "ledger.write_export", "schedule": 15.0, "options": _LATEST},
    "biomes.sweep": {"task": "biomes.sweep", "schedule": 60.0, "options": _LATEST},
    "biomes.judge_guests": {"task": "biomes.judge_guests", "schedule": 3.0, "options": _LATEST},
    "biomes.months": {"task": "biomes.months", "schedule": 600.0, "options": _LATEST},
    "biomes.sweep_imports": {"task": "biomes.sweep_imports", "schedule": 10.0, "options": _LATEST},
    "crises.sweep_runs": {"task": "crises.sweep_runs", "schedule": 10.0, "options": _LATEST},
    "crises.sweep_alerts": {"task": "crises.sweep_alerts", "schedule": 60.0, "options": _LATEST},
    "accounts.send_letters": {"task": "accounts.send_letters", "schedule": 3.0, "options": _LATEST},
    "accounts.write_checkpoints": {"task": "accounts.write_checkpoints", "schedule": 5.0, "options": _LATEST},
    "moderation.seal_months": {"task": "moderation.seal_months", "schedule": 600.0, "options": _LATEST},
    "petitions.send_due": {"task": "petitions.send_due", "schedule": 3.0, "options": _LATEST},
    "petitions.answer_texts": {"task": "petitions.answer_texts", "schedule": 3.0, "options": _LATEST},
    "petitions.announce": {"task": "petitions.announce", "schedule": 5.0, "options": _LATEST},
    "petitions.count": {"task": "petitions.count", "schedule": 10.0, "options": _LATEST},
    "petitions.invalidate": {"task": "petitions.invalidate", "schedule": 5.0, "options": _LATEST},
    "petitions.audit": {"task": "petitions.audit", "schedule": 10.0, "options": _LATEST},
    "petitions.audit_nightly": {
        "task": "petitions.audit",
        "schedule": crontab(hour=3, minute=20),
        "kwargs": {"nightly": True},
        "options": _LATEST,
    },
    "petitions.sweep": {"task": "petitions.sweep", "schedule": 60.0, "options": _LATEST},
    # Without an hour of expiry: it would be read by the worker's clock, and only the database's decides when a vote
    # closes. What piles up while no worker runs is one question to the database each.
    "council.sweep": {"task": "council.sweep", "schedule": 2.0},
    "council.sweep_alliances": {
        "task": "council.sweep_alliances",
        "schedule": 300.0,
        "options": _LATEST,
    },
    "council.remind": {"task": "council.remind", "schedule": 60.0, "options": _LATEST},
    "charters.sweep": {"task": "charters.sweep", "schedule": 60.0, "options": _LATEST},
}

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
# Names, not addresses: home in the language of the page one came from.
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Biolattice] "
# Beside allauth's own limits: asking for a lost second factor, and the code that replaces it.
ACCOUNT_RATE_LIMITS = {"lost_factor": "10/m/ip,5/h/key", "restore_factor": "10/m/ip,10/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.AddKeyForm"}
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail ---------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
# With it the mail host signs its reports of what was not delivered; empty: no report is taken.
MAIL_BOUNCE_KEY = env.text("MAIL_BOUNCE_KEY", "")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Biolattice <no-reply@biolattice.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", "") or BASE_DIR / "staticfiles")
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", "") or BASE_DIR / "media")
# What a restore must not take back: the last published checkpoint, and who left. Never restored from a backup.
OUTSIDE_ROOT: Path | None = Path(env.text("OUTSIDE_ROOT", "") or MEDIA_ROOT.parent / "outside")
# How many months single readings stay in the table; 0: for ever. What goes, `archive_readings` puts away.
READINGS_KEEP_MONTHS = env.number("READINGS_KEEP_MONTHS", 0)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

# --- The public log -----------------------------------------------------------------------------
LEDGER_ORIGIN = env.text("LEDGER_ORIGIN", "biolattice.example/log")
# 32 bytes, base64; `manage.py ledger_key` makes one.
LEDGER_SIGNING_KEY = env.text("LEDGER_SIGNING_KEY")
# Who keeps checkpoints elsewhere and lets it be known: `Name=https://address`, separated by commas.
LEDGER_WITNESSES = env.words("LEDGER_WITNESSES")

# --- Text messages --------------------------------------------------------------------------------
# All three, or the site takes none. "sink" only shows them, in a demonstration; else a function's dotted path.
SMS_ADAPTER = env.text("SMS_ADAPTER", "")
SMS_NUMBER = env.text("SMS_NUMBER", "")
SMS_SECRET = env.text("SMS_SECRET", "")
SMS_ADAPTERS = {"sink": "portal.texts.keep"}

# --- What is kept sealed ------------------------------------------------------------------------
# The first seals, all of them open; empty: it follows from SECRET_KEY.
SEALING_KEYS = env.words("SEALING_KEYS")

# --- Security headers ---------------------------------------------------------------------------
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose address counts against a rate limit: the one that the nearest proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_SSL_REDIRECT = env.flag("HTTPS", True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- API ----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.bodies.Json"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.doors.SessionSignIn"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "ledger.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api.problem",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Biolattice API",
    "DESCRIPTION": "Everything the pages show and do, for other programs.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices stand where they are used: a dozen nouns have a "state", and shared names would lie.
    "POSTPROCESSING_HOOKS": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Logs ---------------------------------------------------------------------------------------
SHARED_PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED_PROCESSORS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
}
