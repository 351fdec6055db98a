"""What the kit notices in style sheets."""

from __future__ import annotations

import pytest

from cms.testing.styles import colour_problems, direction_problems


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("p { color: #123456 }", ["color names the colour #123456"]),
        ("p { border: 1px solid Red }", ["border names the colour Red"]),
        ("p { background: rgb(1 2 3) }", ["background names the colour rgb("]),
        ("@media print { p { fill: black; } }", ["fill names the colour black"]),
        ("p { color: var(--color-text); background: transparent; border-color: currentColor }", []),
        ("p { background: #fff; forced-color-adjust: none }", []),
        ("p { background: #fff; color-scheme: light }", []),
        ("/* p { color: red } */ p { inline-size: 1rem }", []),
        ("#fade { margin: 0 }", []),
    ],
)
def test_colours_are_those_of_the_theme(css, found) -> None:
    assert list(colour_problems(css)) == found


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("p { margin-left: 1rem }", ["margin-left: 1rem"]),
        ("p { left: 0 }", ["left: 0"]),
        ("p { border-right-width: 1px }", ["border-right-width: 1px"]),
        ("p { text-align: right }", ["text-align: right"]),
        ("p { float: left }", ["float: left"]),
        ("p { margin-inline-start: 1rem; text-align: start; inset-inline: 0 }", []),
        ("p { background-position: left top; --left: 1 }", []),
    ],
)
def test_left_and_right_are_written_as_start_and_end(css, found) -> None:
    assert list(direction_problems(css)) == found
