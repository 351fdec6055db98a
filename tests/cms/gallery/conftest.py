"""What the tests of the gallery need: themes that are written for a test, as those of themes have."""

from __future__ import annotations

from tests.cms.themes.conftest import install, read, write_theme

__all__ = ["install", "read", "write_theme"]
