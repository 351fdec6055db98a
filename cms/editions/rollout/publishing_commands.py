"""Releasing library pages for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.editions.commands import Subcommand, day
from cms.editions.rollout.behind import rings_behind
from cms.editions.rollout.commands import check_network, release_json
from cms.library.actions import release
from cms.library.models import LibraryPage, Release, ReleaseClass

Options = Mapping[str, Any]
LISTED = 50


def find_library_page(key: int) -> LibraryPage:
    """Return a library page by its number; raises ``CommandError``."""
    pages = LibraryPage.objects.select_related("locale", "latest_revision")
    found: LibraryPage | None = pages.filter(pk=key).first()
    if found is None:
        raise CommandError(f"The page number {key} is no library page.")
    return found


def draft_of(page: LibraryPage) -> LibraryPage:
    """Return the newest draft of ``page``, or the page itself if nothing newer was saved."""
    draft: LibraryPage = page.get_latest_revision_as_object() if page.latest_revision else page
    return draft


def _publish(options: Options) -> Any:
    page = find_library_page(options["page"])
    behind = rings_behind(page.pk)
    if behind and not options["overtake"]:
        told = " ".join(map(str, behind))
        raise CommandError(
            f"{told} With this release these rings receive everything that the page says since then as well. "
            "To release it all the same, add --overtake."
        )
    made = release(
        draft_of(page),
        release_class=options["release_class"],
        note=options["note"],
        user=options["user"],
        corrected=options["correct"],
        reason=options["reason"],
        deadline=options["deadline"],
        revision=page.latest_revision,
        in_rings=options["in_rings"],
    )
    return release_json(made)


def _publish_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "page", metavar="PAGE", type=int, help="The number of the library page, whose draft is released."
    )
    parser.add_argument("--class", dest="release_class", choices=ReleaseClass.values, default="editorial")
    parser.add_argument("--note", default="", help="What changed and why, for clinics.")
    parser.add_argument(
        "--in-rings", action="store_true", help="Ring by ring instead of to everyone at once."
    )
    parser.add_argument(
        "--overtake",
        action="store_true",
        help="Release it though rings wait for the newest release or gave it back: they receive it too.",
    )
    parser.add_argument(
        "--correct",
        action="append",
        default=[],
        metavar="TARGET",
        help="A block's id or a field's name that shows everywhere at once; may be given more than once.",
    )
    parser.add_argument("--reason", default="", help="Why it is corrected.")
    parser.add_argument("--deadline", type=day, help="The day until which clinics confirm: 2026-12-31.")


def _list(options: Options) -> Any:
    check_network(options)
    found = Release.objects.select_related("page__locale")
    if options["page"] is not None:
        found = found.filter(page=find_library_page(options["page"]))
    return [release_json(one) for one in found[: max(options["most"], 0)]]


def _list_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "page", metavar="PAGE", type=int, nargs="?", help="The number of a library page: only its releases."
    )
    parser.add_argument("--most", type=int, default=LISTED, help=f"How many, newest first ({LISTED}).")


RELEASE_COMMANDS: tuple[Subcommand, ...] = (
    Subcommand("publish", "Release the draft of a library page.", _publish, _publish_arguments),
    Subcommand("list", "The releases, newest first.", _list, _list_arguments),
)
