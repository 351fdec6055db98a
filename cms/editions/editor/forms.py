"""The form of an edition in Wagtail's page editor: what to follow, what to decide, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.forms import BodyPageForm
from cms.clinics.records import HOME_PATH_LENGTH, clinic_for_page_path
from cms.editions.editor import conflicts
from cms.editions.editor.choices import library_page_choices
from cms.editions.editor.ground import Ground, ground_of
from cms.editions.editor.rows import Saved, all_fields, all_rows, combined, refused_rows
from cms.editions.editor.seen import Seen
from cms.editions.editor.showing import About, Screen
from cms.editions.editor.signing import sign_off
from cms.editions.editor.widgets import RowsField, RowsWidget
from cms.editions.resolving.values import LibraryText

SEEN = "local-seen"
SIGN_OFF = "editions.sign_off_edition"


class EditionForm(BodyPageForm):
    """Shows the whole page with the library's blocks, and reduces what is posted to the clinic's decisions.

    A new edition only chooses whom it follows; its page can be edited once it is saved.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground = ground_of(self.instance, self.place)
        self.saved: Saved | None = None
        self.seen = Seen.parse(self.data.get(SEEN, "")) if self.is_bound else None
        if self.instance.pk:
            self.fields.pop("library_key", None)
            self._show_whole_page()
        else:
            self._offer_library_pages()
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        key = cleaned.get("library_key")
        if key:
            self.instance.library_key = key
            self.ground = ground_of(self.instance, self.place)
        if self.ground is not None:
            self._take_title_and_slug(self.ground, cleaned)
        if "local" in cleaned and "fields" in cleaned:
            self._clean_page(cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if not self.instance.pk:
            self._join_other_languages()
        return super().save(commit)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Tell a form that stays open what it shows now: what it has just saved."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        if self.ground is not None and "local" in self.fields:
            now = Seen.of(self.instance, self.ground.basis)
            seen = replace(self.seen, rows=now.rows, fields=now.fields) if self.seen else now
            updates.append((SEEN, seen.written()))
        return updates

    @property
    def media(self) -> forms.Media:
        """The scripts of the form; that of a new edition opens its page once it is saved."""
        media: forms.Media = super().media
        return media + forms.Media(js=["editions/editor/new.js"] if not self.instance.pk else [])

    @property
    def may_sign_off(self) -> bool:
        """Whether the person at the form may sign off versions of blocks under review."""
        return bool(self.for_user and self.for_user.has_perm(SIGN_OFF))

    @cached_property
    def screen(self) -> Screen | None:
        """What the page editor shows around the rows; nothing while the library publishes nothing."""
        if self.ground is None:
            return None
        return Screen(
            self.instance, self.ground, may_sign_off=self.may_sign_off, palette=self.editing.palette
        )

    def about(self, stream: str) -> About:
        """Return what to show around each row of ``local`` or ``fields``, by the row's id."""
        return self.screen.about(stream) if self.screen else {}

    def _name_of(self, target: str) -> str:
        return self.screen.name_of(target) if self.screen else target

    def _chain(self) -> tuple[str, ...]:
        owner = clinic_for_page_path(self.place)
        return owner[0].fallback_chain(owner[1].code) if owner else ()

    def _offer_library_pages(self) -> None:
        for name in ("local", "fields"):
            self.fields.pop(name, None)
        taken = {str(edition.library_key) for edition in self._editions_beside()}
        self.fields["library_key"] = forms.TypedChoiceField(
            label=_("Library page"),
            choices=[("", _("Choose a page of the library")), *library_page_choices(self._chain(), taken)],
            coerce=str,
            help_text=_("The page of the library that this page follows."),
        )

    def _show_whole_page(self) -> None:
        if "local" not in self.fields or "fields" not in self.fields:
            return
        if self.ground is not None:
            self._show("local", all_rows(self.instance, self.ground.text))
            self._show("fields", all_fields(self.instance))
        else:
            self._show("local", list(self.instance.local.get_prep_value()))
            self._show("fields", list(self.instance.fields.get_prep_value()))
        self.fields["local"].widget.hidden = self._seen_by_now

    def _show(self, name: str, rows: list[Any]) -> None:
        block = self.fields[name].block
        value = block.to_python(rows)
        field = RowsField(block=block, required=False, label=self.fields[name].label)
        field.widget = RowsWidget(block, about=lambda: self.about(name), fallback=lambda: value)
        field.widget.edited = self.editing.begun
        self.fields[name] = field
        self.initial[name] = value

    def _seen_by_now(self) -> str:
        """What the form carries; one that comes back refused carries what it carried before."""
        if self.seen is not None:
            return self.seen.written()
        return Seen.of(self.instance, self.ground.basis).written() if self.ground else ""

    def _editions_beside(self) -> list[Any]:
        """Return the clinic's editions in the language of the section that the new one will stand in."""
        home = self.parent_page.path[:HOME_PATH_LENGTH]
        return list(self._meta.model.objects.filter(path__startswith=home))

    def _take_title_and_slug(self, ground: Ground, cleaned: dict[str, Any]) -> None:
        own = {child.block_type: child.value for child in cleaned.get("fields") or ()}
        self.instance.title = own.get("title") or ground.page.title
        if not (cleaned.get("slug") or self.instance.slug):
            cleaned["slug"] = self.instance.slug = self._free_slug(ground.page.slug)

    def _free_slug(self, wanted: str) -> str:
        """Return ``wanted``, with a number if the section has a page of that name already."""
        taken = set(self.parent_page.get_children().values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in count(2))
        return next(slug for slug in chain([wanted], numbered) if slug not in taken)

    def _join_other_languages(self) -> None:
        """Let a new edition be a version of the clinic's edition of the same page in another language."""
        owner = clinic_for_page_path(self.parent_page.path)
        homes = [language.home_path for language in owner[0].languages] if owner else []
        editions = self._meta.model.objects.filter(library_key=self.instance.library_key)
        taken = set(editions.filter(locale=self.instance.locale).values_list("translation_key", flat=True))
        for edition in editions.only("path", "translation_key"):
            if edition.path[:HOME_PATH_LENGTH] in homes and edition.translation_key not in taken:
                self.instance.translation_key = edition.translation_key

    def _clean_page(self, cleaned: dict[str, Any]) -> None:
        """Reduce the posted page to what the clinic decided; refuse, at its row, what may not be saved.

        While the library publishes nothing to compare with, the rows are kept as they are.
        """
        rows = self._signed_rows(cleaned)
        fields = list(cleaned["fields"].get_prep_value())
        if self.ground is None:
            cleaned["local"] = self.fields["local"].block.to_python(rows)
            own = [row for row in fields if row["type"] != "follow"]
            cleaned["fields"] = self.fields["fields"].block.to_python(own)
            return
        if self._refuse(rows, self.ground.text):
            return
        saved = combined(self.instance, rows, fields, self.seen, self.ground.basis)
        if saved.conflicts:
            self._show_conflicts(saved, rows, fields)
            return
        self.saved = saved
        self.instance.combined_with = conflicts.combined_with(
            self.instance, self.for_user, saved.kept, self._name_of
        )
        cleaned["local"] = self.fields["local"].block.to_python(saved.rows)
        cleaned["fields"] = self.fields["fields"].block.to_python(saved.fields)
        self.instance.base = saved.base

    def _refuse(self, rows: list[Mapping[str, Any]], text: LibraryText) -> bool:
        refused = refused_rows(self.instance, rows, self.seen, text)
        if refused:
            errors = {
                index: StructBlockValidationError(block_errors={"target": ValidationError(reason)})
                if rows[index]["type"] != "add"
                else StructBlockValidationError(non_block_errors=[ValidationError(reason)])
                for index, reason in refused.items()
            }
            self.add_error("local", StreamBlockValidationError(block_errors=errors))
        return bool(refused)

    def _show_conflicts(self, saved: Saved, rows: list[Any], fields: list[Any]) -> None:
        """Refuse the rows that somebody else changed too, with both versions, until one of them is chosen."""
        message = conflicts.message(self.instance, self.for_user)
        for name, posted in (("local", rows), ("fields", fields)):
            errors = conflicts.errors(posted, saved.conflicts, message)
            if errors:
                self.add_error(name, StreamBlockValidationError(block_errors=errors))
        if self.screen is not None:
            self.screen.conflicts = saved.conflicts

    def _signed_rows(self, cleaned: dict[str, Any]) -> list[Mapping[str, Any]]:
        stored = self.instance.local.get_prep_value()
        return sign_off(cleaned["local"].get_prep_value(), stored, may_sign_off=self.may_sign_off)
