"""Make a correction as a library editor does."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from cms.testing.network import block_id, text_block


def correct(page: LibraryPage, numbers: list[int], title: str = "", *, days: int = 14) -> Release:
    """Release a correction of these blocks, with new words, and of the title if one is given."""
    draft: Any = LibraryPage.objects.get(pk=page.pk)
    targets = [block_id(number) for number in numbers]
    blocks = [
        text_block(int(block["id"][:8]), f"Corrected {timezone.now()}.") if block["id"] in targets else block
        for block in draft.body.get_prep_value()
    ]
    draft.body = draft.body.stream_block.to_python(blocks)
    if title:
        draft.title = title
        targets.append("title")
    return release(
        draft,
        release_class="safety",
        note="Corrected.",
        user=None,
        corrected=targets,
        reason="The old words were wrong.",
        deadline=timezone.localdate() + datetime.timedelta(days=days),
    )
