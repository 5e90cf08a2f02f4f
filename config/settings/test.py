"""For the tests: real PostgreSQL and Valkey (tests/conftest.py starts them), fast hashing, mail in memory."""

import os

os.environ.setdefault("DEMO", "0")

from config.settings.dev import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = False
# A connection per thread and no pool: the test runner drops the database at the end.
DATABASES["default"]["OPTIONS"].pop("pool", None)
LOGGING["root"]["level"] = "WARNING"
# Each test begins a log of its own, which the one before it must not contradict; those that keep one choose a folder.
OUTSIDE_ROOT = None
