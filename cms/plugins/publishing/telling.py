"""Messages about what plugins say of a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.locales.pages import ClinicPage
from cms.plugins.publishing.remarks import Remark, advice_on
from cms.plugins.rights import may_switch_at


def tell_of_refusal(request: HttpRequest, page: ClinicPage, objections: Iterable[Remark]) -> None:
    """Say that a page is not published and why, with a way on for who may overrule that."""
    text = _("“%(page)s” is not published. What you wrote is kept as a draft.")
    told = text % {"page": page.get_admin_display_title()}
    buttons = []
    owner = page.clinic_and_language()
    if owner is not None and may_switch_at(request.user, owner[0].id):
        url = reverse("plugins:publish_anyway", args=[page.pk])
        buttons.append(messages.button(url, _("Publish it all the same…")))
    messages.error(request, format_html("{} {}", told, listed(page, objections)), buttons=buttons)


def tell_advice(request: HttpRequest, page: ClinicPage) -> None:
    """Say what plugins advise about a page that was published or scheduled."""
    remarks = advice_on(page.get_latest_revision_as_object())
    if remarks:
        told = _("Plugins have this to say about “%(page)s”:") % {"page": page.get_admin_display_title()}
        messages.warning(request, format_html("{} {}", told, listed(page, remarks)))


def listed(page: ClinicPage, remarks: Iterable[Remark]) -> SafeString:
    """Return remarks as a list; one about a block leads there."""
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(page, one),) for one in remarks))
    )


def _linked(page: ClinicPage, remark: Remark) -> SafeString | str:
    if not remark.block:
        return str(remark)
    place = reverse("wagtailadmin_pages:edit", args=[page.pk]) + f"#block-{remark.block}-section"
    return format_html('<a href="{}">{}</a>', place, remark)
