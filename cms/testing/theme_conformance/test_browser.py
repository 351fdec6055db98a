"""Points 9 to 16: what every page is like in a browser."""

from __future__ import annotations

from collections.abc import Callable

from cms.testing.looks.findings import Matter
from cms.testing.points import demand_nothing

Seen = Callable[[Matter], list[str]]


def test_09_axe_finds_nothing(seen: Seen) -> None:
    """Every page keeps WCAG 2.2 AA and what axe calls best practice; links and buttons are 24 pixels high.

    Each line names the rule, which axe explains at length under its name.
    """
    demand_nothing(seen(Matter.ACCESSIBILITY))


def test_10_dark_screens_have_contrast(seen: Seen) -> None:
    """On dark screens too every text can be told from what it stands on, as it is shown.

    A rule that takes a colour from a token and its ground from elsewhere breaks here.
    """
    demand_nothing(seen(Matter.DARK))


def test_11_nothing_scrolls_sideways_on_a_phone_and_at_400_percent(seen: Seen) -> None:
    """At 320 pixels, a small phone or a wide screen at 400 % zoom, every page fits, with long words in it.

    Use ``overflow-wrap: anywhere``, ``min-inline-size: 0`` in grids, and no fixed width.
    """
    demand_nothing(seen(Matter.NARROW))


def test_12_pages_fit_from_right_to_left(seen: Seen) -> None:
    """From right to left every page fits as well, on a wide screen and at 320 pixels.

    Say ``inset-inline-start`` and ``margin-inline-end`` for left and right.
    """
    demand_nothing(seen(Matter.TURNED))


def test_13_everything_shows_without_a_script(seen: Seen) -> None:
    """Where a browser runs no script, the pages say the same.

    A theme needs none: fold with ``<details>``, and leave open what a script would open.
    """
    demand_nothing(seen(Matter.SCRIPTLESS))


def test_14_paper_shows_everything(seen: Seen) -> None:
    """In print nothing is cut off or folded, nothing is wider than the paper, and there is no menu.

    Put rules for paper into ``@media print``.
    """
    demand_nothing(seen(Matter.PRINT))


def test_15_focus_shows(seen: Seen) -> None:
    """Whatever a key can reach shows when it has the focus.

    Leave the ring of the shared rules, or draw another one for ``:focus-visible``.
    """
    demand_nothing(seen(Matter.FOCUS))


def test_16_pages_ask_for_their_own_files_only(seen: Seen) -> None:
    """A page asks for nothing beyond its stylesheet, its pictures and its fonts, which are all there.

    The policy of the pages, which is in force here, blocks the rest.
    """
    demand_nothing(seen(Matter.REQUESTS))
