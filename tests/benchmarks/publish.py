"""Publishing a shared page that N sites show: the library with its editions, and Wagtail with alias pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from tests.benchmarks.measuring import Timing, queries_of, settle, timed, typical
from tests.benchmarks.network import Network, host_of
from tests.benchmarks.peer.models import PeerPage
from tests.benchmarks.serve import answer, clinic_handler

BODY = "shared"
ROUNDS = 9
ALIAS_ROUNDS = {1: 5, 10: 3}

_releases = count(1)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What publishing costs with ``sites`` sites: a library page, and a page with as many aliases."""

    sites: int
    editions: Timing
    edition_queries: int
    aliases: Timing
    alias_queries: int

    @property
    def ratio(self) -> float:
        """How many times faster the library is."""
        return self.aliases.clock / self.editions.clock


def measure_publishing(
    network: Network, sizes: Sequence[int], say: Callable[[str], None]
) -> list[Publishing]:
    """Let the network grow through ``sizes`` and measure both at each."""
    measured, done = [], 0
    for size in sizes:
        say(f"opening clinics, editions and aliases up to {size:,}")
        network.open_clinics(size)
        network.follow(BODY, network.sections[done:size])
        network.alias(BODY, network.sections[done:size])
        done = size
        say(f"publishing to {size:,}")
        measured.append(_measure(network, size))
    return measured


def _measure(network: Network, size: int) -> Publishing:
    library_page, source = network.library[BODY], network.peer[BODY]
    settle()
    # In turns, so that what else the machine does falls on both alike.
    editions, aliases = [], []
    alias_rounds = ALIAS_ROUNDS.get(size, 1)
    for number in range(ROUNDS):
        editions.append(publish_once(library_page, timed)[0])
        if number < alias_rounds:
            aliases.append(publish_once(source, timed)[0])
    edition_queries, heading = publish_once(library_page, queries_of)
    _check_edition(network, size, heading)
    alias_queries, heading = publish_once(source, queries_of)
    _check_aliases(size, heading)
    return Publishing(size, typical(editions), edition_queries, typical(aliases), alias_queries)


def publish_once(page: Any, measure: Callable[[Callable[[], None]], Any]) -> tuple[Any, str]:
    """Change one heading and publish, as the page editor does; returns the measurement and the heading."""
    heading = f"In short, release {next(_releases)}"
    fresh = type(page).objects.get(pk=page.pk)
    body = fresh.body.get_prep_value()
    body[0]["value"]["heading"] = heading
    fresh.body = json.dumps(body)
    return measure(lambda: fresh.save_revision().publish()), heading


def _check_edition(network: Network, size: int, heading: str) -> None:
    """What is fast must also be right: the last clinic's next visitor reads what was published."""
    html = answer(clinic_handler(), host_of(network.sections[size - 1]), f"/conditions/{BODY}/")
    if heading not in html:
        raise AssertionError(f"The edition of clinic {size} does not show what was published.")


def _check_aliases(size: int, heading: str) -> None:
    aliases = PeerPage.objects.filter(alias_of__isnull=False)
    updated = aliases.annotate(text=Cast("body", TextField())).filter(text__contains=heading).count()
    if updated != size:
        raise AssertionError(f"{updated} of {size} alias pages were updated.")
