"""What the inbox adds to the admin: menu item, screens, panel, badge in the page editor, words of the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, PageLogEntry

from cms.clinics.models import Clinic
from cms.editions.models import Edition
from cms.editions.updates import urls
from cms.editions.updates.queries import counts, waiting_of
from cms.editions.updates.rights import clinics_to_answer_for, may_answer
from cms.editions.updates.values import Counts, Reason

FEW = 3
SECONDS = 60
LOG_ACTIONS = {
    "editions.update_accept": (_("Accept an update"), _("Took the library's version")),
    "editions.update_keep": (_("Keep our version"), _("Kept the clinic's version after an update")),
    "editions.update_merge": (_("Merge an update"), _("Put the library's and the clinic's changes together")),
    "editions.update_edit": (_("Rewrite after an update"), _("Wrote a new version after an update")),
    "editions.update_undo": (_("Take an answer back"), _("Took back an answer to an update")),
}


class UpdatesMenuItem(MenuItem):
    """“Updates”, with how many wait for the clinic of somebody who works for one."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_answer(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        own = _few_clinics(request)
        total = _total(own[0]) if len(own) == 1 else 0
        if total:
            component.label = f"{component.label} ({total})"
        return component


class UpdatesPanel(Component):
    """What waits for the clinics of somebody who works for a few, on the admin's first screen."""

    name = "updates"
    template_name = "editions/updates/panel.html"
    order = 110

    def __init__(self, clinics: list[Clinic]) -> None:
        self.clinics = clinics

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": [(clinic, _lines(counts(clinic))) for clinic in self.clinics]}


@hooks.register("register_admin_urls")
def register_inbox() -> list[Any]:
    return [path("editions/updates/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return UpdatesMenuItem(
        _("Updates"), reverse("editions_updates:clinics"), name="updates", icon_name="resubmit", order=160
    )


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    clinics = _few_clinics(request)
    if 0 < len(clinics) <= FEW:
        panels.append(UpdatesPanel(clinics))


@hooks.register("before_edit_page")
def say_what_waits(request: HttpRequest, page: Page) -> None:
    """Say at the top of an edition's editor that updates wait, to those who may decide about them."""
    if request.method != "GET" or not isinstance(page, Edition):
        return
    owner = page.clinic_and_language()
    clinic = clinics_to_answer_for(request.user).filter(pk=owner[0].id).first() if owner else None
    stored = Edition.objects.get(pk=page.pk)
    number = len(waiting_of(stored)) if clinic is not None else 0
    if clinic is not None and number:
        said = ngettext("%d update waits for a decision.", "%d updates wait for a decision.", number) % number
        url = reverse("editions_updates:inbox", args=[clinic.slug])
        messages.info(request, said, buttons=[messages.button(url, _("Decide"))])


@hooks.register("register_log_actions")
def name_answers(actions: LogActionRegistry) -> None:
    """Give the answers their words in the log."""
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)


def _few_clinics(request: HttpRequest) -> list[Clinic]:
    return list(clinics_to_answer_for(request.user).order_by("name")[: FEW + 1])


def _total(clinic: Clinic) -> int:
    """Return how much waits: kept until anything is logged, and for a minute at most, as rings go by time."""
    newest = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"meridian:updates:{clinic.pk}:{newest}"
    known: int | None = cache.get(key)
    if known is None:
        known = counts(clinic).total
        cache.set(key, known, SECONDS)
    return known


def _lines(found: Counts) -> dict[str, Any]:
    lines = [(reason, found.by_reason[reason]) for reason in Reason if reason in found.by_reason]
    return {"total": found.total, "lines": lines}
