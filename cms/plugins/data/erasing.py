"""All plugins forget a person, or everybody at a clinic; that they have is said only if they all have.

For one clinic they do it in one transaction, whether they are on or off there. The log keeps that this was
done, by whom and how much it was, and never whom it was about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.clinics.records import ClinicRecord, record_without_website
from cms.plugins.background import at_work
from cms.plugins.data.out_of_reach import obstacles
from cms.plugins.data.person import cleaned_person
from cms.plugins.data.redacting import redact_findings, redact_log, redact_network, redact_words
from cms.plugins.declared import EraseFunction
from cms.plugins.demanding import demand
from cms.plugins.models import Activation
from cms.plugins.registry import Entry, registry
from cms.plugins.rights import check_allow, check_switch

if TYPE_CHECKING:
    from cms.accounts.models import User

ERASED = "plugins.erase"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased: how many records of each plugin, and at how many clinics.

    ``failures`` are the clinics where nothing was erased, and ``obstacles`` what nobody could look into, both
    in sentences. While there are any, the erasure is not complete.
    """

    records: dict[str, int]
    clinics: int
    failures: tuple[str, ...]
    obstacles: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.failures and not self.obstacles


def erase_person(person: str, *, clinic: Clinic | None = None, user: User | None) -> Erasure:
    """Let all plugins forget a person, at one clinic or everywhere; ``person`` is what identifies them.

    Raises ``ValidationError`` for what would be found in texts about others.
    """
    person = cleaned_person(person)
    if clinic is not None:
        check_switch(user, clinic.pk)
        return _erase([clinic], person, user)
    check_allow(user)
    erasure = _erase(Clinic.objects.order_by("pk").iterator(), person, user)
    redact_network(person)
    return erasure


def erase_everybody(clinic: Clinic, *, user: User | None) -> Erasure:
    """Let all plugins forget everybody at a clinic."""
    check_switch(user, clinic.pk)
    return _erase([clinic], None, user)


@transaction.atomic
def erase_at(clinic: Clinic, person: str | None, user: User | None) -> dict[str, int]:
    """Let all plugins forget, at one clinic, and return how many records each one erased.

    Raises ``ValidationError``, and erases nothing, if any of them fails.
    """
    record = record_without_website(clinic)
    erasing = [
        (one, one.plugin.eraser) for one in registry.loaded.values() if one.plugin and one.plugin.eraser
    ]
    records = {one.name: _erase_one(one, eraser, record, person) for one, eraser in erasing}
    redact_words(record, person)
    if records:
        log(clinic, ERASED, user=user, data={"records": records, "everybody": person is None})
    return records


def _erase(clinics: Iterable[Clinic], person: str | None, user: User | None) -> Erasure:
    records: Counter[str] = Counter()
    failures, done = [], 0
    for clinic in clinics:
        try:
            records.update(erase_at(clinic, person, user))
            done += 1
        except ValidationError as refused:
            failures.append(" ".join(refused.messages))
    return Erasure(dict(records), done, tuple(failures), tuple(obstacles()))


def _erase_one(entry: Entry, eraser: EraseFunction, clinic: ClinicRecord, person: str | None) -> int:
    row = Activation.objects.for_clinic(clinic).filter(plugin=entry.name).first()
    words = _("“%(title)s” could not erase what it keeps for %(clinic)s, so nothing was erased there.")
    sentence = words % {"title": entry.title, "clinic": clinic.name}
    with (
        demand(entry.name, "erase", clinic.id, sentence),
        at_work(entry, clinic, row.settings if row else None) as context,
    ):
        count = eraser(context, person)
        if not isinstance(count, int):
            raise TypeError("An erasure returns how many records it erased.")
        redact_log(entry, clinic, person)
        redact_findings(entry, clinic, person)
    return count
