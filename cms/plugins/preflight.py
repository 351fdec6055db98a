"""Try every plugin before a start depends on it: each in a process of its own, with those it requires.

What cannot be imported, models as well, is found here while the sites still run without it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cms.plugins.discovery import Installed

SECONDS = 60
PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Tried:
    """A plugin that was tried, and the sentences that say what is wrong with it: none if nothing is."""

    name: str
    problems: tuple[str, ...]


def preflight(plugins: Iterable[Installed]) -> Iterator[Tried]:
    """Try each of ``plugins``, and tell of each when it was tried."""
    known = {one.name: one for one in plugins if one.manifest is not None}
    for one in plugins:
        yield Tried(one.name, (one.problem,) if one.manifest is None else _try(one.name, known))


def _try(name: str, known: Mapping[str, Installed]) -> tuple[str, ...]:
    left_out = known.keys() - _with_required(name, known)
    asked = {"MERIDIAN_PLUGINS_DISABLED": ",".join(sorted(left_out)), "MERIDIAN_SAFE_MODE": "0"}
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, and a name that a manifest may hold
            [sys.executable, "-m", "cms.plugins.trial", name],
            cwd=PROJECT,
            env=os.environ | asked,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return (f"It was not imported within {SECONDS} s.",)
    if done.returncode:
        return (f"Django does not start with it: {_last_line(done.stderr) or f'exit {done.returncode}'}",)
    return tuple(json.loads(_last_line(done.stdout)))


def _with_required(name: str, known: Mapping[str, Installed]) -> set[str]:
    """Return the names of a plugin and of those that it requires, and so on."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        manifest = known[one].manifest if one in known and one not in found else None
        found.add(one)
        waiting += manifest.requires if manifest else ()
    return found


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]
