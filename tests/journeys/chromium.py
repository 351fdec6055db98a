"""The browser of the journeys: the one that the kit for themes uses."""

from __future__ import annotations

from cms.testing.chromium import OPTIONS, ChromiumMissingError, find_chromium, launch

__all__ = ["OPTIONS", "ChromiumMissingError", "find_chromium", "launch"]
