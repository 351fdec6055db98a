"""The application that carries the stream field, its editor script and its comparison view."""

from __future__ import annotations

from django.apps import AppConfig


class StreamsConfig(AppConfig):
    """Registers how durable streams are compared and edited."""

    name = "cms.streams"

    def ready(self) -> None:
        """Connect the stream field to Wagtail's admin, which can only be imported once models are loaded."""
        from cms.streams import adapters, comparison  # models must be loaded first

        adapters.connect()
        comparison.connect()
