"""Pages that a clinic writes by itself: visitors find them by their own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from cms.blocks.search_texts import Texts, stream_texts
from cms.locales.pages import ClinicPage
from cms.locales.search_texts import Passage, SearchText


class WrittenPage(ClinicPage):
    """A page with words of its own: a field that sums it up, and perhaps a stream called ``body``."""

    summary_field: ClassVar[str] = "search_description"

    class Meta:
        abstract = True

    @classmethod
    def search_texts(cls, pages: Sequence[Self]) -> dict[int, SearchText]:
        """Return what visitors find these pages by; no more queries for many pages than for one."""
        found = zip(pages, cls._bodies(pages), strict=True)
        return {
            page.pk: SearchText(
                title=Passage(page.title),
                url=page.url,
                summary=Passage(page._summary()),
                passages=tuple(Passage(text) for texts in blocks for text in texts),
            )
            for page, blocks in found
        }

    @classmethod
    def _bodies(cls, pages: Sequence[Any]) -> list[list[Texts]]:
        streams = [field for field in cls._meta.get_fields() if isinstance(field, StreamField)]
        if not streams:
            return [[] for _ in pages]
        body = streams[0]
        stored = [getattr(page, body.name).get_prep_value() for page in pages]
        return stream_texts(body.stream_block, [raw if isinstance(raw, list) else [] for raw in stored])

    def _summary(self) -> str:
        written = str(getattr(self, self.summary_field))
        is_rich = isinstance(self._meta.get_field(self.summary_field), RichTextField)
        return get_text_for_indexing(written) if is_rich else written
