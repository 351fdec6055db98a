"""Rings and holds for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, CommandParser
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from cms.clinics.models import Clinic
from cms.clinics.records import clinic_for_page_path
from cms.editions.commands import Subcommand
from cms.editions.models import Edition
from cms.editions.rollout.actions import (
    accept_release,
    add_ring,
    delete_ring,
    follow_latest,
    go_back,
    hold,
    let_go,
    move_clinic,
    postpone,
    review_first,
    roll_back,
    start_now,
)
from cms.editions.rollout.models import Mode, Ring
from cms.editions.rollout.queries import clinics_in, mode_of, progress, rings_with_sizes, standings
from cms.editions.rollout.rights import ORDER_RINGS, RELEASE, check_accept
from cms.library.models import Release

Options = Mapping[str, Any]


def find_release(key: int) -> Release:
    """Return a release by its number; raises ``CommandError``."""
    found = Release.objects.select_related("page__locale").filter(pk=key).first()
    if found is None:
        raise CommandError(f"There is no release number {key}. “manage.py releases list” names them.")
    return found


def find_ring(name: str) -> Ring:
    """Return a ring by its name; raises ``CommandError``."""
    found = Ring.objects.filter(name=name).first()
    if found is None:
        names = ", ".join(f"“{one}”" for one in Ring.objects.values_list("name", flat=True))
        raise CommandError(f"There is no ring “{name}”. There are: {names}.")
    return found


def find_clinic(slug: str) -> Clinic:
    """Return a clinic by its short name; raises ``CommandError``."""
    found: Clinic | None = Clinic.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no clinic with the short name “{slug}”.")
    return found


def find_edition(key: int) -> Edition:
    """Return an edition by the number of its page; raises ``CommandError``."""
    found: Edition | None = Edition.objects.filter(pk=key).first()
    if found is None:
        raise CommandError(f"The page number {key} is no edition.")
    return found


def release_json(release: Release) -> dict[str, Any]:
    """Return what scripts read about a release."""
    return {
        "release": release.pk,
        "page": release.page_id,
        "title": release.page.title,
        "language": release.page.locale.language_code,
        "class": release.release_class,
        "note": release.note,
        "released_at": release.released_at.isoformat(),
    }


def check_network(options: Options) -> None:
    """Raise ``PermissionDenied`` if there is a user whom the rollout of releases does not concern."""
    user = options["user"]
    if user is not None and not (user.has_perm(RELEASE) or user.has_perm(ORDER_RINGS)):
        raise PermissionDenied(_("Only staff of the network and of the library may see this."))


def _rings(options: Options) -> Any:
    check_network(options)
    return [
        {
            "ring": ring.name,
            "delay_hours": ring.delay_hours,
            "is_default": ring.is_default,
            "clinics": sorted(clinics_in(ring).values_list("slug", flat=True)),
        }
        for ring, _size in rings_with_sizes()
    ]


def _progress(options: Options) -> Any:
    check_network(options)
    release = find_release(options["release"])
    rows = [
        {
            "ring": one.ring.name,
            "state": one.state.value,
            "at": one.at.isoformat(),
            "clinics": one.clinics,
            "held": one.held,
            "reason": one.step.reason if one.step else "",
            "shows_instead": one.instead.pk if one.instead else None,
        }
        for one in progress(release)
    ]
    return {**release_json(release), "rings": rows}


def _start(options: Options) -> Any:
    release = find_release(options["release"])
    start_now(release, find_ring(options["ring"]), user=options["user"])
    return _progress(options)


def _postpone(options: Options) -> Any:
    release = find_release(options["release"])
    try:
        moment = parse_datetime(options["starts_at"])
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError("Give the time like this: 2026-12-01T08:00:00+01:00")
    moment = make_aware(moment) if is_naive(moment) else moment
    postpone(release, find_ring(options["ring"]), moment, user=options["user"])
    return _progress(options)


def _roll_back(options: Options) -> Any:
    release = find_release(options["release"])
    roll_back(release, find_ring(options["ring"]), options["reason"], user=options["user"])
    return _progress(options)


def _add_ring(options: Options) -> Any:
    add_ring(options["ring"], delay_hours=options["delay"], user=options["user"])
    return _rings(options)


def _delete_ring(options: Options) -> Any:
    delete_ring(find_ring(options["ring"]), user=options["user"])
    return _rings(options)


def _move_clinic(options: Options) -> Any:
    move_clinic(find_clinic(options["clinic"]), find_ring(options["ring"]), user=options["user"])
    return _rings(options)


def _mode(options: Options) -> Any:
    clinic = find_clinic(options["clinic"])
    check_accept(options["user"], clinic.pk)
    if options["mode"] == Mode.LATEST:
        follow_latest(clinic, user=options["user"])
    elif options["mode"] == Mode.REVIEW:
        review_first(clinic, user=options["user"])
    return {"clinic": clinic.slug, "mode": mode_of(clinic.pk).value}


def _standing(options: Options) -> Any:
    edition = find_edition(options["edition"])
    owner = clinic_for_page_path(edition.path)
    if owner is None:
        raise CommandError(f"The page number {edition.pk} belongs to no clinic.")
    check_accept(options["user"], owner[0].id)
    standing = standings([edition], owner[0])[edition.pk]
    return {
        "edition": edition.pk,
        "shown": release_json(standing.shown) if standing.shown else None,
        "is_held": standing.is_held,
        "newer": [release_json(one) for one in standing.newer],
        "older": [release_json(one) for one in standing.older],
    }


def _choose(act: Callable[..., object]) -> Callable[[Options], Any]:
    def run(options: Options) -> Any:
        act(find_edition(options["edition"]), find_release(options["release"]), user=options["user"])
        return _standing(options)

    return run


def _hold(options: Options) -> Any:
    release = find_release(options["release"]) if options["release"] is not None else None
    hold(find_edition(options["edition"]), release, user=options["user"])
    return _standing(options)


def _let_go(options: Options) -> Any:
    let_go(find_edition(options["edition"]), user=options["user"])
    return _standing(options)


def _asks(*names: str) -> Callable[[CommandParser], None]:
    """Return what adds these arguments to a parser."""

    def add(parser: CommandParser) -> None:
        for name in names:
            parser.add_argument(name, **ARGUMENTS[name])

    return add


ARGUMENTS: dict[str, dict[str, Any]] = {
    "release": {"type": int, "help": "The number of the release."},
    "--release": {"type": int, "help": "The number of the release; without it, the one that shows now."},
    "edition": {"type": int, "help": "The number of the clinic's page."},
    "ring": {"help": "The name of the ring."},
    "clinic": {"help": "The short name of the clinic."},
    "mode": {"nargs": "?", "choices": Mode.values, "help": "What to switch to; without it, what is so now."},
    "reason": {"help": "Why, in at most 300 characters."},
    "starts_at": {"help": "When, for example 2026-12-01T08:00:00+01:00."},
    "--delay": {"type": int, "default": 0, "help": "Hours after the release (0)."},
}

EDITION_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("follow", "How a clinic follows the library, or switch it.", _mode, _asks("clinic", "mode")),
    Subcommand(
        "standing", "Which release an edition shows, and which it could.", _standing, _asks("edition")
    ),
    Subcommand("hold", "Hold an edition at a release.", _hold, _asks("edition", "--release")),
    Subcommand("let-go", "Let an edition show the latest release again.", _let_go, _asks("edition")),
    Subcommand(
        "accept-release",
        "Move a hold to a newer release.",
        _choose(accept_release),
        _asks("edition", "release"),
    ),
    Subcommand(
        "go-back", "Hold an edition at an older release.", _choose(go_back), _asks("edition", "release")
    ),
)
RELEASE_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("rings", "The rings with their clinics.", _rings),
    Subcommand("add-ring", "Make a ring.", _add_ring, _asks("ring", "--delay")),
    Subcommand("delete-ring", "Delete a ring.", _delete_ring, _asks("ring")),
    Subcommand("move-clinic", "Put a clinic into a ring.", _move_clinic, _asks("clinic", "ring")),
    Subcommand("progress", "Which ring has a release.", _progress, _asks("release")),
    Subcommand("start", "Start a release in a ring now.", _start, _asks("release", "ring")),
    Subcommand(
        "postpone", "Change when a ring receives a release.", _postpone, _asks("release", "ring", "starts_at")
    ),
    Subcommand("roll-back", "Take a release back in a ring.", _roll_back, _asks("release", "ring", "reason")),
)
