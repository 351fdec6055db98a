"""What a plugin answers on the site of a clinic: only where it is active, and contained.

What Django knows as an answer, such as ``Http404`` or ``PermissionDenied``, is one here too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import ResolverMatch

from cms.locales.context import RequestContext
from cms.plugins.activation import is_active
from cms.plugins.addresses import dashed, match
from cms.plugins.breaker import Breaker
from cms.plugins.containment import Turn, attempt
from cms.plugins.cookies import declared_only
from cms.plugins.registry import registry
from cms.plugins.streaming import keep_contained
from cms.plugins.tracing import Outcome

ANSWERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError)


class PluginUnavailable(Exception):  # noqa: N818 -- named after what the visitor meets
    """A plugin's view gave no answer: it failed, or is left alone for ``retry_after`` seconds."""

    def __init__(self, status: HTTPStatus, retry_after: int = 0) -> None:
        super().__init__(status.phrase)
        self.status = status
        self.retry_after = retry_after


def site_response(
    request: HttpRequest,
    name: str,
    rest: str,
    here: RequestContext,
    surroundings: Callable[[], Mapping[str, Any]],
) -> HttpResponseBase:
    """Return what the plugin with the dashed ``name`` answers at ``rest``, the path below its own.

    A ``TemplateResponse`` is rendered here, with the ``surroundings`` that a page of the clinic has.
    Raises ``Http404`` where there is nothing, ``PluginUnavailable``, and what the view answers by raising it.
    """
    plugin, found = _find(name, rest, here)
    point = f"site:{found.view_name}"
    tried = attempt(plugin, point, here.clinic.id, partial(answer, request, found, surroundings))
    if tried.outcome is Outcome.PAUSED:
        seconds = Breaker(plugin, point, here.clinic.id).seconds_left()
        raise PluginUnavailable(HTTPStatus.SERVICE_UNAVAILABLE, seconds)
    if tried.answer is None:
        raise PluginUnavailable(HTTPStatus.INTERNAL_SERVER_ERROR)
    if isinstance(tried.answer, Exception):
        raise tried.answer
    return declared_only(tried.answer, plugin, here.clinic.id)


def _find(name: str, rest: str, here: RequestContext) -> tuple[str, ResolverMatch]:
    for plugin, entry in registry.loaded.items():
        if dashed(plugin) == name and entry.plugin and is_active(plugin, here.clinic.id):
            return plugin, match(entry.plugin, rest)
    raise Http404


def answer(
    request: HttpRequest, found: ResolverMatch, surroundings: Callable[[], Mapping[str, Any]], turn: Turn
) -> HttpResponseBase | Exception:
    """Return the response of a plugin's view, rendered, or what it answers by raising it.

    What it streams is contained until its end.
    """
    try:
        response = found.func(request, *found.args, **found.kwargs)
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response.context_data = {**surroundings(), **(response.context_data or {})}
            response.render()
    except ANSWERS as refusal:
        return refusal
    if not isinstance(response, HttpResponseBase):
        raise TypeError(f"The view {found.view_name} must return a response, not {response!r}.")
    if isinstance(response, StreamingHttpResponse):
        keep_contained(response, turn)
    turn.shown = True
    return response
