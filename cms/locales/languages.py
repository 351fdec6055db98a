"""Which language a path is in.

A clinic's main language has no prefix; every other language has its code as one. A prefix that the clinic
does not have is no prefix: it is looked for as a page of the main language, which does not exist, and so
answers 404. The main language's own code is such a prefix too, so that no page has two addresses.
"""

from __future__ import annotations

from cms.clinics.records import ClinicRecord, LanguageRecord


def language_for_path(clinic: ClinicRecord, path: str) -> LanguageRecord | None:
    """Return the language of ``path``, which begins with a slash; ``None`` only without a main language."""
    first_segment = path.lstrip("/").partition("/")[0]
    for language in clinic.languages:
        if language.prefix and language.prefix == first_segment:
            return language
    return clinic.language(clinic.main_language)
