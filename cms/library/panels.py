"""The panel in which a translator sees what the source has changed since, and confirms what still holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from cms.library.translations import Translation, TranslationState, UntranslatedPart
from cms.library.wording import label_of, mark_changes, words_of

SENTENCES: dict[TranslationState, Promise] = {
    TranslationState.CORRECTED: _(
        "Corrected in the source. Visitors read the source's words here until the translation says this too."
    ),
    TranslationState.CHANGED: _("The source has changed since this was translated."),
    TranslationState.MISSING: _("The source has this part, and the translation has not."),
    TranslationState.GONE: _("The source no longer has this part."),
    TranslationState.UNKNOWN: _("Nobody noted what the source said when this was translated."),
}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part as the translator sees it."""

    part: UntranslatedPart
    label: str
    sentence: Promise
    then: SafeString | str
    now: SafeString | str
    ours: str
    is_ticked: bool


class TranslationPanel(Panel):
    """Lists the parts of a translation whose source has changed; a source page does not have it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "library/admin/translation_panel.html"

        def is_shown(self) -> bool:
            return getattr(self.form, "translation", None) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            translation: Translation = self.form.translation
            ticked = set(self.form["translation_confirmed"].value() or ())
            context["source"] = translation.source
            context["parts"] = list(shown_parts(translation, ticked))
            context["errors"] = self.form["translation_confirmed"].errors
            context["shown_field"] = self.form["translation_shown"]
            return context


def shown_parts(translation: Translation, ticked: set[str]) -> Iterator[ShownPart]:
    for part in translation.waiting:
        then, now = mark_changes(part.then, part.now.value if part.now else "")
        known = part.then is not None
        yield ShownPart(
            part=part,
            label=label_of(translation.source, part.ours or part.now, part.target),
            sentence=SENTENCES[part.state],
            then=then if known else "",
            now=now if known or part.now is None else words_of(part.now.value),
            ours=words_of(part.ours.value) if part.ours else "",
            is_ticked=part.key in ticked,
        )
