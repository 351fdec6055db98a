"""The secrets of all clinics are encrypted with the first key, so that the other keys can be taken away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Manager

from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import registry
from cms.plugins.secrecy.cipher import encrypted, encrypted_anew
from cms.plugins.secrecy.stored import TOKEN, WITHHELD
from cms.plugins.secrecy.within import changed
from cms.plugins.settings import settings_block

NETWORK = "the network"


@dataclass(slots=True)
class Renewal:
    """How many secrets were encrypted anew, and how many no key decrypts: ``lost``, by plugin and whose."""

    secrets: int = 0
    lost: dict[tuple[str, str], int] = field(default_factory=dict)


def encrypt_anew() -> Renewal:
    """Encrypt every secret with the first key, and every text that is stored where a secret should be."""
    renewal = Renewal()
    for rows, order in ((Allowance.objects, ()), (Activation.everywhere, ("clinic__slug",))):
        for pk in list(rows.order_by(*order, "plugin").values_list("pk", flat=True)):
            _renew(rows, pk, renewal)
    return renewal


@transaction.atomic
def _renew(rows: Manager[Any], pk: int, renewal: Renewal) -> None:
    row = rows.select_for_update().filter(pk=pk).first()
    if row is None:
        return
    entry = registry.loaded.get(row.plugin)
    block = settings_block(entry) if entry else None
    was_lost: list[bool] = []
    row.settings = changed(row.settings, lambda raw: _anew(raw, was_lost), block)
    if was_lost:
        row.save(update_fields=["settings"])
    renewal.secrets += was_lost.count(False)
    if any(was_lost):
        whose = row.clinic.slug if isinstance(row, Activation) else NETWORK
        renewal.lost[row.plugin, whose] = was_lost.count(True)


def _anew(raw: Any, was_lost: list[bool]) -> Any:
    """Return a secret encrypted anew, or as it is; add to ``was_lost`` whether that could not be done."""
    if not raw or raw == WITHHELD:
        return raw
    token = encrypted_anew(raw[TOKEN]) if isinstance(raw, dict) else encrypted(str(raw))
    was_lost.append(token is None)
    return raw if token is None else {TOKEN: token}
