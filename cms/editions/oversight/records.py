"""The index of the whole network: which editions are published, and what each of them decided.

The editions hold the truth. Every row here is made from a published edition and from nothing else, so the
index can be made anew at any time; only who decided, and when, is kept from the row before while the decision
stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from cms.clinics.models import ClinicLanguage
from cms.clinics.records import HOME_PATH_LENGTH
from cms.editions.oversight.models import Decision, DecisionKind, Follower
from cms.editions.resolving.values import Add, BaseValue, Follow, LocalLayer, Replace
from cms.editions.sources import local_layer
from cms.streams.digests import digest

if TYPE_CHECKING:
    from cms.editions.models import Edition

BATCH = 500
TARGET_LENGTH = 64
GONE = "gone"
"""The digest of a base that says: the library had no such block. None at all means that nobody noted it."""
DECIDED = (
    "clinic_id",
    "library_key",
    "language",
    "kind",
    "base_digest",
    "base_correction",
    "base_revision",
    "own_digest",
    "is_signed_off",
)
ABOUT_THE_DECISION = ("kind", "base_digest", "base_correction", "base_revision", "own_digest")
FOLLOWED = ("clinic_id", "library_key", "language", "since")


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows of the index were missing, were there without reason, and said something else."""

    missing: int = 0
    needless: int = 0
    different: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.missing + other.missing, self.needless + other.needless, self.different + other.different
        )

    def __bool__(self) -> bool:
        return bool(self.missing or self.needless or self.different)


def record_decisions(edition: Edition) -> Changes:
    """Make the rows of one edition anew; one that is not published, or belongs to no clinic, has none."""
    return record([edition])


@transaction.atomic
def record(editions: Sequence[Edition]) -> Changes:
    """Make the rows of these editions anew; the number of queries does not depend on how many they are."""
    ids = [edition.pk for edition in editions]
    homes = _homes(editions)
    published = [edition for edition in editions if edition.live and edition.path[:HOME_PATH_LENGTH] in homes]
    followers = [_follower(edition, *homes[edition.path[:HOME_PATH_LENGTH]]) for edition in published]
    decisions = [
        decision
        for edition, follower in zip(published, followers, strict=True)
        for decision in decisions_of(edition, follower)
    ]
    return _write_followers(ids, followers) + _write_decisions(ids, decisions)


def reindex() -> Changes:
    """Make the whole index anew, batch by batch, and return what was not right in it."""
    # The model imports this package for its indexes.
    from cms.editions.models import Edition

    editions = Edition.objects.select_related("live_revision").order_by("pk").iterator(chunk_size=BATCH)
    found = Changes()
    for batch in _batches(editions):
        found += record(batch)
    return found


def record_below(path: str) -> Changes:
    """Make the rows of all editions at and below a place of the page tree anew, after it moved."""
    # The model imports this package for its indexes.
    from cms.editions.models import Edition

    found = Changes()
    editions = Edition.objects.filter(path__startswith=path).select_related("live_revision")
    for batch in _batches(editions.order_by("pk").iterator(chunk_size=BATCH)):
        found += record(batch)
    return found


def decisions_of(edition: Edition, follower: Follower) -> list[Decision]:
    """Return the rows of a published edition, unsaved; the first entry for an id counts, as in resolving."""
    layer = local_layer(edition)
    found: dict[str, Decision] = {}
    for target, values in _decided(layer):
        if target[:TARGET_LENGTH] in found:
            continue
        found[target[:TARGET_LENGTH]] = Decision(
            clinic_id=follower.clinic_id,
            edition_id=edition.pk,
            library_key=edition.library_key,
            language=follower.language,
            target=target[:TARGET_LENGTH],
            decided_at=timezone.now(),
            decided_by_id=edition.live_revision.user_id if edition.live_revision else None,
            **values,
        )
    return [decision for decision in found.values() if decision.kind]


def _decided(layer: LocalLayer) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the layer says about each target; an entry that follows has no kind, and makes no row."""
    for entry in layer.entries:
        if isinstance(entry, Follow):
            yield entry.id, {"kind": ""}
        elif isinstance(entry, Add):
            yield entry.id, {"kind": DecisionKind.ADD, "own_digest": entry.block.digest}
        elif isinstance(entry, Replace):
            own = entry.block.digest
            signed = {"own_digest": own, "is_signed_off": entry.signed_off == own}
            yield entry.id, {"kind": DecisionKind.REPLACE, **signed, **_base(layer.base.blocks.get(entry.id))}
        else:
            yield entry.id, {"kind": DecisionKind.HIDE, **_base(layer.base.blocks.get(entry.id))}
    for name, value in layer.fields.items():
        own_field = {"kind": DecisionKind.FIELD, "own_digest": digest(name, value)}
        yield name, {**own_field, **_base(layer.base.fields.get(name))}


def _base(base: BaseValue | None) -> dict[str, Any]:
    if base is None:
        return {}
    return {
        "base_digest": base.digest or GONE,
        "base_correction": base.correction,
        "base_revision": base.revision,
    }


def _homes(editions: Iterable[Edition]) -> dict[str, tuple[int, str]]:
    """Return clinic and language by the path of the home page: from the database, not from a cache."""
    paths = {edition.path[:HOME_PATH_LENGTH] for edition in editions}
    rows = ClinicLanguage.everywhere.filter(home__path__in=paths)
    return {
        path: (clinic, code)
        for path, clinic, code in rows.values_list("home__path", "clinic_id", "language_code")
    }


def _follower(edition: Edition, clinic_id: int, language: str) -> Follower:
    return Follower(
        edition_id=edition.pk,
        clinic_id=clinic_id,
        library_key=edition.library_key,
        language=language,
        since=edition.first_published_at or timezone.now(),
    )


def _write_followers(ids: Sequence[int], wanted: Sequence[Follower]) -> Changes:
    known = {row.pk: row for row in Follower.everywhere.filter(edition__in=ids)}
    new = [row for row in wanted if row.pk not in known]
    changed = [row for row in wanted if row.pk in known and _differs(row, known[row.pk], FOLLOWED)]
    gone = set(known) - {row.pk for row in wanted}
    if new:
        Follower.everywhere.bulk_create(new)
    if changed:
        Follower.everywhere.bulk_update(changed, FOLLOWED)
    if gone:
        Follower.everywhere.filter(pk__in=gone).delete()
    return Changes(len(new), len(gone), len(changed))


def _write_decisions(ids: Sequence[int], wanted: Sequence[Decision]) -> Changes:
    known = {(row.edition_id, row.target): row for row in Decision.everywhere.filter(edition__in=ids)}
    new, changed = [], []
    for row in wanted:
        old = known.pop((row.edition_id, row.target), None)
        if old is None:
            new.append(row)
        elif _differs(row, old, DECIDED):
            row.pk = old.pk
            if not _differs(row, old, ABOUT_THE_DECISION):
                row.decided_at, row.decided_by_id = old.decided_at, old.decided_by_id
            changed.append(row)
    if known:
        Decision.everywhere.filter(pk__in=[row.pk for row in known.values()]).delete()
    if new:
        Decision.everywhere.bulk_create(new)
    if changed:
        Decision.everywhere.bulk_update(changed, [*DECIDED, "decided_at", "decided_by_id"])
    return Changes(len(new), len(known), len(changed))


def _differs(one: Any, other: Any, names: Sequence[str]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _batches(editions: Iterator[Edition]) -> Iterator[list[Edition]]:
    while batch := list(islice(editions, BATCH)):
        yield batch
