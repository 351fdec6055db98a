"""How a server elsewhere is connected to: only at a public address, and for no longer than until a deadline.

The time-out of a socket begins anew with every piece that arrives, so a server that lets its answer drip, be
it the headers or the body, could keep one for ever. Here each piece has only what is left until the deadline.
"""

from __future__ import annotations

import time
from functools import partial
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from ipaddress import ip_address, ip_network
from socket import socket
from typing import Any

from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress  # type: ignore[import-untyped]  # it ships no types
from requests_hardened.ip_filter_adapter import IPFilterAdapter  # type: ignore[import-untyped]  # as above

GLOBAL_UNICAST = ip_network("2000::/3")


class Punctual(HTTPAdapter):
    """Reads no answer beyond ``until``, a time of the monotonic clock."""

    def __init__(self, until: float, **more: Any) -> None:
        super().__init__(**more)
        self._until = until

    def get_connection_with_tls_context(self, *args: Any, **more: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **more)
        # Static, so that no connection becomes the first argument of what makes its answers.
        answers = {"response_class": staticmethod(partial(PunctualAnswer, until=self._until))}
        pool.ConnectionCls = type("PunctualConnection", (type(pool).ConnectionCls,), answers)
        return pool


class PublicOnly(Punctual, IPFilterAdapter):
    """Refuses, besides what the library does, addresses of old kinds that may lead into a private network."""

    def build_connection_pool_key_attributes(self, *args: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args)
        address = ip_address(host["host"].strip("[]"))
        if address.version == 6 and address not in GLOBAL_UNICAST:
            raise InvalidIPAddress(address)
        return host, pool


class PunctualAnswer(HTTPResponse):
    """An answer, from its status to the end of its body, that is read until ``until`` and no longer."""

    def __init__(self, sock: socket, *args: Any, until: float, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp = BufferedReader(PunctualReader(self.fp.detach(), sock, until))


class PunctualReader(RawIOBase):
    """What arrives at a socket; raises ``TimeoutError`` once it is ``until``."""

    def __init__(self, source: RawIOBase, sock: socket, until: float) -> None:
        self._source, self._socket, self._until = source, sock, until
        self._longest = sock.gettimeout() or 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(min(self._longest, left))
        return self._source.readinto(buffer)

    def close(self) -> None:
        self._source.close()
        super().close()
