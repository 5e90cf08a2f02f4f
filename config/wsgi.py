"""The web application, for granian or any WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

application = get_wsgi_application()

# What is loaded by now stays for good: the collector need not look at it again with every large request.
gc.collect()
gc.freeze()
