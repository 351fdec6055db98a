"""What plugins say of a page, where the admin publishes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, PageLogEntry

from cms.clinics.refusals import pages_to_publish
from cms.locales.pages import ClinicPage
from cms.plugins.publishing.keeping_back import KEPT_BACK, PUBLISHED_ANYWAY, demand_publishable
from cms.plugins.publishing.panels import KeptBackPanel
from cms.plugins.publishing.remarks import PublicationRefusedError, objections_to
from cms.plugins.publishing.telling import tell_advice, tell_of_refusal


@hooks.register("before_publish_page")
def ask_gates(request: HttpRequest, page: Page) -> None:
    """The draft is saved; nothing else has been written yet, such as that an earlier schedule is void.

    What goes live is asked about once more when it is saved. That answer cannot be taken from here: it is
    about another object, which publishing and whoever listens to it have changed since.
    """
    if isinstance(page, ClinicPage):
        demand_publishable(page, page.latest_revision)


@hooks.register("after_publish_page")
def show_advice(request: HttpRequest, page: Page) -> None:
    """Say what plugins advise about the page that was published."""
    if isinstance(page, ClinicPage):
        tell_advice(request, page)


@hooks.register("after_edit_page")
def show_advice_on_approved(request: HttpRequest, page: Page) -> None:
    """A page may also have been published by the approval of its last reviewer."""
    if isinstance(page, ClinicPage) and "action-workflow-action" in request.POST:
        stored = type(page).objects.get(pk=page.pk)
        if stored.live and stored.live_revision_id == stored.latest_revision_id:
            tell_advice(request, stored)


@hooks.register("after_copy_page")
def say_that_copy_is_a_draft(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy of a published page was to be published."""
    if (
        isinstance(new_page, ClinicPage)
        and page.live
        and not new_page.live
        and "publish_copies" in request.POST
    ):
        tell_of_refusal(request, new_page, objections_to(new_page))


@hooks.register("before_bulk_action")
def ask_gates_of_all(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publish all of the chosen pages, or none and say why."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    with_descendants = action.cleaned_form.cleaned_data["include_descendants"]
    refused = False
    for page in pages_to_publish(objects, with_descendants):
        if isinstance(page, ClinicPage):
            try:
                demand_publishable(page, page.latest_revision)
            except PublicationRefusedError as error:
                tell_of_refusal(request, page, error.objections)
                refused = True
    return redirect(action.next_url) if refused else None


@hooks.register("after_bulk_action")
def show_advice_on_all(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Say what plugins advise about the pages that were chosen."""
    if action_type == "publish" and issubclass(action.model, Page):
        for page in Page.objects.filter(pk__in=[page.pk for page in objects]).specific():
            if isinstance(page, ClinicPage):
                tell_advice(request, page)


@hooks.register("construct_homepage_panels")
def add_pages_kept_back(request: HttpRequest, panels: list[Any]) -> None:
    """Show, on the dashboard, what plugins kept back while nobody was there to be told."""
    panels.append(KeptBackPanel())


class WithReasons(LogFormatter):
    """An entry that says what plugins objected to, and why that was overruled."""

    sentence: str | Promise = ""

    def format_message(self, entry: PageLogEntry) -> str:
        said = " ".join(f"{plugin}: {message}" for plugin, message in entry.data["objections"])
        return " ".join(filter(None, [str(self.sentence), said, entry.data.get("reason", "")]))


@hooks.register("register_log_actions")
def name_publishing(actions: LogActionRegistry) -> None:
    """Give the entries of the log their words."""

    @actions.register_action(KEPT_BACK)
    class KeptBack(WithReasons):
        label = _("Keep back from publishing")
        sentence = _("Kept back from publishing.")

    @actions.register_action(PUBLISHED_ANYWAY)
    class PublishedAnyway(WithReasons):
        label = _("Publish against an objection")
        sentence = _("Published although plugins object.")
