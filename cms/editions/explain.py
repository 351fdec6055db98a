"""What a visitor gets at an address, block by block, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cms.clinics.records import ClinicRecord, LanguageRecord, clinic_for_host
from cms.editions.models import Edition
from cms.editions.resolving.values import (
    EffectiveBlock,
    EffectiveField,
    EffectivePage,
    NothingToShow,
    Provenance,
)
from cms.editions.rollout.pointers import ring_of
from cms.editions.sources import Basis, basis_of, local_layer
from cms.library.models import Release
from cms.pages.routing import find_route


class UnexplainedError(Exception):
    """There is nothing to explain at the address; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An effective page and where it was found."""

    host: str
    path: str
    clinic: ClinicRecord
    language: LanguageRecord
    edition: Edition
    page: EffectivePage
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return {
            "host": self.host,
            "path": self.path,
            "clinic": self.clinic.name,
            "edition": self.edition.pk,
            "library_key": str(self.edition.library_key),
            "language": self.page.language,
            "release": self._release(),
            "corrections": [
                {"id": one.id, "target": one.target, "language": one.language, "reason": one.reason}
                for one in self.basis.corrections
            ],
            "fields": [_part(field) for field in self.page.fields.values()],
            "blocks": [_part(block) for block in self.page.blocks],
            "hidden": [_part(block) for block in self.page.hidden],
            "parked": [_part(part) for part in self.page.parked],
            "ignored": [
                {"block_id": ignored.entry.id, "reason": ignored.reason} for ignored in self.page.ignored
            ],
        }

    def _release(self) -> dict[str, Any]:
        """Say which release the page rests on, and why it is that one."""
        release = released_as(self.basis)
        because = because_of(self.basis, self.clinic)
        if release is None:
            return {"id": None, "released_at": None, "class": "", "because": because}
        return {
            "id": release.pk,
            "released_at": release.released_at,
            "class": release.release_class,
            "because": because,
        }


def explain(host: str, path: str) -> Explanation:
    """Explain what ``host`` shows at ``path``. Raises ``UnexplainedError`` if it shows no edition there."""
    clinic = clinic_for_host(host)
    if clinic is None:
        raise UnexplainedError(f"No clinic answers at the host {host!r}.")
    language, below_home = _split(clinic, path)
    route = find_route(HttpRequest(), language, below_home)
    if route is None:
        raise UnexplainedError(f"{clinic.name} has no published page at {path!r}.")
    page = route.page if hasattr(route, "page") else route[0]
    if not isinstance(page, Edition):
        raise UnexplainedError(
            f"{path!r} is a page of the clinic's own ({page.specific_class._meta.verbose_name}); "
            "only editions rest on the library."
        )
    try:
        basis = basis_of(page, clinic, language.code)
    except NothingToShow as error:
        raise UnexplainedError(
            f"The library has published no text for {path!r} in any language of {clinic.name}."
        ) from error
    resolved = basis.resolve(local_layer(page, language.code))
    return Explanation(host, path, clinic, language, page, resolved, basis)


def released_as(basis: Basis) -> Release | None:
    """Return the release that an edition shows; ``None`` if its text was published without one."""
    if basis.held_release is not None:
        return basis.held_release
    return Release.objects.filter(page=basis.page.pk, revision=basis.text.revision).first()


def because_of(basis: Basis, clinic: ClinicRecord) -> str:
    """Say in a sentence why an edition rests on the release that it does."""
    if basis.is_held:
        return "the clinic chose to stay on it"
    if basis.pointer is None:
        return "it is the latest one"
    ring = ring_of(clinic.id)
    name = f"the clinic's ring, {ring.name}," if ring else "the clinic's ring"
    return f"{name} has not received a later one, or gave it back"


def _split(clinic: ClinicRecord, path: str) -> tuple[LanguageRecord, str]:
    """Return the language that a path names, and the rest below that language's home page."""
    below = path.lstrip("/")
    for language in clinic.languages:
        if language.prefix and (below == language.prefix or below.startswith(f"{language.prefix}/")):
            return language, below.removeprefix(language.prefix).lstrip("/")
    return next(language for language in clinic.languages if not language.prefix), below


def _part(part: EffectiveBlock | EffectiveField) -> dict[str, Any]:
    """Return a block by its heading, and a field with its value."""
    if isinstance(part, EffectiveField):
        return {"name": part.name, "value": part.value, **_as_json(part.provenance)}
    return {
        "id": part.id,
        "type": part.type,
        "heading": _heading(part.value),
        **_as_json(part.provenance),
    }


def _as_json(provenance: Provenance) -> dict[str, Any]:
    return {
        "origin": provenance.origin.value,
        "language": provenance.language,
        "library_page": provenance.library_page,
        "revision": provenance.revision,
        "base_revision": provenance.base_revision,
        "correction": provenance.correction,
        "flags": sorted(flag.value for flag in provenance.flags),
        "reasons": list(provenance.reasons),
    }


def _heading(value: Any) -> str:
    return value.get("heading") or "" if isinstance(value, dict) else ""
