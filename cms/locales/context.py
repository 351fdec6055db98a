"""The request context: which clinic is being shown, and in which language.

It lives in a ``ContextVar``. The middleware sets it for the time of a request; whatever renders outside a
request (a preview, a test, a queued job) sets it with :func:`use_context`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.locales.urls import clinic_path


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The clinic and the language that a page is shown for."""

    clinic: ClinicRecord
    language: LanguageRecord

    @property
    def theme(self) -> str:
        """The name of the clinic's theme."""
        return self.clinic.theme

    @property
    def home_url(self) -> str:
        """The path of the home page in this language: ``/`` or, say, ``/en/``."""
        return clinic_path(self.language)

    @property
    def variables(self) -> Mapping[str, str]:
        """What the clinic variables in texts stand for, unescaped."""
        return MappingProxyType(
            {
                "clinic": self.clinic.name,
                "city": self.clinic.city,
                "phone": self.clinic.phone,
                "emergency_number": self.clinic.emergency_number,
            }
        )


_current: ContextVar[RequestContext | None] = ContextVar("meridian_request_context", default=None)


def current_context() -> RequestContext | None:
    """Return the context of what is being rendered, or ``None`` on the admin host and outside requests."""
    return _current.get()


@contextmanager
def use_context(context: RequestContext | None) -> Iterator[RequestContext | None]:
    """Make ``context`` the current one inside a ``with`` block; afterwards the one before is back."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
