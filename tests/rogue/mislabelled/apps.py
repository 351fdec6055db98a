"""Takes the label of an application of the system, beside which Django would not start."""

from __future__ import annotations

from django.apps import AppConfig


class MislabelledConfig(AppConfig):
    name = "mislabelled"
    label = "pages"
