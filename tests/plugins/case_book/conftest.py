"""The test plugin with personal data, models and a page type keeps to the contract as well."""

from __future__ import annotations

from pathlib import Path

meridian_plugin = Path(__file__).parents[2] / "plugins_for_tests" / "case_book"
