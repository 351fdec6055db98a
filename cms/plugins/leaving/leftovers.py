"""What plugins left behind that are no longer installed, and what of it can be cleared away without a loss.

Nothing here is an error: choices, blocks, pages and tables wait for the day the plugin comes back, or for
``plugins purge``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from wagtail.models import Page, ReferenceIndex, Revision

from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.places import held
from cms.plugins.leaving.purging import forget_types
from cms.plugins.leaving.tables import rows_in, tables_left_by, tables_of_nobody
from cms.plugins.leaving.uses import uses
from cms.plugins.models import Activation, Allowance, ProbeResult, Run
from cms.plugins.pages import gone
from cms.plugins.registry import registry


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What is left, by plugin or by type.

    ``sealed`` counts pages with blocks that nobody can read, ``stored`` all rows with such, by place.
    ``references`` are rows of Wagtail's index that name no model, ``background`` what was noted of jobs and
    health.
    """

    activations: dict[str, int]
    allowances: list[str]
    sealed: dict[str, dict[str, int]]
    stored: dict[str, dict[str, int]]
    pages: dict[str, int]
    tables: dict[str, dict[str, int]]
    content_types: list[str]
    permissions: int
    references: int
    background: dict[str, int]


def find_leftovers() -> Leftovers:
    """Return what is left; the number of queries does not grow with clinics or pages."""
    stale = _stale_types()
    return Leftovers(
        activations=_counted(Activation.everywhere.all()),
        allowances=sorted(_counted(Allowance.objects.all())),
        sealed=_sealed(),
        stored=_stored(),
        pages=_pages(),
        tables=_tables(stale),
        content_types=[f"{one.app_label}.{one.model}" for one in stale],
        permissions=Permission.objects.filter(content_type__in=stale).count(),
        references=_references(stale).count(),
        background=dict(_background()),
    )


@transaction.atomic
def clear_what_is_safe() -> dict[str, Any]:
    """Clear away what nobody can miss, and say what that was.

    References whose page or object has no type any more, types and their permissions that nothing is left
    of, and what was noted in the background for plugins that are gone. Wagtail notes references anew when a
    plugin comes back and ``rebuild_references_index`` is run.
    """
    stale = _stale_types()
    references = _references(stale).delete()[0]
    empty = _empty_types(stale)
    permissions = Permission.objects.filter(content_type__in=empty).count()
    forget_types(ContentType.objects.filter(pk__in=[one.pk for one in empty]))
    noted = dict(_background())
    for model in (Run, ProbeResult):
        model.everywhere.filter(plugin__in=noted).delete()
    return {
        "references": references,
        "content_types": [f"{one.app_label}.{one.model}" for one in empty],
        "permissions": permissions,
        "background": noted,
    }


def _installed() -> list[str]:
    return [entry.name for entry in registry.entries]


def _counted(rows: QuerySet[Any]) -> dict[str, int]:
    gone_ones = rows.exclude(plugin__in=_installed()).order_by("plugin").values("plugin")
    return {row["plugin"]: row["count"] for row in gone_ones.annotate(count=Count("pk"))}


def _background() -> Counter[str]:
    return Counter(_counted(Run.everywhere.all())) + Counter(_counted(ProbeResult.everywhere.all()))


def _sealed() -> dict[str, dict[str, int]]:
    """Return by plugin how many pages hold each type of block that is not loaded."""
    return _by_plugin((name, name) for use in uses("") for name in use.types - registry.blocks.keys())


def _stored() -> dict[str, dict[str, int]]:
    """Return by plugin how many rows of each place hold blocks that are not loaded."""
    plugins = (
        (place, {name.partition(BETWEEN)[0] for name in types - registry.blocks.keys()})
        for place, _key, types in held("")
    )
    return _by_plugin((plugin, str(place)) for place, names in plugins for plugin in names)


def _by_plugin(found: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Count things by plugin; each comes with the name of the plugin, or of one of its blocks."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for name, thing in found:
        counted[name.partition(BETWEEN)[0]][thing] += 1
    return {plugin: dict(sorted(counted[plugin].items())) for plugin in sorted(counted)}


def _pages() -> dict[str, int]:
    columns = ("content_type__app_label", "content_type__model")
    counted = gone(Page.objects.all()).order_by(*columns).values(*columns).annotate(count=Count("pk"))
    return {".".join(row[name] for name in columns): row["count"] for row in counted}


def _tables(stale: list[ContentType]) -> dict[str, dict[str, int]]:
    tables = tables_of_nobody()
    names = {one.app_label for one in stale} | _counted(Activation.everywhere.all()).keys()
    found = {name: tables_left_by(name, tables) for name in sorted(names)}
    return {name: rows_in(left) for name, left in found.items() if left}


def _stale_types() -> list[ContentType]:
    every = ContentType.objects.order_by("app_label", "model")
    return [one for one in every if one.model_class() is None]


def _references(stale: list[ContentType]) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(Q(content_type__in=stale) | Q(base_content_type__in=stale))


def _empty_types(stale: list[ContentType]) -> list[ContentType]:
    """Return those of the types of which neither a page nor a version nor a row in a table is left."""
    kept = set(Page.objects.filter(content_type__in=stale).values_list("content_type", flat=True))
    kept |= set(Revision.objects.filter(content_type__in=stale).values_list("content_type", flat=True))
    tables = _tables(stale)
    return [one for one in stale if one.pk not in kept and not any(tables.get(one.app_label, {}).values())]
