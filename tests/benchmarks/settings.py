"""Settings of the benchmark: those of the tests, with the peer, on PostgreSQL if nothing else is said."""

from __future__ import annotations

import os

from cms.settings.test import *  # noqa: F403 -- a settings module extends another by design
from cms.settings.test import DATABASES, INSTALLED_APPS, LOGGING, MIDDLEWARE, env

DATABASES["default"] = env.db_url("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/meridian")
DATABASES["default"] |= {"CONN_MAX_AGE": None, "TEST": {"NAME": f"meridian_benchmark_{os.getpid()}"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    del DATABASES["default"]["TEST"]
elif "django.contrib.postgres" not in INSTALLED_APPS:
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]
INSTALLED_APPS = ["tests.benchmarks.peer", *(app for app in INSTALLED_APPS if app != "tests.app")]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "benchmark"}}
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = False
LOGGING["root"]["level"] = "WARNING"

# The peer has the middleware of a stock Wagtail site with languages.
CONTEXT_MIDDLEWARE = "cms.locales.middleware.RequestContextMiddleware"
PEER_MIDDLEWARE = [
    name
    for given in MIDDLEWARE
    for name in (
        ("tests.benchmarks.peer.urls.own_addresses", "django.middleware.locale.LocaleMiddleware")
        if given == CONTEXT_MIDDLEWARE
        else (given,)
    )
]
