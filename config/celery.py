"""Celery: work that outlives a request.

PostgreSQL is the record and Redis only carries: every task has a due row that beat sweeps,
so a broker that is killed or flushed loses nothing (docs/adr/0006-outbox.md).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("biolattice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
