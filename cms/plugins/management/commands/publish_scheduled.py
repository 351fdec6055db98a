"""``manage.py publish_scheduled``: Wagtail's, but what a gate of a plugin keeps back stops no other page."""

from __future__ import annotations

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from cms.plugins.publishing.keeping_back import keep_back_refused


class Command(WagtailCommand):
    # A fault of one plugin keeps no page from being published on time.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            count = keep_back_refused()
            if count:
                self.stderr.write(f"Plugins kept back {count} pages; the log of each says why.")
        super().handle(*args, **options)
