"""Purge a plugin: what it keeps is deleted for good, its pages included.

It is done while the code is still there, or after it went: then its tables are emptied by name. The tables
themselves stay, and so do blocks in pages, sealed, unless they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet, ReferenceIndex

from cms.plugins.decisions import PURGED, log_decision
from cms.plugins.leaving.known import application_of
from cms.plugins.leaving.places import rows_with_blocks
from cms.plugins.leaving.stripping import strip_blocks
from cms.plugins.leaving.tables import empty, rows_in, tables_left_by
from cms.plugins.leaving.uses import uses_of
from cms.plugins.models import Activation, Allowance
from cms.plugins.rights import check_allow

if TYPE_CHECKING:
    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Purge:
    """What is or would be deleted: pages, rows by table, choices of clinics, and blocks.

    ``pages_with_blocks`` are the pages that lose blocks, ``blocks`` all rows that do, by place: pages, their
    drafts and versions, and what was decided about them.
    """

    pages: int
    rows: dict[str, int] = field(default_factory=dict)
    choices: int = 0
    pages_with_blocks: int = 0
    blocks: dict[str, int] = field(default_factory=dict)


def plan_purge(plugin: str, *, with_blocks: bool) -> Purge:
    """Return what purging a plugin would delete.

    Raises ``ValidationError`` if it is none, if a clinic shows it, or if pages of others lie below its own.
    """
    config = application_of(plugin)
    _refuse_active(plugin)
    pages = _pages(plugin)
    _refuse_pages_below(plugin, pages)
    rows = {model._meta.db_table: model._base_manager.count() for model in _own_models(config)}
    return Purge(
        pages.count(),
        rows | rows_in(tables_left_by(plugin)),
        Activation.everywhere.filter(plugin=plugin).count(),
        len(uses_of(plugin)) if with_blocks else 0,
        rows_with_blocks(plugin) if with_blocks else {},
    )


@transaction.atomic
def purge(plugin: str, *, with_blocks: bool, user: User | None, why: str = "") -> Purge:
    """Delete what a plugin keeps. Raises what ``plan_purge`` raises, and ``PermissionDenied``."""
    check_allow(user)
    plan = plan_purge(plugin, with_blocks=with_blocks)
    config = application_of(plugin)
    log_decision(plugin, PURGED, user=user, why=why, done={"with_blocks": with_blocks, **asdict(plan)})
    # First what refers to pages and is nobody's; nothing else would let them go.
    empty(tables_left_by(plugin))
    _delete_pages(plugin, user)
    for model in _own_models(config):
        model._base_manager.all().delete()
    if with_blocks:
        strip_blocks(plugin)
    for model in apps.get_app_config("plugins").get_models():
        if _has_plugin(model):
            model._base_manager.filter(plugin=plugin).delete()
    if config is None:
        forget_types(ContentType.objects.filter(app_label=plugin))
    return plan


def forget_types(types: models.QuerySet[ContentType]) -> None:
    """Delete types that no model has any more, with their permissions and what is known of references."""
    keys = list(types.values_list("pk", flat=True))
    for column in ("content_type", "base_content_type", "to_content_type"):
        ReferenceIndex.objects.filter(**{f"{column}__in": keys}).delete()
    ContentType.objects.filter(pk__in=keys).delete()
    ContentType.objects.clear_cache()


def _refuse_active(plugin: str) -> None:
    allowed = Allowance.objects.filter(plugin=plugin).exists()
    on = Activation.everywhere.filter(plugin=plugin, is_on=True).order_by("clinic__slug")
    if allowed and on:
        raise ValidationError(
            _("These clinics show it: %(clinics)s. Retire the plugin first.")
            % {"clinics": ", ".join(on.values_list("clinic__slug", flat=True))}
        )


def _refuse_pages_below(plugin: str, pages: PageQuerySet[Any]) -> None:
    others = [
        below.title
        for page in pages.filter(numchild__gt=0)
        for below in page.get_descendants().exclude(content_type__app_label=plugin)
    ]
    if others:
        raise ValidationError(
            _("Pages that are not its own lie below its pages. Move them first: %(pages)s.")
            % {"pages": ", ".join(others)}
        )


def _pages(plugin: str) -> PageQuerySet[Any]:
    return Page.objects.filter(content_type__app_label=plugin).order_by("path")


def _delete_pages(plugin: str, user: User | None) -> None:
    for key in list(_pages(plugin).values_list("pk", flat=True)):
        page = Page.objects.filter(pk=key).first()
        if page is not None:
            page.specific.delete(user=user)


def _own_models(config: AppConfig | None) -> Iterator[type[models.Model]]:
    for model in config.get_models() if config else ():
        if not issubclass(model, Page):
            yield model


def _has_plugin(model: type[models.Model]) -> bool:
    try:
        model._meta.get_field("plugin")
    except FieldDoesNotExist:
        return False
    return True
