"""Keeps the remembered clinic records true: every change of what they hold is noticed here.

A change of a clinic's places drops that clinic's record. A change of hosts, of languages or of where home
pages stand may concern any clinic, so it drops them all; such changes are rare.

Records are dropped at once, for the transaction that made the change, and again when it commits, in case
another process read the old state in between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from cms.clinics import records
from cms.clinics.hosts import folded
from cms.clinics.models import Clinic, ClinicLanguage, Location, OpeningHours
from cms.clinics.places import forget_places

HOME_DEPTH = 2


def connect() -> None:
    """Listen to every change that a record depends on."""
    for signal in (post_save, post_delete):
        for model in (Clinic, ClinicLanguage, Site):
            signal.connect(_forget_all, sender=model, dispatch_uid=f"clinics-{model.__name__}")
        signal.connect(_forget_clinic_of, sender=Location, dispatch_uid="clinics-location")
        signal.connect(_forget_places_of, sender=OpeningHours, dispatch_uid="clinics-hours")
        signal.connect(_notice_home, dispatch_uid="clinics-home")
    pre_save.connect(_fold_hostname, sender=Site, dispatch_uid="clinics-hostname")
    page_slug_changed.connect(_notice_home, dispatch_uid="clinics-home")
    post_page_move.connect(_notice_home, dispatch_uid="clinics-home")


def _fold_hostname(instance: Site, **kwargs: Any) -> None:
    """Host names have no case; stored in lower case, they are found by an index."""
    instance.hostname = folded(instance.hostname)


def _forget_all(**kwargs: Any) -> None:
    _now_and_on_commit(records.forget_all_clinics)


def _forget_places_of(instance: OpeningHours, **kwargs: Any) -> None:
    clinic_id = instance.location.clinic_id
    _now_and_on_commit(lambda: forget_places(clinic_id))


def _forget_clinic_of(instance: Location, **kwargs: Any) -> None:
    _now_and_on_commit(lambda: forget_places(instance.clinic_id))
    clinic = records.read_clinic(clinic=instance.clinic_id)
    if clinic is not None:
        _now_and_on_commit(lambda: records.forget_clinic(clinic))


def _notice_home(instance: Any, **kwargs: Any) -> None:
    """A page directly under the root was saved, moved or removed; moving it may shift its neighbours."""
    if isinstance(instance, Page) and instance.depth <= HOME_DEPTH:
        _forget_all()


def _now_and_on_commit(forget: Callable[[], None]) -> None:
    forget()
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(forget)
