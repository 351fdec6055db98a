"""The matrix of the network: library pages and their parts by what the clinics made of them.

Every answer takes the same number of queries for one clinic and for thousands.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from cms.editions.oversight.asking import count_late, late_clinics
from cms.editions.oversight.counting import count
from cms.editions.oversight.models import Decision, DecisionKind, Follower
from cms.editions.oversight.shelf import Shelf, read_shelf
from cms.editions.oversight.standing import state_of
from cms.editions.oversight.texts import Text
from cms.editions.oversight.values import Concern, Counts, DecisionRow, PageRow, PartRow, Scope
from cms.library.models import LibraryPart, Release

COMPARABLE = (DecisionKind.REPLACE, DecisionKind.HIDE, DecisionKind.FIELD)


@dataclass(frozen=True, slots=True)
class PageMatrix:
    """One library page: its parts in page order, with those that it no longer has at the end.

    ``added`` counts the blocks that clinics added, which belong to no part.
    """

    row: PageRow
    parts: tuple[PartRow, ...]
    added: Counts


def overview(scope: Scope | None = None, concern: Concern | None = None) -> tuple[PageRow, ...]:
    """Return the library pages that somebody follows or the library publishes, by title.

    ``concern`` keeps the pages where it is found.
    """
    scope = scope or Scope()
    shelf = read_shelf([scope.key] if scope.key else None)
    counts: dict[UUID, Counts] = defaultdict(Counts)
    counted = count(shelf, scope, by_target=False)
    for group in counted.decisions:
        counts[group.key].add(group.kind, group.state, group.number)
    clinics = _clinics(scope)
    late = count_late(scope.clinic)
    keys = {key for key, texts in shelf.texts.items() if any(text.is_live for text in texts)}
    rows = [
        _page_row(
            key,
            shelf.texts.get(key, ()),
            counts[key],
            clinics.get(key, 0),
            counted.held.get(key, 0),
            late.get(key, 0),
        )
        for key in keys | clinics.keys() | counts.keys()
    ]
    kept = [row for row in rows if concern is None or row.has(concern)]
    return tuple(sorted(kept, key=lambda row: (row.title.casefold(), str(row.key))))


def page_matrix(key: UUID, scope: Scope | None = None) -> PageMatrix | None:
    """Return what the clinics made of one library page; ``None`` if nobody knows it."""
    scope = scope or Scope()
    scope = Scope(scope.language, scope.clinic, key)
    shelf = read_shelf([key])
    found: dict[str, Counts] = defaultdict(Counts)
    everything, added = Counts(), Counts()
    counted = count(shelf, scope, by_target=True)
    for group in counted.decisions:
        everything.add(group.kind, group.state, group.number)
        counts = added if group.kind == DecisionKind.ADD else found[group.target]
        counts.add(group.kind, group.state, group.number)
    clinics = _clinics(scope).get(key, 0)
    texts = shelf.texts.get(key, ())
    if not (texts or clinics or found):
        return None
    held = counted.held.get(key, 0)
    row = _page_row(key, texts, everything, clinics, held, count_late(scope.clinic).get(key, 0))
    return PageMatrix(row, tuple(_part_rows(texts, found, _editions(scope))), added)


def who_decided(
    key: UUID, target: str, scope: Scope | None = None, concern: Concern | None = None
) -> tuple[DecisionRow, ...]:
    """Return every clinic's decision about one part, by the clinic's name and language.

    An empty ``target`` stands for the blocks that clinics added.
    """
    scope = scope or Scope()
    decisions = in_scope(Decision.everywhere.filter(library_key=key), scope)
    about = Q(target=target) if target else Q(kind=DecisionKind.ADD)
    return rows_of(decisions.filter(about), concern)


def rows_of(decisions: QuerySet[Decision], concern: Concern | None = None) -> tuple[DecisionRow, ...]:
    """Return decisions with their states, in a constant number of queries."""
    rows = list(
        decisions.select_related("clinic", "decided_by")
        .annotate(held_release=F("edition__hold__release"))
        .order_by("clinic__name", "language", "pk")
    )
    keys = {row.library_key for row in rows}
    shelf = read_shelf(keys)
    shelf.prepare(keys, {row.held_release for row in rows if row.held_release})
    revisions = {row.base_revision for row in rows if row.base_revision}
    dates = dict(Release.objects.filter(revision__in=revisions).values_list("revision", "released_at"))
    found = [_decision_row(shelf, row, dates) for row in rows]
    if concern is None:
        return tuple(found)
    if concern is Concern.HELD:
        return tuple(row for row in found if row.is_held)
    if concern is Concern.OVERDUE:
        late = late_clinics(keys)
        return tuple(row for row in found if (row.decision.library_key, row.decision.clinic_id) in late)
    return tuple(row for row in found if row.state.value == concern.value)


def _decision_row(shelf: Shelf, row: Any, dates: Mapping[int, datetime.datetime]) -> DecisionRow:
    number = shelf.class_of.get(row.clinic_id)
    library = None
    if number is not None:
        library = shelf.library(row.library_key, row.language, number, row.held_release)
    state = state_of(library, row.kind, row.target, row.base_digest, row.base_correction, row.is_signed_off)
    return DecisionRow(row, state, dates.get(row.base_revision or 0), library is not None and library.is_held)


def _page_row(
    key: UUID, texts: Iterable[Text], counts: Counts, clinics: int, held: int, overdue: int
) -> PageRow:
    known = sorted(texts, key=lambda text: (not text.is_live, text.language != settings.LANGUAGE_CODE))
    first = known[0] if known else None
    return PageRow(
        key=key,
        title=first.title if first else "",
        page_id=first.page_id if first else None,
        languages=tuple(text.language for text in known if text.is_live),
        counts=counts,
        clinics=clinics,
        held=held,
        overdue=overdue,
    )


def _part_rows(texts: Iterable[Text], found: dict[str, Counts], editions: int) -> Iterable[PartRow]:
    """Yield the parts as the page has them in the network's language, then those of other versions."""
    rank = {
        text.page_id: index
        for index, text in enumerate(
            sorted(texts, key=lambda text: (text.language != settings.LANGUAGE_CODE, text.page_id))
        )
    }
    seen: set[str] = set()
    parts = sorted(
        LibraryPart.objects.filter(page__in=list(rank)), key=lambda part: (rank[part.page_id], part.position)
    )
    for part in parts:
        if part.target not in seen:
            seen.add(part.target)
            yield PartRow(
                part.target,
                part.heading,
                part.type,
                part.policy,
                part.position,
                found.get(part.target, Counts()),
                editions,
            )
    for target in sorted(found.keys() - seen):
        yield PartRow(target, "", "", "", -2, found[target], editions)


def in_scope(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Keep the rows of an index that lie in ``scope``."""
    wanted = {"language": scope.language or None, "clinic": scope.clinic, "library_key": scope.key}
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


def _clinics(scope: Scope) -> dict[UUID, int]:
    rows = in_scope(Follower.everywhere.all(), scope).values_list("library_key").order_by()
    return dict(rows.annotate(number=Count("clinic", distinct=True)))


def _editions(scope: Scope) -> int:
    return in_scope(Follower.everywhere.all(), scope).count()
