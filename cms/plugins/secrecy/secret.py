"""The value of a secret, as a plugin's code gets it."""

from __future__ import annotations

from typing import Self

DOTS = "••••••••"


class Secret(str):
    """The plain text of a secret, empty where there is none or where it cannot be read any more.

    Shown by ``repr``, as settings in a log are, it is dots. ``token`` is how it is stored; ``None`` says that
    it was typed just now.
    """

    __slots__ = ("token",)

    token: str | None

    def __new__(cls, text: str = "", token: str | None = None) -> Self:
        made = super().__new__(cls, text)
        made.token = token
        return made

    @property
    def is_lost(self) -> bool:
        """Whether something is stored, or was once, that cannot be read here."""
        return self.token is not None and not self

    def __repr__(self) -> str:
        return repr(DOTS if self else "")
