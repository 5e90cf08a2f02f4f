"""As `make up` runs, but with a real mail host at EMAIL_HOST."""

from config.settings.dev import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
