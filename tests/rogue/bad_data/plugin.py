"""Gives search engines what is no data, and tries to end the element that holds it."""

from __future__ import annotations

import math
from typing import Any

from cms.plugins.api import PageContext, Plugin

plugin = Plugin("bad_data")


def no_node(context: PageContext) -> list[Any]:
    return ["no node"]


def no_number(context: PageContext) -> list[Any]:
    return [{"@type": "Offer", "price": math.nan}]


def no_text(context: PageContext) -> list[Any]:
    return [{"@type": "Offer", "seller": object()}]


def breaks_out(context: PageContext) -> list[Any]:
    return [{"@type": "Offer", "name": "</script><script>alert(1)</script>"}]


for function in (breaks_out, no_node, no_number, no_text):
    plugin.structured_data(function)
