"""The form of a secret: it says whether one is stored, and takes a new one; what is stored stays here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from cms.plugins.secrecy.secret import Secret
from cms.plugins.secrecy.stored import TOKEN, UNCHANGED


class SecretInput(forms.Widget):
    """Three inputs: words about what is stored, which are only read, a new secret, and a tick to remove it.

    Wagtail's script puts the state of a field into the input that has its name, so those are the words. They
    are empty where nothing is stored, and come back with the form. The first of the three gets what the
    script says about the field, so that they are read together.
    """

    template_name = "plugins/secret_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Secret:
        """Return what was typed, else nothing if it is to be removed or was never there, else no change."""
        typed = str(data.get(f"{name}-typed", "")).strip()
        if typed:
            return Secret(typed)
        if f"{name}-remove" in data or not data.get(name):
            return Secret()
        return Secret(token=UNCHANGED[TOKEN])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}-typed" not in data
