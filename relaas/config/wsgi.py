"""What a web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from relaas.application.law import library

# Whoever serves pages never works as the owner of the tables.
os.environ.pop("RELAAS_OWNER_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relaas.config.settings")

application = get_wsgi_application()
# Before the server divides into processes: read once for all of them, and nobody's first page waits for it.
library()
# What is read by now stays: no process need look again whether it can go, which would hold up a page each time.
gc.collect()
gc.freeze()
