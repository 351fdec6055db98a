"""Which texts may lend corrected parts to a clinic, when a release was taken back or has yet to come.

Words that were rolled back in a clinic's ring, or still wait for it, show there only where a correction
demands it, and then in the words of the release that made the correction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from cms.editions.resolving.values import Correction, LibraryText

Received = Mapping[int, Sequence[LibraryText]]
"""By library page whose published text a clinic's ring does not show: the texts that lend in its place. First
the newest release that the ring has received, then each later release that made a correction."""


def lenders(texts: Iterable[LibraryText], received: Received) -> list[LibraryText]:
    """Return the published ``texts`` in their order, or what was received of their pages instead."""
    return [one for text in texts for one in received.get(text.page_id, (text,))]


def correcting_releases(
    page_ids: Collection[int], corrections: Iterable[Correction], after: Mapping[int, int]
) -> dict[int, list[int]]:
    """Return by page the releases that made the newest correction of some part there, oldest first.

    Only those later than the release that ``after`` names for the page, which heeds all before it.
    """
    newest: dict[tuple[int, str], int] = {}
    for one in sorted(corrections, key=lambda one: one.id):
        if one.page_id in page_ids:
            newest[one.page_id, one.target] = one.release
    found: dict[int, set[int]] = {}
    for (page_id, _target), release in newest.items():
        if release > after.get(page_id, 0):
            found.setdefault(page_id, set()).add(release)
    return {page_id: sorted(releases) for page_id, releases in found.items()}


def correcting_only(text: LibraryText, corrections: Iterable[Correction], release: int) -> LibraryText:
    """Return the text of ``release`` so that it lends only what the release itself corrected."""
    made = {one.target: one.id for one in corrections if one.release == release}
    kept = {target: number for target, number in text.includes.items() if made.get(target) == number}
    return replace(text, includes=kept)
