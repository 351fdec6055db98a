"""Bring a library text up to the corrections that have to show everywhere at once.

A text may be older than a correction: a translation, or a release that an edition stays on. Its outdated
parts then stand as the next text has them that heeds the correction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cms.editions.resolving.lending import Received, lenders
from cms.editions.resolving.values import FIELD_NAMES, Correction, LibraryText, SourceBlock
from cms.streams.digests import digest

TOP = ""
"""The place in front of all blocks."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the library says to one edition: a text with every correction in it.

    ``givers`` names the text that an outdated part was taken from, by target. ``corrections`` is the newest
    correction of each target that a clinic's decision must have known. ``held`` are the targets about which
    a newer release says something else.
    """

    text: LibraryText
    givers: Mapping[str, LibraryText] = field(default_factory=dict)
    corrections: Mapping[str, int] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


def correct(
    text: LibraryText,
    others: Sequence[LibraryText] = (),
    corrections: Sequence[Correction] = (),
    *,
    language: str = "",
    live: LibraryText | None = None,
    received: Received | None = None,
) -> Said:
    """Return what ``text`` says once every correction is heeded.

    An outdated part is taken from the first of ``live`` and ``others`` that heeds its newest correction; if
    none does, the part is left out, since withdrawn words may not show. ``live`` is the published text that
    ``text`` is an earlier release of; ``language`` that of the clinic's own words. ``received`` names the
    texts that lend in place of a published one that was taken back from the clinic or has yet to reach it.
    Linear in the number of blocks and corrections.
    """
    held = _differing(text, live) if live is not None else frozenset()
    known = {one.target: one.id for one in _ordered(corrections) if one.concerns(text.language, language)}
    sources = lenders((*(() if live is None else (live,)), *others), received or {})
    found = _givers(outdated(text, corrections), sources, corrections)
    if not found:
        return Said(text, corrections=known, held=held)
    givers = {target: giver for target, giver in found.items() if giver is not None}
    mended = replace(text, fields=_fields(text, found), blocks=_blocks(text, found))
    return Said(mended, givers, known, held - found.keys())


def outdated(text: LibraryText, corrections: Iterable[Correction]) -> tuple[str, ...]:
    """Return the targets whose newest correction ``text`` does not heed."""
    newest = {one.target: one.id for one in _ordered(corrections) if one.concerns(text.language)}
    return tuple(target for target, number in newest.items() if text.includes.get(target, 0) < number)


def including(
    text: LibraryText,
    corrections: Iterable[Correction],
    source_base: Mapping[str, Any] | None = None,
    release: int | None = None,
) -> LibraryText:
    """Return ``text`` with what it includes of ``corrections``, all of which are of its key.

    A text heeds the corrections that were made on its own page, up to ``release`` if it is that release and
    not the published text. Of those made on the page it translates it heeds what ``source_base`` says for
    each target. The first one missed ends the row: a text that heeds a later one only is still outdated.
    """
    heeded: dict[str, int] = {}
    missed: set[str] = set()
    for one in _ordered(corrections):
        if not one.concerns(text.language) or one.target in missed:
            continue
        if _heeds(one, text.page_id, source_base or {}, release):
            heeded[one.target] = one.id
        else:
            missed.add(one.target)
    return replace(text, includes=heeded)


def _heeds(correction: Correction, page_id: int, source_base: Mapping[str, Any], release: int | None) -> bool:
    if correction.page_id == page_id:
        return release is None or correction.release <= release
    known = source_base.get(correction.target)
    number = known.get("correction", 0) if isinstance(known, Mapping) else 0
    return bool(number >= correction.id)


def _ordered(corrections: Iterable[Correction]) -> list[Correction]:
    return sorted(corrections, key=lambda one: one.id)


def _givers(
    targets: Sequence[str], sources: Sequence[LibraryText], corrections: Sequence[Correction]
) -> dict[str, LibraryText | None]:
    """Return for each target the first of ``sources`` that heeds its newest correction."""
    found: dict[str, LibraryText | None] = dict.fromkeys(targets)
    missing = set(targets)
    for source in sources:
        if not missing:
            break
        heeding = missing.difference(outdated(source, corrections))
        found |= dict.fromkeys(heeding, source)
        missing -= heeding
    return found


def _fields(text: LibraryText, found: Mapping[str, LibraryText | None]) -> dict[str, Any]:
    """Return the fields; one that no text has in its corrected form is empty."""
    fields = dict(text.fields)
    for name in FIELD_NAMES:
        if name in found:
            giver = found[name]
            fields[name] = giver.fields.get(name, "") if giver else type(fields.get(name, ""))()
    return fields


def _blocks(text: LibraryText, found: Mapping[str, LibraryText | None]) -> tuple[SourceBlock, ...]:
    """Return the blocks: outdated ones as their givers have them, new ones put in, removed ones left out."""
    corrected = {
        block.id: block
        for giver in {id(one): one for one in found.values() if one is not None}.values()
        for block in giver.blocks
        if found.get(block.id) is giver
    }
    kept = [corrected.get(block.id, block) for block in text.blocks if _stays(block.id, found, corrected)]
    present = {block.id for block in kept}
    guests: dict[str, list[SourceBlock]] = {}
    for giver in {id(one): one for one in found.values() if one is not None}.values():
        new = {key for key, one in found.items() if one is giver} - present
        _seat(giver, new, present, guests)
    blocks = [*guests.get(TOP, ())]
    for block in kept:
        blocks.append(block)
        blocks.extend(guests.get(block.id, ()))
    return tuple(blocks)


def _stays(key: str, found: Mapping[str, LibraryText | None], corrected: Mapping[str, SourceBlock]) -> bool:
    return key not in found or key in corrected


def _seat(
    giver: LibraryText, new: Collection[str], present: Collection[str], guests: dict[str, list[SourceBlock]]
) -> None:
    """Seat the ``new`` blocks of ``giver`` behind their nearest predecessors there that are ``present``."""
    host = TOP
    for block in giver.blocks:
        if block.id in present:
            host = block.id
        elif block.id in new:
            guests.setdefault(host, []).append(block)


def _differing(text: LibraryText, live: LibraryText) -> frozenset[str]:
    """Return the blocks and fields of ``text`` that ``live`` words differently or no longer has."""
    now = {block.id: block for block in live.blocks}
    blocks = {block.id for block in text.blocks if _differs(block, now.get(block.id))}
    fields = {
        name
        for name, value in text.fields.items()
        if value != live.fields.get(name) and digest(name, value) != digest(name, live.fields.get(name))
    }
    return frozenset(blocks | fields)


def _differs(block: SourceBlock, now: SourceBlock | None) -> bool:
    return now is None or (block != now and block.digest != now.digest)
