"""What the tests of plugins share with those of the host: the small network."""

from __future__ import annotations

from tests.cms.conftest import network

__all__ = ["network"]
