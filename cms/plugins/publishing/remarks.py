"""What plugins say of a page that is about to be published: advice, and objections that keep it back.

Only the plugins are asked that its clinic has on. A gate that fails, or that is paused because it keeps
failing, is an objection by itself: what a gate did not look at goes out to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from cms.clinics.records import clinic_for_page_path
from cms.locales.context import RequestContext
from cms.locales.pages import ClinicPage
from cms.plugins.activation import active_settings
from cms.plugins.answers import Issue
from cms.plugins.calling import ask
from cms.plugins.contexts import PageContext
from cms.plugins.declared import PublishCheck
from cms.plugins.registry import registry


@dataclass(frozen=True, slots=True)
class Remark:
    """What a plugin says of a page; ``plugin`` is its title, ``block`` the id of the block it is about."""

    plugin: str
    message: str
    block: str = ""

    def __str__(self) -> str:
        return f"{self.plugin}: {self.message}"


class PublicationRefusedError(Exception):
    """Gates keep a page back; ``objections`` say why. The draft is what it was."""

    def __init__(self, page: ClinicPage, objections: tuple[Remark, ...]) -> None:
        super().__init__(page, objections)
        self.page = page
        self.objections = objections

    def __str__(self) -> str:
        return _("“%(page)s” is not published. %(why)s") % {
            "page": self.page.get_admin_display_title(),
            "why": " ".join(map(str, self.objections)),
        }


def advice_on(page: ClinicPage) -> tuple[Remark, ...]:
    """Return what the checks of plugins say of a page; it can be published all the same."""
    return tuple(remark for check in _checks(page) if not check.is_gate for remark in _asked(check, page))


def objections_to(page: ClinicPage) -> tuple[Remark, ...]:
    """Return why a page cannot be published."""
    return tuple(remark for check in _checks(page) if check.is_gate for remark in _asked(check, page))


def has_gates(page: ClinicPage) -> bool:
    """Whether any plugin may keep pages of this clinic back; asks the database for nothing."""
    return any(check.is_gate for check in _checks(page))


def point_of(check: PublishCheck) -> str:
    """Return what a check is called in the log and by its breaker."""
    return f"publish:{check.name}"


def _checks(page: ClinicPage) -> Iterator[PublishCheck]:
    if not any(entry.plugin and entry.plugin.checks for entry in registry.loaded.values()):
        return
    owner = clinic_for_page_path(page.path)
    for name in active_settings(owner[0].id) if owner else ():
        plugin = registry.loaded[name].plugin
        yield from plugin.checks if plugin else ()


def _asked(check: PublishCheck, page: ClinicPage) -> Iterator[Remark]:
    owner = clinic_for_page_path(page.path)
    if owner is None:
        return
    title = registry.loaded[check.plugin].title
    told = partial(PageContext, page=page)
    found = ask(check.plugin, point_of(check), RequestContext(*owner), told, partial(_issues, check))
    if found is not None:
        yield from (Remark(title, str(one.message), one.block) for one in found)
    elif check.is_gate:
        yield Remark(title, _("It could not look at the page, because something in it fails."))


def _issues(check: PublishCheck, context: PageContext) -> tuple[Issue, ...]:
    issues = tuple(check.function(context))
    if not all(isinstance(one, Issue) for one in issues):
        raise TypeError(f"{check.function.__qualname__} must give Issue values.")
    return issues
