"""The form of a page with blocks in Wagtail's page editor."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property

from cms.clinics.pictures import ScopedPageForm
from cms.plugins.palette import Editing, editing
from cms.streams.posted import WholeStreamField


class BodyPageForm(ScopedPageForm):
    """Offers, in every stream, the blocks that show where the page stands, and takes no others.

    What the page holds already stays, may be changed and moved, and is marked.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, WholeStreamField):
                field.widget.edited = self.editing.begun

    @cached_property
    def editing(self) -> Editing:
        """For whom the page is edited, and what may be added to it."""
        return editing(self.instance, self.place)

    @property
    def place(self) -> str:
        """The path in the tree at which the page stands; of a new one, that of its parent."""
        return self.instance.path or (self.parent_page.path if self.parent_page else "")
