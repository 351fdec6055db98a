"""The plugin host as a Django app: when it is ready, the plugins are loaded."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PluginsConfig(AppConfig):
    name = "cms.plugins"
    label = "plugins"
    verbose_name = _("Plugins")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now, and so does everything that is built on them.
        from cms.clinics.roles import CLINIC_OWNER, NETWORK_OWNER, allow
        from cms.plugins import checks, gone_pages, signals
        from cms.plugins.data import page_log
        from cms.plugins.publishing import keeping_back
        from cms.plugins.registry import registry
        from cms.plugins.rights import SWITCH

        allow(CLINIC_OWNER, SWITCH)
        allow(NETWORK_OWNER, "plugins.view_allowance")
        signals.connect()
        keeping_back.connect()
        gone_pages.connect()
        page_log.connect()
        checks.connect()
        registry.fill(settings.INSTALLED_PLUGINS)
