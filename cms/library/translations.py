"""What each part of a translation was translated from, and which parts the source has changed since.

The record is written when somebody translates, not when the page goes live: if the source changes between the
two, the translation does not say so, and must not claim that it does.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.library.parts import parts_of
from cms.library.values import Part

if TYPE_CHECKING:
    from cms.library.models import LibraryPage


class TranslationState(enum.StrEnum):
    """Why a part of a translation wants a look, the most urgent first."""

    CORRECTED = "corrected"
    CHANGED = "changed"
    MISSING = "missing"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UntranslatedPart:
    """A part of a translation that may not say what its source says.

    ``then`` is the source's stored value when it was translated, ``None`` if unknown; ``now`` what the source
    says, ``None`` if it has no such part; ``ours`` the translation's, ``None`` if it has none. ``correction``
    is the newest correction that the translation does not include, 0 for none.
    """

    target: str
    state: TranslationState
    then: Any
    now: Part | None
    ours: Part | None
    correction: int = 0

    @property
    def key(self) -> str:
        """What a translator confirms: this part, as the source has it now."""
        return f"{self.target}:{self.now.digest if self.now else ''}"

    @property
    def heading(self) -> str:
        """The heading in the translation, else in the source."""
        return next((part.heading for part in (self.ours, self.now) if part and part.heading), "")


@dataclass(frozen=True, slots=True)
class Translation:
    """A library page as a translation: its published ``source``, and what of that it may not say.

    ``live`` is the published translation, if there is one; ``corrections`` the newest ones of the source, by
    target.
    """

    source: LibraryPage
    live: LibraryPage | None
    corrections: Mapping[str, int]
    waiting: tuple[UntranslatedPart, ...]


def source_base(said: Part | None, revision: int | None, correction: int) -> dict[str, Any]:
    """Return what to keep about a part that was translated from ``said``, in the form of a ``BaseValue``."""
    return {
        "digest": said.digest if said else "",
        "type": said.type if said else "",
        "value": said.value if said else None,
        "revision": revision,
        "correction": correction,
    }


def translated_base(
    page: LibraryPage,
    *,
    draft: LibraryPage | None,
    live: LibraryPage | None,
    source: LibraryPage,
    corrections: Mapping[str, int],
) -> dict[str, Any]:
    """Return the ``source_base`` to save with ``page``, a translation of ``source``.

    A part whose words differ from both the last ``draft`` and the ``live`` translation was translated now.
    One that has its live words again is as old as these; any other keeps its record.
    """
    ours, said = parts_of(page), parts_of(source)
    before, published = parts_of(draft), parts_of(live)
    base = {target: entry for target, entry in page.source_base.items() if target not in ours}
    for target, part in ours.items():
        if part.says(before.get(target)):
            entry = page.source_base.get(target)
        elif live is not None and part.says(published.get(target)):
            entry = live.source_base.get(target)
        elif target in said:
            entry = source_base(said[target], source.live_revision_id, corrections.get(target, 0))
        else:
            entry = None
        if entry is not None:
            base[target] = entry
    return base


def untranslated_parts(
    page: LibraryPage, source: LibraryPage, corrections: Mapping[str, int]
) -> tuple[UntranslatedPart, ...]:
    """Return the parts of ``page`` that its ``source`` has changed since, or that nobody knows about.

    ``source`` may be a draft: then these are the parts that publishing it leaves behind. ``corrections`` are
    the newest ones that reach translations, by target. Corrected parts come first.
    """
    ours, said = parts_of(page), parts_of(source)
    found = [
        part
        for target in dict.fromkeys((*said, *ours, *corrections))
        if (part := _untranslated(page, target, said.get(target), ours.get(target), corrections))
    ]
    return tuple(sorted(found, key=lambda part: part.state is not TranslationState.CORRECTED))


def _untranslated(
    page: LibraryPage, target: str, now: Part | None, ours: Part | None, corrections: Mapping[str, int]
) -> UntranslatedPart | None:
    entry = page.source_base.get(target)
    newest = corrections.get(target, 0)
    correction = newest if newest > (entry["correction"] if entry else 0) else 0
    state = _state(entry, now, ours, correction)
    if state is None:
        return None
    return UntranslatedPart(target, state, entry["value"] if entry else None, now, ours, correction)


def _state(
    entry: Mapping[str, Any] | None, now: Part | None, ours: Part | None, correction: int
) -> TranslationState | None:
    if now is None and (ours is None or entry is None):
        return None  # gone in both languages, or the translation's own
    if correction:
        return TranslationState.CORRECTED
    if entry is None:
        return TranslationState.UNKNOWN if ours else TranslationState.MISSING
    if now is None:
        return TranslationState.GONE if entry["digest"] else None
    return TranslationState.CHANGED if entry["digest"] != now.digest else None


def confirm(
    base: Mapping[str, Any], keys: Iterable[str], source: LibraryPage, corrections: Mapping[str, int]
) -> dict[str, Any]:
    """Return ``base`` with the parts named by ``UntranslatedPart.key`` translated from what is said now."""
    said = parts_of(source)
    targets = [key.rpartition(":")[0] for key in keys]
    return {
        **base,
        **{
            target: source_base(said.get(target), source.live_revision_id, corrections.get(target, 0))
            for target in targets
        },
    }


def confirmable(page: LibraryPage, source: LibraryPage) -> frozenset[str]:
    """Return the keys that may be confirmed: every part, as the source has it now."""
    said = parts_of(source)
    gone = [target for target in (*page.source_base, *parts_of(page)) if target not in said]
    return frozenset((*(f"{part.target}:{part.digest}" for part in said.values()), *(f"{t}:" for t in gone)))
