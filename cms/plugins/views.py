"""The admin's screens about plugins: what there is for a clinic, what each does, its settings, its switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.clinics.models import Clinic
from cms.clinics.queries import clinics_of
from cms.plugins import actions
from cms.plugins.activation import is_active
from cms.plugins.background import being_set_up
from cms.plugins.cards import cards_of, gone_plugins
from cms.plugins.containment import contain
from cms.plugins.dashboard import FEW
from cms.plugins.forms import SettingsForm, WhyForm
from cms.plugins.leaving.impact import impact_at
from cms.plugins.models import Activation
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import (
    ALLOW,
    check_allow,
    check_set_up,
    clinics_to_switch_for,
    may_switch,
    may_switch_at,
)
from cms.plugins.screen_links import links_at
from cms.plugins.settings import settings_block

if TYPE_CHECKING:
    from cms.accounts.models import User

SHOWN = 50
"""How many pages are named one by one."""


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the clinic's plugins, or let staff of several clinics choose one.

    Who works for a few finds the screens of their plugins here at once.
    """
    clinics = list(clinics_of(request.user).order_by("name"))
    if len(clinics) == 1:
        return redirect("plugins:clinic", clinics[0].slug)
    choices = [(one, links_at(one, request.user) if len(clinics) <= FEW else []) for one in clinics]
    context = {"choices": choices, "breadcrumbs_items": [{"url": "", "label": _("Plugins")}]}
    return render(request, "plugins/index.html", context)


def clinic(request: HttpRequest, slug: str) -> HttpResponse:
    """The plugins of a clinic, each with what it does; a switch for who may switch them."""
    found = get_object_or_404(clinics_of(request.user), slug=slug)
    sees_all = request.user.has_perm(ALLOW)
    switches = may_switch_at(request.user, found.pk)
    context = {
        "clinic": found,
        "cards": cards_of(found, request.user, sees_all=sees_all, may_switch=switches),
        "gone": gone_plugins(found) if switches else [],
        "sees_all": sees_all,
        "may_switch": switches,
        "breadcrumbs_items": _trail(found),
    }
    return render(request, "plugins/clinic.html", context)


def switch_off(request: HttpRequest, slug: str, plugin: str) -> HttpResponse:
    """Say what visitors will not see any more, before the plugin is switched off."""
    found, entry = _clinic(request, slug), _entry(plugin)
    impact = impact_at(found, plugin)
    context = {
        "clinic": found,
        "entry": entry,
        "impact": impact,
        "uses": impact.uses[:SHOWN],
        "more": len(impact.uses[SHOWN:]),
        "breadcrumbs_items": _trail_to(found, entry.title),
    }
    return render(request, "plugins/switch_off.html", context)


def forbid(request: HttpRequest, slug: str, plugin: str) -> HttpResponse:
    """Say how many clinics will not show a plugin any more, before it is taken from all of them."""
    found, entry = _clinic(request, slug), _entry(plugin)
    check_allow(_user(request))
    clinics = Activation.everywhere.filter(plugin=plugin, is_on=True).count()
    trail = _trail_to(found, entry.title)
    context = {"clinic": found, "entry": entry, "clinics": clinics, "form": WhyForm()}
    return render(request, "plugins/forbid.html", {**context, "breadcrumbs_items": trail})


@require_POST
def switch(request: HttpRequest, slug: str, plugin: str) -> HttpResponse:
    """Switch a plugin on or off for a clinic, or allow it to all or to none."""
    found = _clinic(request, slug)
    user = _user(request)
    title = registry.loaded[plugin].title if plugin in registry.loaded else plugin
    try:
        match request.POST.get("to"):
            case "on":
                actions.switch_on(found, plugin, user=user)
                messages.success(request, _("“%(title)s” is on.") % {"title": title})
            case "off":
                actions.switch_off(found, plugin, user=user)
                messages.success(request, _("“%(title)s” is off. What it holds is kept.") % {"title": title})
            case "allowed":
                actions.allow(plugin, user=user)
                messages.success(request, _("Clinics can use “%(title)s”.") % {"title": title})
            case "forbidden":
                actions.forbid(plugin, user=user, why=request.POST.get("why", ""))
                messages.success(
                    request,
                    _("No clinic shows “%(title)s” any more. What clinics set is kept.") % {"title": title},
                )
            case _unknown:
                raise Http404
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        if plugin in registry.loaded and settings_block(registry.loaded[plugin]) is not None:
            return redirect("plugins:settings", found.slug, plugin)
    return redirect("plugins:clinic", found.slug)


@sensitive_post_parameters()
def settings(request: HttpRequest, slug: str, plugin: str) -> HttpResponse:
    """A clinic's settings of one plugin."""
    found: Clinic = get_object_or_404(clinics_of(request.user), slug=slug)
    entry = _entry(plugin)
    if settings_block(entry) is None:
        raise Http404
    check_set_up(_user(request), found.pk, is_on=is_active(plugin, found.pk))
    row = Activation.objects.for_clinic(found).filter(plugin=plugin).first()
    with (
        contain(plugin, "settings", found.pk),
        being_set_up(entry, found.pk, row.settings if row else None),
    ):
        return _settings(request, found, entry, row)
    sentence = _(
        "The settings of “%(title)s” cannot be shown, because the plugin failed. What was set is kept. "
        "What went wrong is in the log of the server, for whoever looks after the plugin."
    )
    messages.error(request, sentence % {"title": entry.title})
    return redirect("plugins:clinic", found.slug)


def _settings(request: HttpRequest, found: Clinic, entry: Entry, row: Activation | None) -> HttpResponse:
    plugin = entry.name
    form = SettingsForm(request.POST or None, entry=entry, stored=row.settings if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.configure(found, plugin, form.stored, user=_user(request))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The settings of “%(title)s” are saved.") % {"title": entry.title})
            return redirect("plugins:clinic", found.slug)
    context = {
        "clinic": found,
        "entry": entry,
        "form": form,
        "media": form.media,
        "breadcrumbs_items": _trail_to(found, entry.title),
    }
    return render(request, "plugins/settings.html", context)


def _trail(found: Clinic, url: str = "") -> list[dict[str, str]]:
    label = _("Plugins of %(clinic)s") % {"clinic": found.name}
    return [{"url": reverse("plugins:index"), "label": _("Plugins")}, {"url": url, "label": label}]


def _trail_to(found: Clinic, label: str) -> list[dict[str, str]]:
    return [*_trail(found, reverse("plugins:clinic", args=[found.slug])), {"url": "", "label": label}]


def _entry(plugin: str) -> Entry:
    entry = registry.loaded.get(plugin)
    if entry is None:
        raise Http404
    return entry


def _clinic(request: HttpRequest, slug: str) -> Clinic:
    if not may_switch(request.user):
        raise PermissionDenied
    found: Clinic = get_object_or_404(clinics_to_switch_for(request.user), slug=slug)
    return found


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
