"""Settings of the head-to-head measurement: those of the benchmark, with wagtail-localize beside Meridian."""

from __future__ import annotations

from tests.benchmarks.settings import *  # noqa: F403 -- a settings module extends another by design
from tests.benchmarks.settings import INSTALLED_APPS

INSTALLED_APPS = ["wagtail_localize", *INSTALLED_APPS]
WAGTAIL_I18N_ENABLED = True
