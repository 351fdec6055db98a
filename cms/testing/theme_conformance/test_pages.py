"""Points 4 to 8: what every page says, as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from bs4 import BeautifulSoup

from cms.gallery.slots import MARK, page_slots
from cms.gallery.specimens import body_blocks
from cms.gallery.states import State
from cms.testing.looks.trial import Look, ThemeTrial
from cms.testing.markup import (
    document_problems,
    heading_problems,
    naming_problems,
    parsed,
    policy_problems,
    remote_sources,
)
from cms.testing.points import demand_nothing

Question = Callable[[BeautifulSoup], Iterator[str]]
# Most points look at every page, which nothing changes.
soup_of = cache(parsed)


def test_04_every_block_page_and_slot_shows(theme_trial: ThemeTrial) -> None:
    """Every block in every state, every page and every slot is shown, and nothing of it fails.

    A template that overrides another one still shows what that one shows: copy it, or extend it with
    ``{% extends %}``, and keep its slots. The gallery in the admin shows the same.
    """
    demand_nothing([*_failures(theme_trial), *_missing_blocks(theme_trial), *_missing_slots(theme_trial)])


def test_05_html_is_sound(theme_trial: ThemeTrial) -> None:
    """Every page is valid HTML: elements are closed and nested as they may be.

    Line and column are those of the page as a browser gets it; the gallery in the admin shows it.
    """
    demand_nothing(
        f"{one.name}: {problem}."
        for one in theme_trial.looks
        for problem in document_problems(one.shown.html)
    )


def test_06_headings_are_in_order_and_everything_has_a_name(theme_trial: ThemeTrial) -> None:
    """A page has one ``<h1>`` and leaves out no level; pictures, fields, links and buttons have names.

    People who use a screen reader jump from heading to heading, and hear names instead of pictures.
    """
    demand_nothing(
        [*_about(theme_trial, heading_problems), *_about(theme_trial, naming_problems), *_titles(theme_trial)]
    )


def test_07_nothing_runs_or_loads_from_elsewhere(theme_trial: ThemeTrial) -> None:
    """No script and no style in a page itself, and nothing from another host.

    Styles belong into ``style.css``, pictures and fonts into ``static/themes/<name>/``. The policy of the
    pages blocks everything else.
    """
    demand_nothing([*_about(theme_trial, policy_problems), *_about(theme_trial, _remote)])


def test_08_pages_say_language_direction_and_theme(theme_trial: ThemeTrial) -> None:
    """The root of every page says in which language and direction it is, and which theme it has.

    Keep ``lang``, ``dir`` and ``data-theme`` of ``<html>`` where you override ``theme/base.html``.
    """
    demand_nothing(problem for one in theme_trial.looks for problem in _root_problems(theme_trial, one))


def _failures(trial: ThemeTrial) -> Iterator[str]:
    for one in trial.every:
        yield from (f"{failure.specimen}: {failure.problem}" for failure in one.shown.failures)


def _missing_blocks(trial: ThemeTrial) -> Iterator[str]:
    usual = f"blocks/{State.USUAL}"
    for one in trial.looks:
        if one.shown.sheet.name == usual:
            names = {anchor: name.rpartition("/")[2] for anchor, name in one.shown.specimens.items()}
            shown = {name for anchor, name in names.items() if f'id="{anchor}"' in one.shown.html}
            for name in sorted(set(body_blocks()) - shown):
                yield f"{usual}/{name}: the block shows nothing, or lost its id."


def _missing_slots(trial: ThemeTrial) -> Iterator[str]:
    filled = "".join(one.shown.html for one in trial.looks if one.shown.sheet.slots)
    shown = set(re.findall(rf'{MARK}="([^"]+)"', filled))
    yield from (f"The slot {name} is on no page." for name in page_slots() if name not in shown)


def _about(trial: ThemeTrial, question: Question) -> Iterator[str]:
    for one in trial.looks:
        yield from (f"{one.name}: {problem}." for problem in question(soup_of(one.shown.html)))


def _titles(trial: ThemeTrial) -> Iterator[str]:
    for one in trial.looks:
        number = len(soup_of(one.shown.html).find_all("h1"))
        if number != 1:
            yield f"{one.name}: the page has {number} <h1>, not one."


def _remote(soup: BeautifulSoup) -> Iterator[str]:
    yield from (f"something from {origin}" for _directive, origin in remote_sources(soup))


def _root_problems(trial: ThemeTrial, look: Look) -> Iterator[str]:
    root = soup_of(look.shown.html).html
    expected = {
        "lang": look.language,
        "dir": "rtl" if look.is_turned else "ltr",
        "data-theme": trial.theme.name,
    }
    for name, value in expected.items():
        if root is None or root.get(name) != value:
            yield f"{look.name}: <html> does not say {name}=“{value}”."
