"""Retire a plugin: what it keeps is exported, its pages are drafts again, and no clinic shows it any more.

Nothing is deleted, so it can be undone: allow the plugin again, and publish its pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page, PageQuerySet

from cms.plugins.actions import forbid
from cms.plugins.data.exporting import export_clinic
from cms.plugins.decisions import RETIRED, log_decision
from cms.plugins.leaving.known import application_of
from cms.plugins.models import Activation
from cms.plugins.rights import check_allow

if TYPE_CHECKING:
    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Retirement:
    """What is or would be done: clinics that lose the plugin, pages that become drafts, files written."""

    clinics: tuple[str, ...]
    pages: int
    files: tuple[str, ...] = ()


def plan_retirement(plugin: str) -> Retirement:
    """Return what retiring a plugin would do; raises ``ValidationError`` if it is none."""
    application_of(plugin)
    on = Activation.everywhere.filter(plugin=plugin, is_on=True).order_by("clinic__slug")
    return Retirement(tuple(on.values_list("clinic__slug", flat=True)), _published(plugin).count())


def retire(plugin: str, *, folder: Path | None, user: User | None, why: str = "") -> Retirement:
    """Retire a plugin; an export for each clinic that ever had it on is written into ``folder``, if given.

    ``plugins restore`` reads such a file back.

    Raises ``ValidationError`` if the plugin fails at an export, ``OSError`` if one cannot be written; nothing
    else has been done then.
    """
    check_allow(user)
    plan = plan_retirement(plugin)
    files = () if folder is None else _export(plugin, folder)
    done = {"clinics": len(plan.clinics), "pages": plan.pages, "files": len(files)}
    with transaction.atomic():
        log_decision(plugin, RETIRED, user=user, why=why, done=done)
        for key in list(_published(plugin).values_list("pk", flat=True)):
            Page.objects.get(pk=key).specific.unpublish(user=user)
        forbid(plugin, user=user, why=why)
    return Retirement(plan.clinics, plan.pages, files)


def _published(plugin: str) -> PageQuerySet[Page]:
    return Page.objects.live().filter(content_type__app_label=plugin).order_by("path")


def _export(plugin: str, folder: Path) -> tuple[str, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    rows = Activation.everywhere.filter(plugin=plugin).select_related("clinic").order_by("clinic__slug")
    for row in rows.iterator():
        exported = export_clinic(row.clinic, only=plugin)
        file = folder / f"{plugin}-{row.clinic.slug}.json"
        file.write_text(json.dumps(exported, indent=2, ensure_ascii=False) + "\n", "utf-8")
        files.append(str(file))
    return tuple(files)
