"""The WSGI entry point, with the production settings unless the environment names others."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

# What the start made lives as long as the process. Walking through it at every full collection would add some
# 70 ms to whichever request meets one.
gc.collect()
gc.freeze()
