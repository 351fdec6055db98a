"""``python -m cms.plugins.trial NAME``: start Django with a plugin and print, as JSON, what is wrong with it.

``preflight`` runs this in a process of its own, since a plugin whose models cannot be imported brings down
the one that it is in.
"""

from __future__ import annotations

import json
import sys

import django
from django.core import checks


def problems_of(name: str) -> list[str]:
    """Return why a plugin is not loaded, and the errors of the system checks with it."""
    from cms.plugins.registry import registry  # it needs the settings, which the start of Django reads

    problems = [one.problem for one in registry.entries if one.name == name and one.plugin is None]
    errors = (one for one in checks.run_checks() if one.level >= checks.ERROR)
    return [*problems, *(f"{one.msg} ({one.id})" for one in errors)]


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"\n{json.dumps(problems_of(sys.argv[1]))}\n")
