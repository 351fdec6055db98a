"""Which names are those of plugins, there or gone: what is done to them must hit nothing else."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.plugins.leaving.places import rows_with_blocks
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import registry


def application_of(plugin: str) -> AppConfig | None:
    """Return the application of a plugin, ``None`` if it is gone; ``ValidationError`` if it is no plugin."""
    config = apps.app_configs.get(plugin)
    modules = {entry.installed.module for entry in registry.entries if entry.name == plugin}
    if config is not None and config.name not in modules:
        raise ValidationError(_("“%(name)s” is no plugin, but a part of the system.") % {"name": plugin})
    if config is None and not modules and not _has_left_something(plugin):
        raise ValidationError(_("Nothing is known of a plugin “%(name)s”.") % {"name": plugin})
    return config


def _has_left_something(plugin: str) -> bool:
    return (
        Activation.everywhere.filter(plugin=plugin).exists()
        or Allowance.objects.filter(plugin=plugin).exists()
        or ContentType.objects.filter(app_label=plugin).exists()
        or bool(rows_with_blocks(plugin))
    )
