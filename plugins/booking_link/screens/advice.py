"""What a clinic should look at in its settings, as sentences. None of it keeps a button from working."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.plugins.api import Health, HealthState, PluginContext
from plugins.booking_link.buttons.frames import frame_address
from plugins.booking_link.health.accounts import used_elsewhere
from plugins.booking_link.intents import Intent
from plugins.booking_link.links.link import BookingLink, account, warnings
from plugins.booking_link.screens.clinic_pages import used_intents
from plugins.booking_link.screens.naming import NamedLink, named_links
from plugins.booking_link.targets.campaigns import is_over
from plugins.booking_link.targets.resolution import built


def advice_for(context: PluginContext) -> list[str]:
    """Return all there is to say about the settings of a clinic."""
    named = named_links(context)
    return [
        *_about_links(named),
        *_about_accounts(named, context.clinic.id),
        *_about_intents(context),
        *_about_campaign(context),
        *_about_frames(context, named),
    ]


def settings_health(context: PluginContext) -> Health:
    """The same for the screen of plugins."""
    advice = advice_for(context)
    if advice:
        return Health(HealthState.WARNING, " ".join(advice))
    return Health(HealthState.OK, _("There is nothing to look at in the settings."))


def _about_links(named: Sequence[NamedLink]) -> Iterator[str]:
    if not named:
        yield _("There is no booking page yet. The buttons offer your telephone number or your mail address.")
    for one in named:
        if not isinstance(one.link, BookingLink) or not built(one.link):
            yield _("%(name)s: the booking service has no such page any more. Paste its address anew.") % {
                "name": one.name
            }
            continue
        for warning in () if one.intents == (Intent.FOLLOW_UP,) else warnings(one.link):
            yield f"{one.name}: {warning}"


def _about_accounts(named: Sequence[NamedLink], clinic_id: int) -> Iterator[str]:
    accounts = {account(one.link): one for one in named if isinstance(one.link, BookingLink)}
    shared = used_elsewhere([one.link for one in accounts.values()], clinic_id)
    for one in accounts.values():
        if one.link in shared:
            yield _(
                "%(name)s: this leads to an account that another clinic of the network uses too. "
                "Make sure that patients do not book at the wrong clinic."
            ) % {"name": one.name}


def _about_intents(context: PluginContext) -> Iterator[str]:
    answered = {intent for service in context.settings["services"] for intent in service["intents"]}
    used = used_intents(context.clinic)
    for intent in Intent:
        pages = used.get(intent.value, 0)
        if pages and intent.value not in answered and intent is not Intent.QUESTION:
            yield ngettext(
                "%(pages)d page asks for “%(intent)s”, and no service answers it. "
                "The button there leads to your general booking page.",
                "%(pages)d pages ask for “%(intent)s”, and no service answers it. "
                "The buttons there lead to your general booking page.",
                pages,
            ) % {"pages": pages, "intent": intent.label}


def _about_campaign(context: PluginContext) -> Iterator[str]:
    settings = context.settings
    if settings["campaign"] and is_over(settings, context.clinic, timezone.now()):
        yield _("The campaign “%(name)s” ended on %(day)s. Its name is no longer added to your links.") % {
            "name": settings["campaign"],
            "day": date_format(settings["campaign_until"]),
        }
    if settings["pass_condition"] and not settings["campaign"]:
        yield _("The page that a visitor was reading is not passed on, because there is no campaign.")


def _about_frames(context: PluginContext, named: Sequence[NamedLink]) -> Iterator[str]:
    links = [one.link for one in named if isinstance(one.link, BookingLink)]
    if context.settings["embedded"] and links and not any(frame_address(link) for link in links):
        yield _("Your booking service does not let its pages open inside yours, so they open by themselves.")
