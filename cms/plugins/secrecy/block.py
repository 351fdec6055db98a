"""A setting that is secret, such as the key of a service: encrypted at rest, and never shown again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock

from cms.plugins.secrecy.cipher import decrypted, encrypted
from cms.plugins.secrecy.secret import Secret
from cms.plugins.secrecy.stored import TOKEN, UNCHANGED, WITHHELD, is_secret
from cms.plugins.secrecy.widget import SecretInput

STORED = _("Stored. Type to replace it, or tick to remove it.")
KEPT = _("Unchanged. Type to replace it, or tick to remove it.")
TYPED = _("What you typed is not saved yet. Type it again.")
LEFT_BEHIND = _("It did not come along with the other settings. Type it, or tick to do without it.")
LOST = _("It cannot be read any more. Type it again, or tick to remove it.")


class SecretBlock(FieldBlock):
    """A field of a plugin's settings whose text the plugin's code gets, and nobody else.

    The code must do without it as well: where no key can decrypt it any more, and at a clinic that got the
    settings from another one or from an export, it is empty, also when it is ``required``.
    """

    def __init__(
        self,
        required: bool = True,
        help_text: Any = None,
        max_length: int | None = None,
        min_length: int | None = None,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        self.field = forms.CharField(
            required=required,
            help_text=help_text,
            max_length=max_length,
            min_length=min_length,
            validators=validators,
            widget=SecretInput(),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Secret:
        """Return what is stored in plain text; a plain text that is stored is taken as it is."""
        if isinstance(value, Secret):
            return value
        if is_secret(value):
            return Secret(decrypted(value[TOKEN]) or "", value[TOKEN])
        return Secret("" if value is None else str(value))

    def normalize(self, value: Any) -> Secret:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return what to store: what was there as it was, a new text encrypted, and no text as it is."""
        secret = self.to_python(value)
        if secret.token is not None:
            return {TOKEN: secret.token}
        return {TOKEN: encrypted(secret)} if secret else ""

    def clean(self, value: Any) -> Secret:
        """Check what was typed; what is stored was checked then."""
        secret = self.to_python(value)
        return secret if secret.token is not None else Secret(self.field.clean(str(secret)))

    def get_form_state(self, value: Any) -> str:
        """Return words about what is stored, and nothing of it."""
        secret = self.to_python(value)
        if secret.token is None:
            return str(TYPED) if secret else ""
        if secret.token == UNCHANGED[TOKEN]:
            return str(KEPT)
        if secret.token == WITHHELD[TOKEN]:
            return str(LEFT_BEHIND)
        return str(LOST if secret.is_lost else STORED)

    class Meta:
        icon = "key"
        default = ""
