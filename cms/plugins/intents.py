"""Where the button of a call to action leads, as the plugins say that are active for the clinic."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from cms.locales.context import RequestContext
from cms.plugins.answers import Link
from cms.plugins.calling import ask
from cms.plugins.contexts import IntentContext
from cms.plugins.registry import registry

POINT = "intent"
SCHEMES = frozenset({"https", "tel", "mailto"})
# Browsers drop some of these from an address and read a backslash as a slash.
CONFUSING = re.compile(r"[\x00-\x20\x7f\\]")


def link_for(intent: str, here: RequestContext, page: Any = None) -> Link | None:
    """Return the link of the first plugin that has one, in the order of the registry; ``None`` without one.

    One that answers with an address that no button may lead to has failed, and the next one is asked.
    """
    told = partial(IntentContext, page=page, intent=intent)
    for name, entry in registry.loaded.items():
        function = entry.plugin.intent_function if entry.plugin else None
        found = ask(name, POINT, here, told, partial(_checked, function)) if function else None
        if found is not None:
            return found
    return None


def _checked(function: Callable[[IntentContext], Link | None], context: IntentContext) -> Link | None:
    link = function(context)
    if link is None:
        return None
    if not isinstance(link, Link):
        raise TypeError(f"An intent is answered with a Link or None, not with {link!r}.")
    if not _is_allowed(link.url):
        raise ValueError(f"A button may not lead to {link.url!r}.")
    return link


def _is_allowed(url: str) -> bool:
    """Whether an address is one on this host, or begins with https:, tel: or mailto:."""
    if not url or CONFUSING.search(url) or url.startswith("//"):
        return False
    parts = urlsplit(url)
    if parts.scheme:
        return parts.scheme in SCHEMES and (parts.scheme != "https" or bool(parts.hostname))
    return not parts.netloc and url[0] in "/?#"
