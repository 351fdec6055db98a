"""Put library and local layer together into what a visitor gets. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from cms.editions.resolving import reasons
from cms.editions.resolving.corrections import Said, correct
from cms.editions.resolving.entries import is_overruled, overrule, sift
from cms.editions.resolving.ordering import page_order
from cms.editions.resolving.values import (
    FIELD_NAMES,
    Add,
    BaseValue,
    Correction,
    EffectiveBlock,
    EffectiveField,
    EffectivePage,
    Entry,
    Flag,
    Hide,
    LibraryText,
    LocalLayer,
    NothingToShow,
    Origin,
    Provenance,
    Replace,
    SourceBlock,
)
from cms.streams.digests import digest


def resolve(
    text: LibraryText | None,
    local: LocalLayer,
    corrections: Sequence[Correction] = (),
    fallbacks: Sequence[LibraryText] = (),
    live: LibraryText | None = None,
) -> EffectivePage:
    """Return the effective page of an edition.

    ``text`` is the library page in the edition's language, ``None`` if there is none; then the first of
    ``fallbacks`` serves, which stand in the order of the clinic's fallback chain, followed by texts that may
    only lend corrected parts. ``live`` is the published text if the text that serves is an earlier release.
    Linear in the number of blocks. Raises ``NothingToShow`` if there is no text at all.
    """
    texts = [one for one in (text, *fallbacks) if one is not None]
    if not texts:
        raise NothingToShow
    said = correct(texts[0], texts[1:], corrections, language=local.language, live=live)
    return resolve_said(said, local, is_fallback=text is None)


def resolve_said(said: Said, local: LocalLayer, *, is_fallback: bool = False) -> EffectivePage:
    """Return the effective page of an edition to which the library says ``said``."""
    return _Resolution(said, local, is_fallback=is_fallback).page()


class _Resolution:
    """One resolving: what its steps share."""

    def __init__(self, said: Said, local: LocalLayer, *, is_fallback: bool) -> None:
        self.said = said
        self.text = said.text
        self.local = local
        self.is_fallback = is_fallback
        self.own_language = local.language or ("" if is_fallback else said.text.language)
        self.sources = {block.id: block for block in said.text.blocks}
        counted, self.ignored = sift(said.text, local.entries)
        self.counted, self.overruled = overrule(counted, local.base.blocks, said.corrections)
        self.refusals = {
            one.entry.id: one.reason for one in self.ignored if one.reason not in reasons.ABOUT_IDS
        }

    def page(self) -> EffectivePage:
        entries = {entry.id: entry for entry in self.counted}
        shown: list[EffectiveBlock] = []
        hidden: list[EffectiveBlock] = []
        for block_id in page_order(self.text, self.counted, self.local.base):
            entry = entries.get(block_id)
            block = self._block(entry, self.sources.get(block_id))
            if block is not None:
                (hidden if isinstance(entry, Hide) else shown).append(block)
        parked: tuple[EffectiveBlock | EffectiveField, ...]
        parked = (*self._parked_blocks(), *self._parked_fields())
        return EffectivePage(
            self.text.language, self._fields(), tuple(shown), tuple(hidden), self.ignored, parked
        )

    def _block(self, entry: Entry | None, source: SourceBlock | None) -> EffectiveBlock | None:
        """Return the block that stands for ``entry`` and the library's ``source``, if either has one."""
        if isinstance(entry, Add):
            provenance = Provenance(Origin.ADDED, None, None, self.own_language, entry.id)
            return EffectiveBlock(entry.id, entry.block.type, entry.block.value, provenance)
        if isinstance(entry, Replace):
            return self._replaced(entry, source)
        if source is None:
            return None
        provenance = self._hidden(source) if isinstance(entry, Hide) else self._followed(source)
        return EffectiveBlock(source.id, source.type, source.value, provenance)

    def _followed(self, source: SourceBlock) -> Provenance:
        refusal = self.refusals.get(source.id)
        return self._library(source.id, source.id in self.overruled, *((refusal,) if refusal else ()))

    def _hidden(self, source: SourceBlock) -> Provenance:
        base = self.local.base.blocks.get(source.id)
        return _resting_on(base, source.digest, self._library(source.id, is_overruled=False))

    def _replaced(self, entry: Replace, source: SourceBlock | None) -> EffectiveBlock:
        base = self.local.base.blocks.get(entry.target)
        provenance = self._own(entry.target)
        if source is not None:
            provenance = _resting_on(base, source.digest, provenance)
        else:
            provenance = replace(_flagged(provenance, Flag.ORPHANED, reasons.ORPHANED), **_revision(base))
        return EffectiveBlock(entry.target, entry.block.type, entry.block.value, provenance)

    def _fields(self) -> dict[str, EffectiveField]:
        return {
            name: self._field(name)
            for name in FIELD_NAMES
            if name in self.text.fields or name in self.local.fields
        }

    def _field(self, name: str) -> EffectiveField:
        said = self.text.fields.get(name)
        is_overruled = name in self.local.fields and self._is_overruled_field(name)
        if name not in self.local.fields or is_overruled:
            return EffectiveField(name, said, _of_field(self._library(name, is_overruled)))
        base = self.local.base.fields.get(name)
        provenance = _resting_on(base, digest(name, said), self._own(name))
        return EffectiveField(name, self.local.fields[name], _of_field(provenance))

    def _is_overruled_field(self, name: str) -> bool:
        return is_overruled(self.local.base.fields.get(name), self.said.corrections.get(name, 0))

    def _parked_blocks(self) -> Iterator[EffectiveBlock]:
        for entry in self.overruled.values():
            source = self.sources.get(entry.target)
            if isinstance(entry, Replace):
                reason = reasons.PARKED if source else reasons.PARKED_REMOVED
                provenance = self._parked(entry.target, reason, self.local.base.blocks.get(entry.target))
                yield EffectiveBlock(entry.target, entry.block.type, entry.block.value, provenance)
            elif source:
                base = self.local.base.blocks.get(entry.target)
                provenance = self._parked(entry.target, reasons.PARKED_HIDING, base)
                yield EffectiveBlock(entry.target, source.type, None, provenance)

    def _parked_fields(self) -> Iterator[EffectiveField]:
        for name in FIELD_NAMES:
            if name in self.local.fields and self._is_overruled_field(name):
                provenance = self._parked(name, reasons.PARKED, self.local.base.fields.get(name))
                yield EffectiveField(name, self.local.fields[name], _of_field(provenance))

    def _parked(self, target: str, reason: str, base: BaseValue | None) -> Provenance:
        return Provenance(
            origin=Origin.REPLACED,
            library_page=self.text.page_id,
            revision=self.text.revision,
            language=self.own_language,
            block_id=target,
            correction=self.said.corrections[target],
            flags=frozenset({Flag.PARKED}),
            reasons=(reason,),
            **_revision(base),
        )

    def _library(self, target: str, is_overruled: bool, *words: str) -> Provenance:
        """Return the provenance of the library's own words."""
        giver = self.said.givers.get(target)
        source = giver or self.text
        origin = Origin.LIBRARY
        if self.is_fallback:
            origin, words = Origin.FALLBACK, (reasons.FALLBACK, *words)
        if giver is not None:
            is_same = giver.language == self.text.language
            words = (*words, reasons.CORRECTED if is_same else reasons.CORRECTED_ELSEWHERE)
        if is_overruled:
            words = (*words, reasons.OVERRULED)
        is_correction = giver is not None or is_overruled
        provenance = Provenance(
            origin=Origin.CORRECTION if is_correction else origin,
            library_page=source.page_id,
            revision=source.revision,
            language=source.language,
            block_id=target,
            correction=self.said.corrections.get(target) if is_correction else None,
            reasons=words,
        )
        return self._held(target, provenance)

    def _own(self, target: str) -> Provenance:
        """Return the provenance of the clinic's words for a part of the library's page."""
        provenance = Provenance(
            Origin.REPLACED, self.text.page_id, self.text.revision, self.own_language, target
        )
        return self._held(target, provenance)

    def _held(self, target: str, provenance: Provenance) -> Provenance:
        if target not in self.said.held:
            return provenance
        return _flagged(provenance, Flag.HELD, reasons.HELD)


def _resting_on(base: BaseValue | None, now: str, provenance: Provenance) -> Provenance:
    """Compare the digest of what the library says ``now`` with what the clinic's decision rests on."""
    if base is None:
        return _flagged(provenance, Flag.UNKNOWN, reasons.UNKNOWN)
    provenance = replace(provenance, base_revision=base.revision)
    return _flagged(provenance, Flag.STALE, reasons.STALE) if base.digest != now else provenance


def _flagged(provenance: Provenance, flag: Flag, reason: str) -> Provenance:
    return replace(provenance, flags=provenance.flags | {flag}, reasons=(*provenance.reasons, reason))


def _revision(base: BaseValue | None) -> dict[str, Any]:
    return {"base_revision": base.revision if base else None}


def _of_field(provenance: Provenance) -> Provenance:
    """A field is known by its name and stands for no block."""
    return replace(provenance, block_id="")
