"""Paths on a clinic's host."""

from __future__ import annotations

from cms.clinics.records import LanguageRecord


def clinic_path(language: LanguageRecord, rest: str = "") -> str:
    """Return the path of ``rest``, an address below the home page, such as ``/en/conditions/sciatica/``."""
    prefix = f"/{language.prefix}/" if language.prefix else "/"
    return prefix + rest.lstrip("/")
