"""The secrets of all clinics are encrypted with the first key, so that the other keys can be taken away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cms.plugins.models import Activation
from cms.plugins.registry import registry
from cms.plugins.secrecy.cipher import encrypted, encrypted_anew
from cms.plugins.secrecy.stored import TOKEN, WITHHELD
from cms.plugins.secrecy.within import changed
from cms.plugins.settings import settings_block


@dataclass(slots=True)
class Renewal:
    """How many secrets were encrypted anew, and how many no key decrypts: ``lost``, by clinic and plugin."""

    secrets: int = 0
    lost: dict[tuple[str, str], int] = field(default_factory=dict)


def encrypt_anew() -> Renewal:
    """Encrypt every secret with the first key, and every text that is stored where a secret should be."""
    renewal = Renewal()
    for pk in list(Activation.everywhere.order_by("clinic__slug", "plugin").values_list("pk", flat=True)):
        _renew(pk, renewal)
    return renewal


@transaction.atomic
def _renew(pk: int, renewal: Renewal) -> None:
    row = Activation.everywhere.select_for_update(of=("self",)).select_related("clinic").filter(pk=pk).first()
    if row is None:
        return
    entry = registry.loaded.get(row.plugin)
    was_lost: list[bool] = []
    block = settings_block(entry) if entry else None
    row.settings = changed(row.settings, lambda raw: _anew(raw, was_lost), block)
    if was_lost:
        row.save(update_fields=["settings"])
    renewal.secrets += was_lost.count(False)
    if any(was_lost):
        renewal.lost[row.clinic.slug, row.plugin] = was_lost.count(True)


def _anew(raw: Any, was_lost: list[bool]) -> Any:
    """Return a secret encrypted anew, or as it is; add to ``was_lost`` whether that could not be done."""
    if not raw or raw == WITHHELD:
        return raw
    token = encrypted_anew(raw[TOKEN]) if isinstance(raw, dict) else encrypted(str(raw))
    was_lost.append(token is None)
    return raw if token is None else {TOKEN: token}
