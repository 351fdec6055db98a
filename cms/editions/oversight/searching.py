"""The question the other way round: who decided about the contraindications, wherever they stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cms.editions.oversight.labels import FIELD_LABELS, label, type_label, type_labels
from cms.editions.oversight.matrix import in_scope, rows_of
from cms.editions.oversight.models import Decision
from cms.editions.oversight.values import Concern, DecisionRow, Scope
from cms.library.models import LibraryPart

MOST_PARTS = 500


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A part of a library page that was looked for, and every decision about it."""

    key: UUID
    title: str
    target: str
    name: str
    type: str
    decisions: tuple[DecisionRow, ...]


def who_replaces(
    words: str, scope: Scope | None = None, concern: Concern | None = None
) -> tuple[FoundPart, ...]:
    """Return the parts that ``words`` name, those with most decisions first, in a constant number of queries.

    ``words`` is a block's id, a piece of its heading, the name of its type, or the name of a field.
    """
    scope = scope or Scope()
    parts = _parts(words.strip(), scope)
    about = Q(library_key__in={key for key, _ in parts}, target__in={target for _, target in parts})
    rows = rows_of(in_scope(Decision.everywhere.filter(about), scope), concern) if parts else ()
    found: dict[tuple[UUID, str], list[DecisionRow]] = defaultdict(list)
    for row in rows:
        found[row.decision.library_key, row.decision.target].append(row)
    result = [
        FoundPart(key, part.page.title, target, _name(part), type_label(part.type), tuple(found[key, target]))
        for (key, target), part in parts.items()
    ]
    return tuple(sorted(result, key=lambda one: (-len(one.decisions), one.title.casefold(), one.name)))


def _parts(words: str, scope: Scope) -> dict[tuple[UUID, str], LibraryPart]:
    if not words:
        return {}
    about = Q(heading__icontains=words) | Q(target=words) | Q(type=words)
    about |= Q(type__in=_named_so(words, type_labels()))
    about |= Q(target__in=_named_so(words, {name: str(said) for name, said in FIELD_LABELS.items()}))
    rows = LibraryPart.objects.filter(about).select_related("page").order_by("page", "position")
    if scope.key:
        rows = rows.filter(page__translation_key=scope.key)
    found: dict[tuple[UUID, str], LibraryPart] = {}
    for part in rows[:MOST_PARTS]:
        found.setdefault((part.page.translation_key, part.target), part)
    return found


def _named_so(words: str, names: dict[str, str]) -> list[str]:
    wanted = words.casefold()
    return [name for name, said in names.items() if wanted in said.casefold()]


def _name(part: LibraryPart) -> str:
    return label(part.target, part.heading, part.type)
