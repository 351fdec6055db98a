"""The admin's screen on which somebody overrules what plugins object to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from cms.locales.pages import ClinicPage
from cms.plugins.publishing import keeping_back
from cms.plugins.publishing.remarks import objections_to
from cms.plugins.publishing.telling import listed, tell_advice
from cms.plugins.rights import may_switch_at

if TYPE_CHECKING:
    from cms.accounts.models import User


class ReasonForm(forms.Form):
    """Why a page is published against an objection."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is to be published all the same"),
        max_length=500,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy("It is kept in the history of the page, with your name."),
    )


def publish_anyway(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what plugins object to, and publish the draft for a reason."""
    page = _page(request, page_id)
    draft = cast(ClinicPage, page.get_latest_revision_as_object())
    objections = objections_to(draft)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping_back.publish_anyway(page, form.cleaned_data["reason"], user=cast("User", request.user))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _published(request, page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        "page": draft,
        "objections": listed(draft, objections) if objections else "",
        "form": form,
        "edit_url": edit,
        "breadcrumbs_items": [
            {"url": edit, "label": draft.get_admin_display_title()},
            {"url": "", "label": _("Publish all the same")},
        ],
    }
    return render(request, "plugins/publish_anyway.html", context)


def _page(request: HttpRequest, page_id: int) -> ClinicPage:
    page = get_object_or_404(Page, pk=page_id).specific
    owner = page.clinic_and_language() if isinstance(page, ClinicPage) else None
    if owner is None:
        raise Http404
    is_allowed = page.permissions_for_user(request.user).can_publish()
    if not (is_allowed and may_switch_at(request.user, owner[0].id)):
        raise PermissionDenied
    return cast(ClinicPage, page)


def _published(request: HttpRequest, page: ClinicPage) -> HttpResponse:
    page.refresh_from_db()
    is_live = page.live and not page.has_unpublished_changes
    text = _("“%(page)s” is published.") if is_live else _("“%(page)s” is scheduled for publishing.")
    messages.success(request, text % {"page": page.get_admin_display_title()})
    if is_live:
        tell_advice(request, page)
    return redirect("wagtailadmin_pages:edit", page.pk)
