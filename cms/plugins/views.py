"""The admin's screens about plugins: what there is for a clinic, what each does, its settings, its switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.clinics.models import Clinic
from cms.plugins import actions
from cms.plugins.background import being_set_up
from cms.plugins.block_types import point_of
from cms.plugins.breaker import Pause, pauses_of
from cms.plugins.forms import SettingsForm
from cms.plugins.manifest import Manifest
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import ALLOW, clinics_to_switch_for, may_switch
from cms.plugins.settings import settings_block

if TYPE_CHECKING:
    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Card:
    """One plugin on a clinic's screen."""

    entry: Entry
    is_allowed: bool
    is_on: bool
    pauses: tuple[Pause, ...]

    @property
    def manifest(self) -> Manifest | None:
        return self.entry.installed.manifest

    @property
    def has_settings(self) -> bool:
        return settings_block(self.entry) is not None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that a page with this plugin may contact; one that the clinic sets has no name yet."""
        sources = [one for every in (self.manifest.csp.values() if self.manifest else ()) for one in every]
        return tuple(sorted({one for one in sources if not one.startswith("setting:")}))


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the clinic's plugins, or let staff of several clinics choose one."""
    _demand_right(request)
    clinics = list(clinics_to_switch_for(request.user).order_by("name"))
    if len(clinics) == 1:
        return redirect("plugins:clinic", clinics[0].slug)
    context = {"clinics": clinics, "breadcrumbs_items": [{"url": "", "label": _("Plugins")}]}
    return render(request, "plugins/index.html", context)


def clinic(request: HttpRequest, slug: str) -> HttpResponse:
    """The plugins that the network allows, with what each does and a switch; the network sees all."""
    found = _clinic(request, slug)
    sees_all = request.user.has_perm(ALLOW)
    rows = {row.plugin: row for row in Activation.objects.for_clinic(found)}
    allowed = set(Allowance.objects.values_list("plugin", flat=True))
    cards = [
        _card(entry, allowed, rows, found) for entry in registry.entries if sees_all or entry.name in allowed
    ]
    gone = sorted(
        row.plugin for row in rows.values() if row.plugin not in {one.name for one in registry.entries}
    )
    context = {
        "clinic": found,
        "cards": cards,
        "gone": gone,
        "sees_all": sees_all,
        "breadcrumbs_items": _trail(found),
    }
    return render(request, "plugins/clinic.html", context)


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
                actions.forbid(plugin, user=user)
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


def settings(request: HttpRequest, slug: str, plugin: str) -> HttpResponse:
    """A clinic's settings of one plugin."""
    found = _clinic(request, slug)
    entry = registry.loaded.get(plugin)
    if entry is None or settings_block(entry) is None:
        raise Http404
    row = Activation.objects.for_clinic(found).filter(plugin=plugin).first()
    with being_set_up(entry, found.pk, row.settings if row else None):
        return _settings(request, found, entry, row)


def _settings(request: HttpRequest, found: Clinic, entry: Entry, row: Activation | None) -> HttpResponse:
    plugin = entry.name
    form = SettingsForm(request.POST or None, entry=entry, stored=row.settings if row else None)
    if request.method == "POST" and form.is_valid():
        actions.configure(found, plugin, form.stored, user=_user(request))
        messages.success(request, _("The settings of “%(title)s” are saved.") % {"title": entry.title})
        return redirect("plugins:clinic", found.slug)
    context = {
        "clinic": found,
        "entry": entry,
        "form": form,
        "media": form.media,
        "breadcrumbs_items": [
            *_trail(found, reverse("plugins:clinic", args=[found.slug])),
            {"url": "", "label": entry.title},
        ],
    }
    return render(request, "plugins/settings.html", context)


def _card(entry: Entry, allowed: set[str], rows: dict[str, Activation], found: Clinic) -> Card:
    row = rows.get(entry.name)
    points: list[str] = []
    if entry.plugin:
        points += [one.slot for one in entry.plugin.in_slots]
        points += [point_of(one.name) for one in entry.plugin.blocks]
    return Card(
        entry, entry.name in allowed, bool(row and row.is_on), pauses_of(entry.name, points, found.pk)
    )


def _trail(found: Clinic, url: str = "") -> list[dict[str, str]]:
    label = _("Plugins of %(clinic)s") % {"clinic": found.name}
    return [{"url": reverse("plugins:index"), "label": _("Plugins")}, {"url": url, "label": label}]


def _clinic(request: HttpRequest, slug: str) -> Clinic:
    _demand_right(request)
    found: Clinic = get_object_or_404(clinics_to_switch_for(request.user), slug=slug)
    return found


def _demand_right(request: HttpRequest) -> None:
    if not may_switch(request.user):
        raise PermissionDenied


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
