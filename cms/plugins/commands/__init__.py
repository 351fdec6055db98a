"""What ``manage.py plugins`` can do: one module for each sort of work, named in ``MODULES``.

A module has ``add_to(parsers)``, which adds its subcommands with their arguments and, as the default of
``run``, the function that does the work. That gets the parsed options and returns what is printed as JSON; it
raises ``ValidationError`` or ``CommandError`` with sentences.
"""

from __future__ import annotations

from cms.plugins.commands import (
    background,
    deciding,
    keeping,
    leaving,
    renewing,
    telling,
    translating,
    trying,
    visiting,
)

MODULES = (telling, trying, visiting, deciding, background, keeping, renewing, leaving, translating)
