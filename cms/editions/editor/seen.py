"""What a form of the edition editor showed when it was opened; it carries this with it, as hidden text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from cms.editions.editor.arrangement import FOLLOWED, Marks, marks_of, page_rows
from cms.editions.resolving.values import FIELD_NAMES, LibraryText
from cms.editions.sources import Basis, library_text, local_fields, local_layer
from cms.library.models import LibraryPage
from cms.streams.digests import digest

if TYPE_CHECKING:
    from cms.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows and fields that a form showed, and the library page and revision whose words it showed.

    ``corrections`` are the newest corrections in these words, by target.
    """

    rows: Marks
    fields: Marks
    page: int | None
    revision: int | None
    corrections: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition, basis: Basis) -> Self:
        """Return what a form of ``edition`` shows now."""
        text = basis.library.text
        rows = marks_of(page_rows(local_layer(edition), text))
        fields = field_marks(local_fields(edition))
        return cls(rows, fields, text.page_id, text.revision, basis.library.corrections)

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """Read what a form carried; ``None`` if it carried nothing that can be read."""
        try:
            found = json.loads(written)
            return cls(
                {str(key): str(mark) for key, mark in found["rows"]},
                {str(name): str(mark) for name, mark in found["fields"].items()},
                found["page"] and int(found["page"]),
                found["revision"] and int(found["revision"]),
                {str(target): int(number) for target, number in found["corrections"].items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def written(self) -> str:
        """Return the text that the form is to carry."""
        return json.dumps(
            {
                "rows": list(self.rows.items()),
                "fields": dict(self.fields),
                "page": self.page,
                "revision": self.revision,
                "corrections": dict(self.corrections),
            },
            separators=(",", ":"),
        )


def field_marks(own: Mapping[str, Any]) -> dict[str, str]:
    """Return the mark of every field: that it follows, or what the clinic says there."""
    return {name: digest(name, own[name]) if name in own else FOLLOWED for name in FIELD_NAMES}


def seen_text(seen: Seen, key: str, now: LibraryText) -> LibraryText | None:
    """Return the library's words as the form showed them, if they are words of the page that is followed."""
    if (seen.page, seen.revision) == (now.page_id, now.revision):
        return now
    page = LibraryPage.objects.filter(pk=seen.page, translation_key=key).select_related("locale").first()
    revision = page.revisions.filter(pk=seen.revision).first() if page and seen.revision else None
    if page is None or revision is None:
        return None
    then = revision.as_object()
    return replace(library_text(then, page.locale.language_code), revision=revision.pk)
