"""Give a clinic its own words back where the release that took them up does not show any more.

Accepting a proposal lets the clinic's page follow the library, which says its words. When the release is
rolled back in the clinic's ring, the library there no longer does, and the words are the clinic's own again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from cms.clinics.models import Clinic
from cms.editions.editor.ground import Ground, ground_of
from cms.editions.editor.rows import all_fields, all_rows, combined
from cms.editions.editor.seen import Seen
from cms.editions.editor.wishes import Wishes, wished_rows
from cms.editions.models import Edition, Proposal, Ring
from cms.editions.proposals.queries import offer_of
from cms.editions.proposals.values import Kind, Offer, part_digest
from cms.editions.resolving.values import Add, Replace, SourceBlock
from cms.editions.rollout.queries import open_releases
from cms.editions.sources import local_layer
from cms.editions.writing import Change, change_edition
from cms.library.models import Release

if TYPE_CHECKING:
    from cms.accounts.models import User

RETURNED = "editions.proposal_returned"
SIGNED_OFF = "signed_off"
"""In a proposal's value: the sign-off that the clinic's version had when it was accepted."""


def give_back(
    ring: Ring, clinics: QuerySet[Clinic], *, release: Release | None = None, user: User | None = None
) -> list[Proposal]:
    """Give ``clinics``, all in ``ring``, the words back that their pages lost there; return the proposals.

    Only accepted proposals whose release the ring does not show are looked at, with ``release`` only those
    of that one. The words return in every version of an edition that has no decision of its own about the
    part, if the library does not say them. The cost depends on the number of these proposals alone. Call it
    in the transaction that took the release away.
    """
    accepted = Proposal.everywhere.filter(
        state=Proposal.State.ACCEPTED, clinic__in=clinics.values("pk"), edition__isnull=False
    )
    accepted = accepted.filter(~Exists(open_releases(ring).filter(pk=OuterRef("release"))))
    accepted = accepted.filter(release__isnull=False) if release is None else accepted.filter(release=release)
    found = list(accepted.select_related("edition").order_by("-pk"))
    for proposal in found:
        data = {"proposal": proposal.pk, "target": proposal.target, "release": proposal.release_id}
        change_edition(proposal.edition_id, _returning(proposal), user=user, action=RETURNED, data=data)
    return found


def sign_off_of(edition: Edition, offer: Offer) -> str:
    """Return the reviewer's sign-off that the edition's version of the offered block has; empty if none."""
    return next(
        (
            one.signed_off
            for one in local_layer(edition).entries
            if isinstance(one, Replace) and one.target == offer.target
        ),
        "",
    )


def _returning(proposal: Proposal) -> Change:
    offer, signed_off = offer_of(proposal), str(proposal.value.get(SIGNED_OFF) or "")

    def change(edition: Edition) -> None:
        ground = ground_of(edition)
        if ground is not None and not _has_own(edition, offer) and not _is_said(ground, offer):
            _put(edition, offer, signed_off, ground)

    return change


def _has_own(edition: Edition, offer: Offer) -> bool:
    """Say whether the clinic has decided about the part again: rewritten it, or hidden the block."""
    layer = local_layer(edition)
    if offer.kind is Kind.FIELD:
        return offer.target in layer.fields
    if offer.kind is Kind.ADDED:
        return any(isinstance(one, Add) and one.id == offer.target for one in layer.entries)
    return any(
        row["type"] in {"replace", "hide"} and row["value"].get("target") == offer.target
        for row in edition.local.get_prep_value()
    )


def _is_said(ground: Ground, offer: Offer) -> bool:
    said = ground.basis.said(offer.target)
    if offer.kind is Kind.FIELD:
        part = SourceBlock(offer.target, offer.target, said)
        return part_digest(offer.kind, part) == offer.digest
    return said is not None and (offer.kind is Kind.ADDED or part_digest(offer.kind, said) == offer.digest)


def _put(edition: Edition, offer: Offer, signed_off: str, ground: Ground) -> None:
    """Store the words as a decision that rests on what the library says to the edition now."""
    rows, fields = list(all_rows(edition, ground.text)), list(all_fields(edition))
    content = {"type": offer.part.type, "value": offer.part.value}
    match offer.kind:
        case Kind.FIELD:
            own = {"type": offer.target, "value": offer.part.value, "id": offer.target}
            fields = [own if row["id"] == offer.target else row for row in fields]
        case Kind.ADDED:
            row = {"type": "add", "value": {"content": [{**content, "id": offer.target}]}}
            present = {block.id for block in ground.text.blocks}
            after = next((key for key in offer.after if key in present), "")
            rows = wished_rows(rows, Wishes(added=[(after, {**row, "id": str(uuid.uuid4())})]))
        case Kind.BLOCK:
            value: dict[str, Any] = {
                "target": offer.target,
                "content": [{**content, "id": str(uuid.uuid4())}],
            }
            value |= {"is_signed_off": bool(signed_off), "signed_off": signed_off}
            rows = _exchanged(rows, {"type": "replace", "value": value, "id": offer.target})
    saved = combined(edition, rows, fields, Seen.of(edition, ground.basis), ground.basis)
    for name, stored in (("local", saved.rows), ("fields", saved.fields)):
        setattr(edition, name, edition._meta.get_field(name).stream_block.to_python(list(stored)))
    edition.base = saved.base
    if offer.kind is Kind.BLOCK and ground.basis.block(offer.target) is None and offer.base:
        edition.base = _with_base(edition.base, offer)
    if offer.target == "title":
        edition.title = offer.part.value or edition.title


def _exchanged(rows: Iterable[Any], own: dict[str, Any]) -> list[Any]:
    """Return ``rows`` with ``own`` in its place, or at the end if the library has no such block any more."""
    known = list(rows)
    places = [index for index, row in enumerate(known) if row["value"].get("target") == own["id"]]
    if not places:
        return [*known, own]
    return [*known[: places[0]], own, *known[places[0] + 1 :]]


def _with_base(base: dict[str, Any], offer: Offer) -> dict[str, Any]:
    """Return the base with the words that the clinic started from, since the library has none now."""
    known = asdict(offer.base) if offer.base else {}
    return {**base, "blocks": {**base.get("blocks", {}), offer.target: known}}
