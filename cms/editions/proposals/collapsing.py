"""Let an edition follow the library again where the library now says the clinic's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cms.editions.proposals.placing import Rest, without
from cms.editions.proposals.queries import offers_of
from cms.editions.proposals.values import Offer
from cms.editions.resolving.values import EffectivePage, LocalLayer, NothingToShow
from cms.editions.sources import Basis, basis_of, local_layer

if TYPE_CHECKING:
    from cms.editions.models import Edition


def basis_for(edition: Edition) -> Basis | None:
    """Return what the edition rests on now, ``None`` if it belongs to no clinic or shows nothing."""
    owner = edition.clinic_and_language()
    try:
        return basis_of(edition, owner[0], owner[1].code) if owner else None
    except NothingToShow:
        return None


def collapsing(offer: Offer, before: Basis) -> Callable[[Edition], None]:
    """Return the change that lets a version of the edition follow the library in this part.

    A version changes only if it still says exactly what was offered, and only if its visitors then read the
    same page as they did on the basis ``before``. So an edition that is held at an older release, or whose
    clinic has rewritten the part since, keeps its own words.
    """

    def change(edition: Edition) -> None:
        after = basis_for(edition)
        if after is None or not _still_says(edition, offer):
            return
        shown = _shown(before.resolve(local_layer(edition)))
        for rest in Rest:
            rows, fields, base = without(edition, offer, rest)
            candidate = _layer(edition, rows, fields, base)
            if _shown(after.resolve(candidate)) == shown:
                _store(edition, rows, fields, base)
                return

    return change


def _still_says(edition: Edition, offer: Offer) -> bool:
    own = (one for one in offers_of(edition) if one.target == offer.target and one.kind is offer.kind)
    return any(one.digest == offer.digest for one in own)


def _layer(edition: Edition, rows: list[Any], fields: list[Any], base: dict[str, Any]) -> LocalLayer:
    """Return the local layer that the edition would have."""
    candidate = type(edition)(pk=edition.pk, library_key=edition.library_key)
    _store(candidate, rows, fields, base)
    return local_layer(candidate)


def _store(edition: Edition, rows: list[Any], fields: list[Any], base: dict[str, Any]) -> None:
    for name, stored in (("local", rows), ("fields", fields)):
        setattr(edition, name, edition._meta.get_field(name).stream_block.to_python(stored))
    edition.base = base


def _shown(page: EffectivePage) -> tuple[Any, ...]:
    """Return what a visitor reads: fields and blocks in order. A policy is a rule and no words."""
    fields = {name: field.value for name, field in page.fields.items()}
    blocks = [(block.id, block.type, _words(block.value)) for block in page.blocks]
    return fields, blocks


def _words(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key != "policy"}
