"""The web application, for granian or any WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

application = get_wsgi_application()

# The addresses and all that stands behind them: loaded now, not with the first request.
_ = get_resolver().url_patterns
# What is loaded by now stays for good: the collector need not look at it again with every large request.
gc.collect()
gc.freeze()
