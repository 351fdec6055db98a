"""What waits for a clinic's decision: a constant number of queries, however many editions it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, clinic_for_page_path
from cms.editions.editor.ground import ground_of
from cms.editions.merging import UNKNOWN, Merged, merge, merge_value
from cms.editions.models import Answer, Decision, Edition, Hold
from cms.editions.resolving.values import (
    FIELD_NAMES,
    BaseValue,
    EffectiveBlock,
    EffectiveField,
    Flag,
    LocalLayer,
    Origin,
    Replace,
    SourceBlock,
)
from cms.editions.rollout.queries import open_to, record_of
from cms.editions.sources import Basis, bases_of, local_layer
from cms.editions.updates.values import Counts, Reason, Waiting
from cms.library.models import Release

REASONS = {
    Flag.STALE: Reason.STALE,
    Flag.ORPHANED: Reason.ORPHANED,
    Flag.UNKNOWN: Reason.UNKNOWN,
    Flag.PARKED: Reason.PARKED,
}


def waiting(
    clinic: Clinic, languages: Sequence[str] | None = None, *, with_merges: bool = True
) -> tuple[Waiting, ...]:
    """Return everything of ``clinic`` that wants a decision, page by page in the order of the page tree.

    ``languages`` limits it to editions in these languages. Drafts and unpublished editions ask nothing: what
    is shown is what is decided about.
    """
    record = record_of(clinic)
    if record is None:
        return ()
    editions = list(_with_decisions(record, languages))
    return tuple(_waiting(editions, record, with_merges=with_merges))


def waiting_of(edition: Edition) -> tuple[Waiting, ...]:
    """Return what wants a decision on one published edition."""
    owner = clinic_for_page_path(edition.path)
    if owner is None or not edition.live:
        return ()
    return tuple(_waiting([edition], owner[0]))


def counts(clinic: Clinic) -> Counts:
    """Return how much waits, by reason, and how many pages were compared to say so."""
    record = record_of(clinic)
    if record is None:
        return Counts({})
    editions = list(_with_decisions(record, None))
    found = Counter(one.reason for one in _waiting(editions, record, with_merges=False))
    return Counts(dict(found), len(editions))


def is_part(edition: Edition, target: str) -> bool:
    """Whether ``target`` is, or was once, a part of the page: a field, a block, or what had an answer."""
    ground = ground_of(edition)
    return target in {
        *FIELD_NAMES,
        *(block.id for block in (ground.text.blocks if ground else ())),
        *(one.id for one in local_layer(edition).entries),
        *Answer.everywhere.filter(edition=edition).values_list("target", flat=True),
    }


def answers_of(clinic: Clinic) -> QuerySet[Answer]:
    """Return the answers of a clinic, newest first, with what a list of them shows."""
    rows: QuerySet[Answer] = Answer.objects.for_clinic(clinic)
    return rows.select_related("edition", "edition__locale", "user", "undone_by")


def _with_decisions(record: ClinicRecord, languages: Sequence[str] | None) -> QuerySet[Edition]:
    """Return the published editions that have anything to ask about; the others follow in everything."""
    below = Q(pk__in=())
    for language in record.languages:
        if languages is None or language.code in languages:
            below |= Q(path__startswith=language.home_path)
    decided = Decision.objects.for_clinic(record.id).values("edition")
    held = Hold.objects.values("edition")
    asking = ~Q(base={}) | Q(pk__in=decided) | Q(pk__in=held)
    editions: QuerySet[Edition] = Edition.objects.live().filter(below, asking)
    return editions.select_related("locale").order_by("path")


def _waiting(
    editions: Sequence[Edition], record: ClinicRecord, *, with_merges: bool = True
) -> Iterator[Waiting]:
    bases = bases_of(editions, record)
    held = {basis.page.pk for basis in bases.values() if basis.is_held}
    received = open_to(record.id).filter(page__in=held).order_by("pk") if held else ()
    newest = {release.page_id: release for release in received}
    for edition in editions:
        basis = bases.get(edition.pk)
        if basis is None:
            continue
        found = items_of(edition, basis, with_merges=with_merges)
        items = sorted(found, key=lambda item: not item.is_parked)  # what concerns safety comes first
        release = newest.get(basis.page.pk)
        if basis.is_held and release is not None and _is_newer(release, basis.held_release):
            items.insert(0, _release(edition, basis, release))
        yield from items


def _is_newer(release: Release, held: Release | None) -> bool:
    return held is None or release.pk > held.pk


def _release(edition: Edition, basis: Basis, release: Release) -> Waiting:
    reasons = frozenset({Reason.RELEASE})
    return Waiting(edition, basis.language, edition.title, "", reasons, release=release)


def items_of(edition: Edition, basis: Basis, *, with_merges: bool) -> Iterator[Waiting]:
    """Return what wants a decision on ``edition`` if it rests on ``basis``, apart from new releases."""
    local = local_layer(edition, basis.language)
    resolved = basis.resolve(local)
    title = str(resolved.fields["title"].value) if "title" in resolved.fields else edition.title
    shown: list[EffectiveBlock | EffectiveField] = [*resolved.fields.values(), *resolved.blocks]
    own = [part for part in shown if part.provenance.origin is Origin.REPLACED]
    asking = [*own, *resolved.hidden, *resolved.parked]
    for part in asking:
        reasons = frozenset(REASONS[flag] for flag in part.provenance.flags if flag in REASONS)
        item = _item(edition, basis, local, _target(part))
        if reasons and not _is_settled(reasons, local, item.target):
            item = replace(item, title=title, reasons=reasons)
            yield replace(item, merged=_merged(item)) if with_merges else item


def _target(part: EffectiveBlock | EffectiveField) -> str:
    return part.name if isinstance(part, EffectiveField) else part.id


def _is_settled(reasons: Iterable[Reason], local: LocalLayer, target: str) -> bool:
    """Whether the clinic has said that it keeps its version of a block which the library removed."""
    base = local.base.blocks.get(target)
    return set(reasons) == {Reason.ORPHANED} and base is not None and not base.digest


def _item(edition: Edition, basis: Basis, local: LocalLayer, target: str) -> Waiting:
    if target in FIELD_NAMES:
        library: SourceBlock | None = SourceBlock(target, target, basis.said(target))
        own: SourceBlock | None = SourceBlock(target, target, local.fields[target])
        base = local.base.fields.get(target)
    else:
        library = basis.said(target)
        entry = next((one for one in local.entries if one.id == target), None)
        own = entry.block if isinstance(entry, Replace) else None
        base = local.base.blocks.get(target)
    return Waiting(
        edition,
        basis.language,
        edition.title,
        target,
        frozenset(),
        base=_then(base, target),
        library=library,
        local=own,
        correction=basis.correction(target),
    )


def _then(base: BaseValue | None, target: str) -> SourceBlock | None:
    """Return what the library said when the clinic decided; ``None`` if nothing, or if it is unknown."""
    return SourceBlock(target, base.type, base.value) if base is not None and base.type else None


def _merged(item: Waiting) -> Merged | None:
    if item.local is None or item.library is None:
        return None
    if item.is_field:
        base = item.base.value if item.base else UNKNOWN
        return merge_value(base, item.library.value, item.local.value)
    return merge(item.base, item.library, item.local)
