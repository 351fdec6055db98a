"""A draft as if it were published: the text to resolve against, and the corrections it would make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max

from cms.editions.resolving.values import Correction as CorrectedTarget
from cms.editions.resolving.values import LibraryText
from cms.editions.sources import Basis, basis_with, library_text
from cms.library.models import Correction, LibraryPage
from cms.library.parts import changed, parts_of
from cms.library.queries import newest_corrections, source_page
from cms.library.values import Part
from cms.library.wording import label_of


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft of a library page beside what is published of it, both in parts."""

    page: LibraryPage
    text: LibraryText
    corrections: tuple[CorrectedTarget, ...]
    before: Mapping[str, Part]
    after: Mapping[str, Part]
    is_corrected: bool = False

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def changed(self) -> tuple[str, ...]:
        """The targets that the draft words differently, adds or removes."""
        return changed(self.before, self.after)

    @property
    def reaches_translations(self) -> bool:
        """Whether editions in other languages may show parts of this text.

        They do where the release corrects something, or where an earlier correction has not been translated.
        """
        return self.is_corrected or any(one.reaches_translations for one in self.corrections)

    def heading(self, target: str) -> str:
        """Return what people call a part, as the draft has it, else as it is published."""
        return label_of(self.page, self.after.get(target) or self.before.get(target), target)

    def basis(self, now: Basis) -> Basis:
        """Return what an edition that rests on ``now`` would rest on once the release has reached it.

        A clinic that holds the edition keeps it where it is. What a ring has been waiting for or has given
        back is overtaken, if it is of this page or of one that the edition would leave for this page.
        """
        ranks = {code: rank for rank, code in enumerate(now.chain)}
        overtakes = ranks.get(self.language, len(ranks)) <= ranks.get(now.text.language, len(ranks))
        here = replace(now, pointer=None) if overtakes and not now.is_held else now
        return basis_with(here, self.text, self.corrections, self.page.source_base)


def make_trial(page: LibraryPage, corrected: Sequence[str] = ()) -> Trial:
    """Return the trial of ``page``, a draft in memory, as a release that corrects these targets."""
    published = LibraryPage.objects.filter(pk=page.pk, live=True).select_related("locale").first()
    language = page.locale.language_code
    text = replace(library_text(page, language), revision=page.latest_revision_id)
    return Trial(
        page,
        text,
        _corrections(page, language, corrected),
        parts_of(published),
        parts_of(page),
        is_corrected=bool(newest_corrections(page.translation_key)),
    )


def _corrections(page: LibraryPage, language: str, corrected: Sequence[str]) -> tuple[CorrectedTarget, ...]:
    if not corrected:
        return ()
    newest: dict[str, Any] = Correction.objects.aggregate(newest=Max("pk"))
    is_source = source_page(page).pk == page.pk
    return tuple(
        CorrectedTarget(
            id=(newest["newest"] or 0) + 1,
            target=target,
            language=language,
            reaches_translations=is_source,
            page_id=page.pk,
        )
        for target in dict.fromkeys(corrected)
    )
