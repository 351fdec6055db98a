"""The form of a library page in Wagtail's page editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.blocks.forms import BodyPageForm
from cms.library.parts import parts_of
from cms.library.translations import Translation, confirm, confirmable


class LibraryPageForm(BodyPageForm):
    """A new page stays a draft until it is released; a translator confirms what still says the same.

    ``translation_confirmed`` holds keys that name a part as the source has it now, so a tick that was made in
    front of other words confirms nothing. ``translation_shown`` names the parts that could be ticked: one
    that is not ticked any more goes back to what the published translation was made from.
    """

    translation_confirmed = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _("The source has changed again since you opened the page. Compare once more.")
        },
    )
    translation_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.translation is None:
            del self.fields["translation_confirmed"], self.fields["translation_shown"]
            return
        keys = confirmable(self.instance, self.translation.source)
        self.fields["translation_confirmed"].choices = [(key, key) for key in sorted(keys)]
        self.initial["translation_shown"] = " ".join(part.target for part in self.translation.waiting)

    @cached_property
    def translation(self) -> Translation | None:
        """The page as a translation of a published source, or ``None``."""
        from cms.library.queries import translation_of  # queries need the model, which needs this form

        return translation_of(self.instance) if self.instance.pk else None

    def save(self, commit: bool = True) -> Any:
        if self.instance._state.adding:
            self.instance.live = False
        if self.translation is not None:
            self.instance.source_base = self._confirmed_base(self.translation)
        return super().save(commit=commit)

    def _confirmed_base(self, translation: Translation) -> dict[str, Any]:
        keys = self.cleaned_data.get("translation_confirmed") or ()
        ticked = {key.rpartition(":")[0] for key in keys}
        base = dict(self.instance.source_base)
        ours, published = parts_of(self.instance), parts_of(translation.live)
        for target in set(self.cleaned_data.get("translation_shown", "").split()) - ticked:
            if translation.live and ours.get(target) and ours[target].says(published.get(target)):
                base.pop(target, None)
                base |= {key: entry for key, entry in translation.live.source_base.items() if key == target}
        return confirm(base, keys, translation.source, translation.corrections)
