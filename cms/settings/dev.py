"""One machine, nothing to install: SQLite, memory cache, files on disk. The demo runs on these settings."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403 -- a settings module extends the base by design
from cms.settings.base import LOGGING, TASKS, VAR, env

VAR.mkdir(parents=True, exist_ok=True)
DEBUG = env.bool("DJANGO_DEBUG", True)
SECRET_KEY = "only-for-development-never-in-production"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
TASKS["default"] = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL", "http://admin.localhost:8000")
SERVE_MEDIA = True
LOGGING = {**LOGGING, "root": {"handlers": ["stderr"], "level": env.str("MERIDIAN_LOG_LEVEL", "WARNING")}}
