"""What the page editor shows around the rows of an edition: the library's words, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.blocks import Block
from wagtail.images import get_image_model

from cms.blocks.policies import Policy
from cms.clinics.models import Clinic
from cms.editions.editor import wording
from cms.editions.editor.ground import Ground
from cms.editions.editor.rows import all_fields, all_rows
from cms.editions.editor.seen import Seen
from cms.editions.effective import filled
from cms.editions.resolving.values import (
    FIELD_NAMES,
    EffectiveBlock,
    EffectiveField,
    EffectivePage,
    Flag,
    Origin,
    Provenance,
    SourceBlock,
)
from cms.editions.sources import local_layer
from cms.library.models import LibraryPage
from cms.locales.context import RequestContext, use_context
from cms.pages.site import site_context
from cms.streams.palette import EVERYTHING, Palette

if TYPE_CHECKING:
    from cms.editions.models import Edition

About = dict[str, dict[str, Any]]
WANTS_DECISION = frozenset({Flag.STALE, Flag.ORPHANED, Flag.PARKED, Flag.UNKNOWN})


class Screen:
    """What surrounds the rows of one form; rendered only if somebody looks at it.

    ``conflicts`` are the rows that somebody else changed too: they show the other version as well.
    """

    def __init__(
        self, edition: Edition, ground: Ground, *, may_sign_off: bool, palette: Palette = EVERYTHING
    ) -> None:
        self.edition = edition
        self.ground = ground
        self.palette = palette
        self.may_sign_off = may_sign_off
        self.conflicts: frozenset[str] = frozenset()

    def about(self, stream: str) -> About:
        """Return what to show around each row of ``local`` or ``fields``, by the row's id."""
        with use_context(RequestContext(self.ground.clinic, self.ground.language)):
            return self._about_blocks(self.ground) if stream == "local" else self._about_fields(self.ground)

    @cached_property
    def page(self) -> EffectivePage:
        """What a visitor gets of the edition as it is stored."""
        return self.ground.basis.resolve(local_layer(self.edition, self.ground.language.code))

    def name_of(self, target: str) -> str:
        """Name a block or field of the page for people."""
        if target in FIELD_NAMES:
            return str(self._blocks("fields").child_blocks[target].label)
        known: tuple[SourceBlock | EffectiveBlock, ...] = (*self.ground.text.blocks, *self.page.blocks)
        found = next((one for one in known if one.id == target), None)
        if found is None:
            return _("A block that is gone")
        return wording.name_of(found.value, str(self._stream.child_blocks[found.type].label))

    def inbox(self, target: str) -> str:
        """The address where it is decided about ``target``; empty while the page asks for no decisions."""
        if not self.edition.live:
            return ""
        return reverse("editions_updates:item", args=[self._clinic_slug, self.edition.pk, target])

    @cached_property
    def _clinic_slug(self) -> str:
        return str(Clinic.objects.values_list("slug", flat=True).get(pk=self.ground.clinic.id))

    def _about_blocks(self, ground: Ground) -> About:
        said = {block.id: block for block in ground.text.blocks}
        shown = {one.id: one for one in (*self.page.blocks, *self.page.hidden)}
        parked = {one.id: one for one in self.page.parked if isinstance(one, EffectiveBlock)}
        own = {**{key: one for key, one in shown.items() if key not in said}, **parked}
        about = {
            key: self._about_block(block, place, shown.get(key), parked.get(key))
            for place, (key, block) in enumerate(said.items())
        }
        for key, one in own.items():
            about.setdefault(key, self._about_own(one))
        return self._with_row_ids(about, "local", all_rows(self.edition, ground.text))

    def _about_block(
        self,
        block: SourceBlock,
        place: int,
        shown: EffectiveBlock | None,
        parked: EffectiveBlock | None,
    ) -> dict[str, Any]:
        origins = tuple(one.provenance for one in (shown, parked) if one is not None)
        library = next((one for one in origins if one.origin not in (Origin.REPLACED, Origin.ADDED)), None)
        language = library.language if library else self.ground.text.language
        state, state_name = wording.state_words(library.origin if library else Origin.LIBRARY, block.policy)
        child = self._stream.child_blocks[block.type]
        bound = self._stream.to_python([{"type": block.type, "value": block.value, "id": block.id}])
        return {
            **self._words(block.id, origins),
            **self._called(child, block.value),
            **self._silence((shown or parked or block).type, origins),
            "state": state,
            "stateName": state_name,
            "source": wording.source_words(self.ground.page, language),
            "rule": wording.rule_words(block.policy),
            "policy": block.policy.value,
            "language": "" if language == self.ground.language.code else language,
            "html": self._rendered(bound[0]),
            "own": {key: self._stream.get_form_state(bound)[0][key] for key in ("type", "value")},
            "mayChange": block.policy in (Policy.OPEN, Policy.REVIEW),
            "mayWrite": wording.silence(self.palette, child) is None,
            "mayMove": block.policy in (Policy.OPEN, Policy.REVIEW),
            "maySignOff": self.may_sign_off and block.policy is Policy.REVIEW,
            "place": place,
        }

    def _rendered(self, bound: Any) -> str:
        with override(self.ground.language.code):
            return str(bound.render(context=self._context))

    def _about_own(self, one: EffectiveBlock) -> dict[str, Any]:
        """The clinic's own block, or its version of a block that the library no longer has."""
        is_added = one.provenance.origin is Origin.ADDED
        child = self._stream.child_blocks[one.type]
        return {
            **self._words(one.id, (one.provenance,)),
            **self._called(child, one.value),
            **self._silence(one.type, (one.provenance,)),
            "isOrphan": not is_added,
            "mayMove": True,
        }

    def _about_fields(self, ground: Ground) -> About:
        parked = {one.name: one for one in self.page.parked if isinstance(one, EffectiveField)}
        about = {
            name: self._about_field(name, one, parked.get(name)) for name, one in self.page.fields.items()
        }
        return self._with_row_ids(about, "fields", all_fields(self.edition))

    def _about_field(self, name: str, shown: EffectiveField, parked: EffectiveField | None) -> dict[str, Any]:
        value = self.ground.text.fields.get(name)
        child = self._blocks("fields").child_blocks[name]
        origins = tuple(one.provenance for one in (shown, parked) if one is not None)
        return {
            **self._words(name, origins),
            "name": str(child.label),
            "sort": "",
            "state": "library",
            "stateName": _("From the library"),
            "source": wording.source_words(self.ground.page, self.ground.text.language),
            "html": _field_html(name, filled({name: value})[name]),
            "own": {"type": name, "value": child.get_form_state(child.to_python(value))},
            "mayChange": True,
        }

    def _words(self, target: str, origins: tuple[Provenance, ...]) -> dict[str, Any]:
        wants = any(one.flags & WANTS_DECISION for one in origins)
        return {
            "notes": wording.notes(*origins),
            "parked": self._parked_words(*origins),
            "inbox": self.inbox(target) if wants else "",
            "inboxWords": wording.way_on(*origins),
        }

    def _called(self, block: Block, value: Any) -> dict[str, str]:
        sort = str(block.label)
        return {"name": wording.name_of(value, sort), "sort": sort}

    def _silence(self, type: str, origins: tuple[Provenance, ...]) -> dict[str, Any]:
        """Say, before all else, that visitors see nothing of a block of this type, and why."""
        silence = wording.silence(self.palette, self._stream.child_blocks[type])
        if silence is None:
            return {}
        note = {"text": silence.reason, "tone": "attention"}
        return {"silent": capfirst(silence.mark), "notes": [note, *wording.notes(*origins)]}

    def _parked_words(self, *origins: Provenance) -> str:
        words = wording.parked_words(*origins)
        if words and not self.edition.live:
            later = _("Once the page is published, you can decide about it in your updates.")
            return f"{words} {later}"
        return words

    def _with_row_ids(self, about: About, name: str, rows: list[Mapping[str, Any]]) -> About:
        """Return ``about`` by the ids of the rows; an added block stands in a row with an id of its own."""
        found = dict(about)
        for row in rows:
            content = row["value"].get("content") if isinstance(row["value"], Mapping) else None
            key = content[0]["id"] if row["type"] == "add" and content else row["id"]
            if key in about:
                found[row["id"]] = about[key]
                if key in self.conflicts:
                    found[row["id"]] = {
                        **about[key],
                        **self._their_words(row),
                        "theirs": self._theirs(name, row),
                        "theirsKey": key,
                        "theirsMark": self._their_mark(name, key),
                    }
        return found

    def _theirs(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        block = self._blocks(name)
        state = block.get_form_state(block.to_python([row]))[0]
        return {key: state[key] for key in ("type", "value")}

    def _their_mark(self, name: str, key: str) -> str:
        now = Seen.of(self.edition, self.ground.basis)
        return (now.rows if name == "local" else now.fields)[key]

    def _their_words(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Name the other version and show its words, so that both can be compared at the row."""
        value = row["value"]
        content = value.get("content") if isinstance(value, Mapping) else None
        html = self._rendered(self._stream.to_python(content)[0]) if content else ""
        if not content and isinstance(value, str):
            html = linebreaks(conditional_escape(value))
        names = {"follow": _("The library’s version"), "hide": _("Hidden on our page")}
        return {"theirsName": names.get(row["type"], _("Our version")), "theirsHtml": html}

    def _blocks(self, name: str) -> Any:
        return self.edition._meta.get_field(name).stream_block

    @cached_property
    def _stream(self) -> Any:
        return LibraryPage._meta.get_field("body").stream_block

    @cached_property
    def _context(self) -> dict[str, Any]:
        return {"page": self.edition, **site_context(self.edition)}


def _field_html(name: str, value: Any) -> str:
    if name != "hero":
        return linebreaks(conditional_escape(value)) if value else _empty()
    image = get_image_model().objects.filter(pk=value.get("image")).first() if value else None
    if image is None:
        return _empty()
    rendition = image.get_rendition("fill-480x320")
    return format_html(
        '<img src="{}" width="240" height="160" alt=""><p>{}</p>', rendition.url, value.get("alt") or ""
    )


def _empty() -> str:
    return format_html("<p><em>{}</em></p>", _("The library leaves this empty."))
