"""What the case book contributes."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.plugins.api import DurableStructBlock, Permission, Plugin, SecretBlock, here
from tests.plugins_for_tests.case_book import archive, ending, keeping, publishing

plugin = Plugin("case_book")


class CaseBookSettings(DurableStructBlock):
    archive = blocks.URLBlock(
        required=False, label=_("Archive"), help_text=_("Where pictures of cases are kept.")
    )
    archive_key = SecretBlock(
        required=False,
        max_length=100,
        label=_("Key of the archive"),
        help_text=_("The archive shows pictures to whoever comes with its signature."),
    )


@plugin.block("quote")
class Quote(DurableStructBlock):
    words = blocks.CharBlock(label=_("Words"))

    class Meta:
        label = _("Quotation")
        template = "case_book/quote.html"
        preview_value = {"words": "I slept through the night again."}


def consents(request: HttpRequest) -> HttpResponse:
    """Say for which clinic this is, and whose consent it has."""
    context = here("case_book")
    people = [] if context is None else keeping.people_of(context)
    name = "nobody" if context is None else context.clinic.name
    return HttpResponse(f"{name}: {', '.join(people)}")


plugin.settings(CaseBookSettings)
plugin.admin_urls([path("", consents, name="consents")], permission=Permission.MARKETER, label=_("Consents"))
plugin.admin_urls([path("archive/", archive.enter, name="archive")], permission=Permission.MARKETER)
plugin.publish_check(publishing.demand_consent, gate=True)
plugin.publish_check(publishing.advise_on_length)
plugin.export(keeping.export, restore=keeping.restore)
plugin.erase(keeping.erase)
plugin.on_activated(keeping.open_book)
plugin.on_deactivated(keeping.close_book)
plugin.on_copied(keeping.open_second_book)
plugin.periodic(ending.take_down, every=timedelta(days=1))
plugin.health("consents", ending.consents_health)
