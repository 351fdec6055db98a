"""Where a plugin has to succeed: what it raises undoes its work, and stops what depends on it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.plugins.containment import FAILURES

logger = logging.getLogger(__name__)


@contextmanager
def demand(plugin: str, point: str, clinic: int, sentence: str) -> Iterator[None]:
    """Run a plugin's code inside a ``with`` block, all of it or nothing.

    Raises ``ValidationError`` with ``sentence`` for whatever goes wrong in it, which is logged. What the
    plugin refuses with a ``ValidationError`` of its own comes out as it is.
    """
    try:
        with transaction.atomic():
            yield
    except ValidationError:
        raise
    except FAILURES as error:
        logger.exception("The plugin %s failed at %s for clinic %s.", plugin, point, clinic)
        raise ValidationError(sentence) from error
