"""What is asked of a page in the browser: functions that answer with a list of ``{anchor, words}``."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "scripts"


def _script(name: str) -> str:
    """Return a function without the comment that stands before it."""
    lines = (FOLDER / f"{name}.js").read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("//"))


NAMING = _script("naming")
"""Defines what the others use; runs in each page before them."""
AXE = _script("axe")
SIDEWAYS = _script("sideways")
PRINT = _script("print")
FOCUS = _script("focus")
