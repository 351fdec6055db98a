"""Fast and repeatable: weak password hashing, plain static files; the environment chooses the services."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403 -- a settings module extends the base by design
from cms.settings.base import CACHES, DATABASES, INSTALLED_APPS, LOGGING, STORAGES, TASKS, env

SECRET_KEY = "only-for-tests"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.app", "tests.plugins_for_tests.case_book"]
DATABASES["default"] = env.db_url("DATABASE_URL", "sqlite://:memory:")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS["default"] = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="meridian-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
WAGTAILADMIN_BASE_URL = "http://admin.localhost"
SERVE_MEDIA = True
LOGGING = {**LOGGING, "root": {"handlers": ["stderr"], "level": "WARNING"}}

if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    # Each worker of pytest-xdist empties its own database, not the one of its neighbour.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    server, _, number = CACHES["default"]["LOCATION"].rpartition("/")
    CACHES["default"]["LOCATION"] = f"{server}/{int(number) + worker}"
