"""Runs code for every clinic as soon as Django starts."""

from __future__ import annotations

from django.apps import AppConfig


class GoesRoundConfig(AppConfig):
    name = "goes_round"

    def ready(self) -> None:
        raise RuntimeError("It never works.")
