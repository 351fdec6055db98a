"""The values of inheritance: what the library says, what a clinic decided, and what a visitor gets.

All of them are frozen. Nothing here knows Django or a database, so the same values serve a page request,
a dry run and a property test.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from cms.blocks.digests import block_digest
from cms.blocks.policies import Policy

FIELD_NAMES = ("title", "summary", "hero", "search_title", "search_description")
"""The fields that an edition inherits, in the order in which they are shown."""

POLICIES = {policy.value: policy for policy in Policy}


class NothingToShow(Exception):  # noqa: N818 - a state that a visitor meets, named like Http404
    """The library has no text in any language that the clinic speaks."""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """One block as it is stored: its id, the name of its type, and its raw value."""

    id: str
    type: str
    value: Any

    @property
    def policy(self) -> Policy:
        """What the library lets clinics do with the block; a policy that nobody knows locks it."""
        name = self.value.get("policy") if isinstance(self.value, Mapping) else None
        if not name:
            return Policy.OPEN
        return POLICIES.get(str(name), Policy.LOCKED)

    @property
    def digest(self) -> str:
        """The digest of what the block says. Its policy is a rule about the block and no part of that."""
        return block_digest(self.type, self.value)


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of one block or field: a part of the library's page that must show everywhere.

    ``id`` grows with time, and is the same for all parts that one release corrected. ``target`` is a block's
    id or a field's name. One that does not reach translations concerns texts in ``language`` alone.
    ``page_id`` and ``release`` name the library page it was made on, and the release that made it.
    """

    id: int
    target: str
    language: str
    reaches_translations: bool = True
    reason: str = ""
    page_id: int = 0
    release: int = 0

    def concerns(self, *languages: str) -> bool:
        """Say whether words in one of ``languages`` have to heed this correction."""
        return self.reaches_translations or self.language in languages


@dataclass(frozen=True, slots=True)
class LibraryText:
    """A library page in one language, at one revision; ``key`` is shared by its translations.

    ``includes`` says for a block's id or a field's name which correction of it the text has caught up with:
    it heeds that one and all before it that concern its language. What is not named heeds none.
    """

    page_id: int
    key: str
    language: str
    revision: int | None
    fields: Mapping[str, Any]
    blocks: tuple[SourceBlock, ...]
    includes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Follow:
    """The library's block, at this place."""

    target: str

    @property
    def id(self) -> str:
        return self.target


@dataclass(frozen=True, slots=True)
class Hide:
    """The library's block is not shown."""

    target: str

    @property
    def id(self) -> str:
        return self.target


@dataclass(frozen=True, slots=True)
class Replace:
    """The clinic's version stands in for the library's block and is shown under that block's id.

    ``signed_off`` is the digest of the version that a clinical reviewer signed off; only blocks with the
    policy *review* need it, and an edit to the version voids it.
    """

    target: str
    block: SourceBlock
    signed_off: str = ""

    @property
    def id(self) -> str:
        return self.target


@dataclass(frozen=True, slots=True)
class Add:
    """The clinic's own block, under an id of its own."""

    block: SourceBlock

    @property
    def id(self) -> str:
        return self.block.id


Entry = Follow | Hide | Replace | Add


@dataclass(frozen=True, slots=True)
class BaseValue:
    """What the library said about one block or field when the clinic decided.

    ``correction`` is the newest correction of it that was in force then, 0 for none.
    """

    digest: str
    type: str
    value: Any
    revision: int | None = None
    correction: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """What a clinic's decisions rest on: the library's order at the last save, and its words."""

    order: tuple[str, ...] = ()
    blocks: Mapping[str, BaseValue] = field(default_factory=dict)
    fields: Mapping[str, BaseValue] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form: plain dictionaries, lists, strings and numbers."""
        return {
            "order": list(self.order),
            "blocks": {key: _stored(value) for key, value in self.blocks.items()},
            "fields": {key: _stored(value) for key, value in self.fields.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read the stored form; whatever is missing counts as empty."""
        return cls(
            order=tuple(stored.get("order", ())),
            blocks={key: BaseValue(**value) for key, value in stored.get("blocks", {}).items()},
            fields={key: BaseValue(**value) for key, value in stored.get("fields", {}).items()},
        )


@dataclass(frozen=True, slots=True)
class LocalLayer:
    """What an edition stores of its own. An empty one follows the library in everything.

    A name that is present in ``fields`` is replaced, whatever its value. ``language`` is the language of the
    clinic's own words; empty, it is taken to be that of the library text in the edition's language.
    """

    entries: tuple[Entry, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    base: Base = field(default_factory=Base)
    language: str = ""


class Origin(enum.StrEnum):
    """Where the words of a block or field come from."""

    LIBRARY = "library"
    REPLACED = "replaced"
    ADDED = "added"
    FALLBACK = "fallback"
    CORRECTION = "correction"


class Flag(enum.StrEnum):
    """What an editor ought to know about a block or field."""

    STALE = "stale"
    ORPHANED = "orphaned"
    UNKNOWN = "unknown"
    PARKED = "parked"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a block or field of an effective page comes from, and why it is as it is.

    ``library_page`` and ``revision`` name the library text that was resolved (none for an added block);
    ``base_revision`` the one that the clinic's decision rests on. ``reasons`` are English sentences, marked
    for translation in ``cms.editions.resolving.reasons``.
    """

    origin: Origin
    library_page: int | None
    revision: int | None
    language: str
    block_id: str = ""
    base_revision: int | None = None
    correction: int | None = None
    flags: frozenset[Flag] = frozenset()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectiveBlock:
    """One block of an effective page."""

    id: str
    type: str
    value: Any
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class EffectiveField:
    """One field of an effective page."""

    name: str
    value: Any
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry of the local layer that has no effect: its index in the layer, and the reason."""

    index: int
    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class EffectivePage:
    """What a visitor gets, and what is needed to explain it.

    ``language`` is that of the library text used; single blocks may differ, see their provenance. ``hidden``
    holds the library's blocks that the clinic does not show, in page order; ``parked`` the clinic's own
    versions of blocks and fields that a correction keeps from being shown, until the clinic has decided.
    """

    language: str
    fields: Mapping[str, EffectiveField]
    blocks: tuple[EffectiveBlock, ...]
    hidden: tuple[EffectiveBlock, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    parked: tuple[EffectiveBlock | EffectiveField, ...] = ()


def _stored(value: BaseValue) -> dict[str, Any]:
    return {
        "digest": value.digest,
        "type": value.type,
        "value": value.value,
        "revision": value.revision,
        "correction": value.correction,
    }
