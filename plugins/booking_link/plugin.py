"""What the plugin contributes: each thing is described where it is defined."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.plugins.api import Permission, Plugin
from plugins.booking_link import slots, structured, views
from plugins.booking_link.blocks import BookingBlock
from plugins.booking_link.clicks import archive
from plugins.booking_link.health import accounts, checks
from plugins.booking_link.report import screen
from plugins.booking_link.screens import advice, overview
from plugins.booking_link.settings import BookingSettings

plugin = Plugin("booking_link")
plugin.settings(BookingSettings)
plugin.block("button")(BookingBlock)

plugin.slot("page.head.v1")(slots.style_and_script)
plugin.slot("page.header.action.v1")(slots.button_in_header)
plugin.slot("page.body.end.v1")(slots.invitation_at_the_end)
plugin.slot("page.footer.v1")(slots.bar_on_phones)
plugin.slot("practitioner.card.v1")(slots.button_of_practitioner)
plugin.slot("location.card.v1")(slots.button_of_location)

plugin.intent(slots.link_for_intent)
plugin.structured_data(structured.reserve_actions)

plugin.site_urls(views.site_urls)
plugin.admin_urls(screen.report_urls, permission=Permission.MARKETER, label=_("Booking clicks"))
plugin.admin_urls(overview.overview_urls, permission=Permission.MARKETER, label=_("Booking links"))
plugin.slot("dashboard.panel.v1")(overview.panel)
plugin.health("settings", advice.settings_health, label=_("Settings"))
plugin.health("links", checks.links_health, every=checks.EVERY, label=_("Booking pages"))
plugin.periodic(accounts.keep_accounts, every=timedelta(hours=1))
plugin.periodic(archive.keep_months, every=timedelta(days=1))
plugin.export(archive.export_clicks, restore=archive.restore_clicks)
