"""The booking services whose links are understood, each described by one TOML file in this folder.

``PROVIDERS`` maps their names, those of the files, to ``Provider`` values. The README says how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from plugins.booking_link.links.providers.manifests import ProviderError, read_provider
from plugins.booking_link.links.providers.values import Embed, Provider, Warned

__all__ = ["GENERIC", "PROVIDERS", "Embed", "Provider", "ProviderError", "Providers", "Warned"]

GENERIC = "generic"
"""The provider of every host that no other one has."""


class Providers(Mapping[str, Provider]):
    """The providers of one folder, read at first use: by title, the generic one last.

    Reading raises ``ProviderError`` if a file is wrong or two providers claim one host.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> Provider:
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    def at(self, host: str) -> Provider:
        """Return the provider to whom ``host`` belongs, the generic one if it is nobody's."""
        labels = host.split(".")
        names = (self._hosts.get(".".join(labels[start:])) for start in range(len(labels)))
        return self[next((name for name in names if name), GENERIC)]

    def copied_by(self, host: str) -> str:
        """Return the title of the provider that ``host``, which is nobody's, pretends to be, or nothing."""
        for provider in self.values():
            titles = {**dict.fromkeys(provider.hosts, provider.title), **provider.titles}
            for domain, title in titles.items():
                if f".{domain}." in f".{host}":
                    return title
            if any(brand in host for brand in provider.brands):
                return provider.title
        return ""

    @cached_property
    def _read(self) -> Mapping[str, Provider]:
        found = [read_provider(path) for path in sorted(self._folder.glob("*.toml"))]
        found.sort(key=lambda provider: (provider.name == GENERIC, provider.title.casefold()))
        return {provider.name: provider for provider in found}

    @cached_property
    def _hosts(self) -> Mapping[str, str]:
        owners: dict[str, str] = {}
        for provider in self.values():
            for host in provider.hosts:
                if host in owners:
                    raise ProviderError(provider.name, [f"“{host}” belongs to {owners[host]} already."])
                owners[host] = provider.name
        return owners


PROVIDERS = Providers(Path(__file__).parent)
