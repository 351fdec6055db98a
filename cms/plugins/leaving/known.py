"""Which names are those of plugins, there or gone: what is done to them must hit nothing else."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cms.clinics.models import ClinicLogEntry
from cms.plugins.leaving.places import rows_with_blocks
from cms.plugins.models import Activation, Allowance, ProbeResult, Run
from cms.plugins.registry import registry

CHOSEN = (Activation.everywhere, Allowance.objects, Run.everywhere, ProbeResult.everywhere)
LOGS = (ClinicLogEntry, ModelLogEntry)
BY_THE_HOST = "plugins."


def application_of(plugin: str) -> AppConfig | None:
    """Return the application of a plugin, ``None`` if it is gone; ``ValidationError`` if it is no plugin."""
    config = apps.app_configs.get(plugin)
    modules = {entry.installed.module for entry in registry.entries if entry.name == plugin}
    if config is not None and config.name not in modules:
        raise ValidationError(_("“%(name)s” is no plugin, but a part of the system.") % {"name": plugin})
    if config is None and not modules and not _was_a_plugin(plugin):
        raise ValidationError(_refusal(plugin) % {"name": plugin})
    return config


def _was_a_plugin(name: str) -> bool:
    """Whether the host ever had to do with a plugin of this name.

    Types and tables prove nothing: an application of the system that went long ago leaves these as well.
    """
    return (
        any(rows.filter(plugin=name).exists() for rows in CHOSEN)
        or any(log.objects.filter(action__startswith=BY_THE_HOST, data__plugin=name).exists() for log in LOGS)
        or bool(rows_with_blocks(name))
    )


def _refusal(name: str) -> str:
    if ContentType.objects.filter(app_label=name).exists():
        return _(
            "“%(name)s” left something behind, but nothing shows that it was a plugin: no clinic ever chose "
            "it, and no block of it is stored. It may have been a part of the system, so nothing is touched."
        )
    return _("Nothing is known of a plugin “%(name)s”.")
