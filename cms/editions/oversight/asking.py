"""Which clinics are asked to acknowledge which correction: the join that every question about it begins with.

A clinic is asked if it follows the corrected page with an edition that is older than the correction. What was
made afterwards began with the corrected words. A correction of a translation concerns the editions in its
language, and those that show this translation because the library has no page in their own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from cms.library.models import Correction

OPEN = "acknowledgement.id IS NULL"
LATE = f"{OPEN} AND correction.deadline < %s"
KEY = Correction._meta.get_field("library_key")

# What depends on the edition is worked out one level below its ordering, since SQLite sorts by nothing else.
SHOWN_LANGUAGE = """
SELECT language_code FROM (
    SELECT locale.language_code, spoken.position, spoken.id AS spoken,
        CASE WHEN stays.page_id IS NULL THEN 1 ELSE 0 END AS passes,
        CASE locale.language_code WHEN follower.language THEN 0 WHEN clinic.main_language THEN 1 ELSE 2 END
            AS distance
    FROM library_librarypage AS library
    JOIN wagtailcore_page AS page ON page.id = library.page_ptr_id
    JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
    JOIN clinics_clinic AS clinic ON clinic.id = follower.clinic_id
    LEFT JOIN clinics_cliniclanguage AS spoken
        ON spoken.clinic_id = clinic.id AND spoken.language_code = locale.language_code
    LEFT JOIN (
        SELECT hold.edition_id, held.page_id FROM editions_hold AS hold
        JOIN library_release AS held ON held.id = hold.release_id
    ) AS stays ON stays.edition_id = follower.edition_id AND stays.page_id = page.id
    WHERE page.live AND page.translation_key = correction.library_key
        AND (spoken.id IS NOT NULL OR locale.language_code IN (follower.language, clinic.main_language))
        AND (
            stays.page_id IS NOT NULL
            OR NOT EXISTS (
                SELECT 1 FROM library_release AS live
                WHERE live.page_id = page.id AND live.revision_id = page.live_revision_id
            )
            OR EXISTS (
                SELECT 1 FROM library_release AS reached
                WHERE reached.page_id = page.id AND reached.revision_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM editions_ringstep AS step
                    JOIN editions_ring AS ring ON ring.id = step.ring_id
                    LEFT JOIN editions_ringmember AS member ON member.clinic_id = follower.clinic_id
                    WHERE step.release_id = reached.id
                        AND (step.starts_at > %s OR step.rolled_back_at IS NOT NULL)
                        AND (member.ring_id = ring.id OR (member.id IS NULL AND ring.is_default))
                )
            )
        )
) AS showable
ORDER BY passes, distance, position, spoken LIMIT 1
"""
"""The language of the text that the edition shows, chosen as ``cms.editions.sources`` chooses it."""

CONCERNED = f"""
FROM library_correction AS correction
JOIN library_release AS release ON release.id = correction.release_id
JOIN editions_follower AS follower ON follower.library_key = correction.library_key
    AND (
        correction.reaches_translations OR follower.language = correction.language
        OR correction.language = ({SHOWN_LANGUAGE})
    )"""
ASKED = f"""{CONCERNED} AND follower.since <= release.released_at
LEFT JOIN editions_acknowledgement AS acknowledgement
    ON acknowledgement.correction_id = correction.id AND acknowledgement.clinic_id = follower.clinic_id
"""


def asked(columns: str, rest: str = "", parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return ``columns`` of ``correction``, ``follower`` and ``acknowledgement`` for everybody who is asked.

    ``rest`` is what follows the join, ``WHERE`` included, with its ``parameters``: one query.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} {ASKED} {rest}", [timezone.now(), *parameters])
        return list(cursor.fetchall())


def concerned_editions(corrections: Collection[int], editions: Collection[int]) -> set[tuple[int, int]]:
    """Return which of these corrections concern which of these editions, however old an edition is."""
    if not (corrections and editions):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT correction.id, follower.edition_id {CONCERNED}"
            f" WHERE correction.id IN ({marks(corrections)}) AND follower.edition_id IN ({marks(editions)})",
            [timezone.now(), *corrections, *editions],
        )
        return {(correction, edition) for correction, edition in cursor.fetchall()}


def late_clinics(keys: Collection[UUID]) -> set[tuple[UUID, int]]:
    """Return who has not acknowledged a correction of one of these library pages in time: key and clinic."""
    if not keys:
        return set()
    rows = asked(
        "DISTINCT correction.library_key, follower.clinic_id",
        f"WHERE {LATE} AND correction.library_key IN ({marks(keys)})",
        [timezone.localdate(), *(KEY.get_db_prep_value(key, connection) for key in keys)],
    )
    return {(KEY.to_python(key), clinic) for key, clinic in rows}


def count_late(clinic: int | None = None) -> dict[UUID, int]:
    """Count these clinics by library key; with ``clinic`` only that one is counted."""
    only, parameters = ("", []) if clinic is None else ("AND follower.clinic_id = %s", [clinic])
    rows = asked(
        "correction.library_key, COUNT(DISTINCT follower.clinic_id)",
        f"WHERE {LATE} {only} GROUP BY 1",
        [timezone.localdate(), *parameters],
    )
    return {KEY.to_python(key): number for key, number in rows}


def marks(values: Collection[Any]) -> str:
    """Return a placeholder for each of the values."""
    return ", ".join(["%s"] * len(values))
