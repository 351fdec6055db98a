"""What plugins add to the facts about a page that search engines read, as nodes of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cms.locales.context import RequestContext
from cms.plugins.calling import ask
from cms.plugins.contexts import PageContext
from cms.plugins.declared import DataFunction
from cms.plugins.registry import registry

POINT = "structured_data"

Node = dict[str, Any]


def with_plugins(core: Iterable[Node], here: RequestContext, page: Any = None) -> list[Node]:
    """Return the ``core`` nodes with what the active plugins add to them, followed by nodes of their own.

    A plugin adds keys to a node by its ``@id``, and values to a list that is there; what is there otherwise
    stays as it is. A node without a ``@type`` whose ``@id`` is not on this page is left out.
    """
    graph = [dict(node) for node in core]
    by_id = {node["@id"]: node for node in graph if "@id" in node}
    for node in _from_plugins(here, page):
        known = by_id.get(node.get("@id", ""))
        if known is not None:
            _add(known, node)
        elif "@type" in node:
            graph.append(node)
            by_id |= {node["@id"]: node} if "@id" in node else {}
    return graph


def _from_plugins(here: RequestContext, page: Any) -> list[Node]:
    told = partial(PageContext, page=page)
    return [
        node
        for name, entry in registry.loaded.items()
        if entry.plugin
        for function in entry.plugin.data_functions
        for node in ask(name, POINT, here, told, partial(_nodes, function)) or ()
    ]


def _nodes(function: DataFunction, context: PageContext) -> list[Node]:
    return [_checked(node) for node in function(context)]


def _checked(node: Mapping[str, Any]) -> Node:
    """Return a plain copy of a node; raises ``TypeError`` or ``ValueError`` for what is none."""
    if not isinstance(node, Mapping):
        raise TypeError(f"A node must be a dictionary, not {node!r}.")
    plain: Node = json.loads(json.dumps(dict(node), cls=DjangoJSONEncoder, allow_nan=False))
    if not plain.get("@type") and not plain.get("@id"):
        raise ValueError("A node needs a @type or an @id.")
    if not isinstance(plain.get("@id", ""), str):
        raise TypeError("The @id of a node must be a text.")
    return plain


def _add(known: Node, more: Node) -> None:
    for key, value in more.items():
        there = known.setdefault(key, value)
        if isinstance(there, list) and there is not value:
            values = value if isinstance(value, list) else [value]
            known[key] = [*there, *(one for one in values if one not in there)]
