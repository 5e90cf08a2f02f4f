"""For one machine: what `make up` runs. The servers may be embedded (portal.supervisor)."""

import os

from portal.supervisor import place

EMBEDDED_DATABASE = "DATABASE_URL" not in os.environ
EMBEDDED_BROKER = "REDIS_URL" not in os.environ
# While `make up` runs, every other command finds its servers.
for name, value in place.remembered().items():
    os.environ.setdefault(name, value)

os.environ.setdefault("SECRET_KEY", "only-for-this-machine-and-never-for-a-deployment-0123456789")
os.environ.setdefault("DATABASE_URL", "postgres://biolattice:biolattice@127.0.0.1:5432/biolattice")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")
os.environ.setdefault("LEDGER_SIGNING_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("DEMO", "1")
if os.environ["DEMO"] == "1":
    os.environ.setdefault("SMS_ADAPTER", "sink")
    os.environ.setdefault("SMS_NUMBER", "+99 555 0100")
    os.environ.setdefault("SMS_SECRET", "only-for-this-machine")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")

from config.settings.base import *

LEDGER_ORIGIN = "localhost/log"
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
EMAIL_BACKEND = "portal.mail.SinkBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # served from where they are written; nothing is collected
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
