"""Booking pages that open inside a page of the clinic."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.links.providers import PROVIDERS
from plugins.booking_link.targets.resolution import built


@dataclass(frozen=True, slots=True)
class Frame:
    """A booking page in a frame: its address, its origin, and the address where opening it is counted."""

    address: str
    origin: str
    counted_at: str


def frame_address(link: BookingLink) -> str:
    """Return the address of a booking page for a frame; empty if its provider cannot be shown in one."""
    provider = PROVIDERS.get(link.provider)
    return built(link, embedded=True) if provider is not None and provider.embeddable else ""


def origin_of(address: str) -> str:
    """Return scheme and host of an address, such as ``https://hudson.janeapp.com``."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
