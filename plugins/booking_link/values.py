"""A clinic's settings as the plugin reads them: every link, and which hosts may be shown in a frame."""

from __future__ import annotations

from collections.abc import Iterator

from cms.plugins.api import DurableStructValue
from plugins.booking_link.buttons.frames import frame_address, origin_of
from plugins.booking_link.links.link import BookingLink


class BookingSettingsValue(DurableStructValue):
    """The settings of one clinic."""

    @property
    def links(self) -> Iterator[BookingLink]:
        """Every link that can be used: the clinic's own, then those of services, practitioners, locations."""
        rows = (row["link"] for name in ("services", "practitioners", "locations") for row in self[name])
        yield from (link for link in (self["link"], *rows) if isinstance(link, BookingLink))

    @property
    def embed_origins(self) -> list[str]:
        """What ``frame-src`` must allow; nothing unless the clinic shows booking pages in its own."""
        addresses = [frame_address(link) for link in self.links] if self["embedded"] else []
        return sorted({origin_of(address) for address in addresses if address})
