"""The query of a booking address: which parameters a provider takes, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote_plus

from django.utils.translation import gettext as _

from plugins.booking_link.links.addresses import LinkError, is_personal
from plugins.booking_link.links.providers import Provider
from plugins.booking_link.links.providers.shapes import Shape

# What a value may hold as it is, so that it reads like the address that was pasted.
SAFE = "!$'()*,/:=?@[]~|"
BETWEEN = ","
"""Stands between the values of an option that repeats."""


def read_parts(query: str, provider: Provider, shape: Shape) -> dict[str, str] | None:
    """Return the parts that the query carries, ``None`` if one that ``shape`` needs is missing.

    Raises ``LinkError`` for a value that its part cannot have.
    """
    if shape.whole_query:
        return {shape.whole_query: query} if query else {}
    found = _values(query, provider, shape)
    parts = {}
    for pair in shape.pairs:
        value = _only(pair.name, found.get(pair.name, [""]), provider)
        if value and not pair.pattern.fullmatch(value):
            raise _unfit(pair.name, value, provider)
        if value:
            parts[pair.part] = value
        elif pair.is_required:
            return None
    return parts


def read_options(query: str, provider: Provider, shape: Shape) -> dict[str, str]:
    """Return the options in the query, decoded and in the provider's order.

    Raises ``LinkError`` for what ``provider`` does not take.
    """
    if shape.whole_query:
        return {}
    found = _values(query, provider, shape)
    taken = [pair.name for pair in shape.pairs]
    for name in found:
        if name not in taken and name not in provider.options:
            raise _refused(name, provider, taken)
    names = [name for name in provider.options if name in found and name not in taken]
    return {name: _option(name, found[name], provider) for name in names}


def write_query(
    parts: Mapping[str, str], options: Mapping[str, str], provider: Provider, shape: Shape
) -> list[str]:
    """Return the segments of the query."""
    if shape.whole_query:
        return [parts[shape.whole_query]] if shape.whole_query in parts else []
    segments = [segment(pair.name, parts[pair.part]) for pair in shape.pairs if pair.part in parts]
    for name in provider.options:
        if name in options:
            values = options[name].split(BETWEEN) if name in provider.repeats else [options[name]]
            segments += [segment(name, value) for value in values]
    return segments


def segment(name: str, value: str) -> str:
    """Return a parameter as it stands in a query."""
    return f"{quote(name, safe=SAFE)}={quote(value, safe=SAFE)}"


def _values(query: str, provider: Provider, shape: Shape) -> dict[str, list[str]]:
    """Return the decoded values by name, each value once, without what is dropped."""
    known = [*(pair.name for pair in shape.pairs), *provider.options]
    spelling = {name.lower(): name for name in known} if provider.any_case else {}
    found: dict[str, list[str]] = {}
    for one in filter(None, query.split("&")):
        name, _sign, value = (unquote_plus(text) for text in one.partition("="))
        name = spelling.get(name.lower(), name)
        if name not in known and name in provider.dropped:
            continue
        values = found.setdefault(name, [])
        if value not in values:
            values.append(value)
    return found


def _option(name: str, values: list[str], provider: Provider) -> str:
    for value in values:
        if not provider.options[name].fullmatch(value):
            raise _unfit(name, value, provider)
    return BETWEEN.join(values) if name in provider.repeats else _only(name, values, provider)


def _only(name: str, values: list[str], provider: Provider) -> str:
    if len(values) > 1:
        raise LinkError(
            _("“%(name)s” stands in the address more than once; %(provider)s takes one value.")
            % {"name": name, "provider": provider.title}
        )
    return values[0]


def _unfit(name: str, value: str, provider: Provider) -> LinkError:
    return LinkError(
        _("“%(value)s” is no value that %(provider)s has for “%(name)s”.")
        % {"value": value, "provider": provider.title, "name": name}
    )


def _refused(name: str, provider: Provider, taken: list[str]) -> LinkError:
    if is_personal(name) or any(pattern.fullmatch(name) for pattern in provider.personal):
        return LinkError(
            _("The address fills in personal data (“%(name)s”); take that out.") % {"name": name}
        )
    allowed = ", ".join(dict.fromkeys([*taken, *provider.options]))
    if not allowed:
        return LinkError(
            _("%(provider)s takes no “%(name)s” in its links, nor anything else after a question mark.")
            % {"provider": provider.title, "name": name}
        )
    return LinkError(
        _("%(provider)s takes no “%(name)s” in its links; it takes %(allowed)s.")
        % {"provider": provider.title, "name": name, "allowed": allowed}
    )
