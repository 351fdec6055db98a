"""Settings for the tests of plugins that are written outside this repository: those of its own tests.

Without the applications that only its own tests have.
"""

from __future__ import annotations

from cms.settings.test import *  # noqa: F403 -- a settings module extends another one by design
from cms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("tests.")]
