"""The edition editor without a browser, for tests: a form that was opened, changed and saved."""

from __future__ import annotations

from collections.abc import Sequence

from cms.editions.editor.arrangement import Marks, combine, marks_of, page_rows
from cms.editions.resolving.bases import rebase
from cms.editions.resolving.resolver import resolve
from cms.editions.resolving.values import Add, Entry, Follow, Hide, LibraryText, LocalLayer, Replace
from tests.cms.editions.writing import entries, entry, ids

SIGNS = {Follow: "", Hide: "-", Replace: "=", Add: "+"}


class Editor:
    """An edition in the editor; pages are written as in ``writing``: ``a =b -c +x d``."""

    def __init__(self, text: LibraryText) -> None:
        self.text = text
        self.local = LocalLayer()

    @property
    def rows(self) -> tuple[Entry, ...]:
        """The rows of a form that is opened now."""
        return page_rows(self.local, self.text)

    def save(self, written: str) -> str:
        """Save a form that was opened just now and posts these rows, and return what is stored."""
        return self.submit(entries(written))

    def change(self, *written: str) -> str:
        """Save a form in which the rows of these ids say something else: ``=b`` for a version of b."""
        wished = {one.id: one for one in map(entry, written)}
        return self.submit([wished.get(row.id, row) for row in self.rows])

    def again(self) -> str:
        """Save what the editor shows."""
        return self.submit(self.rows)

    def submit(self, posted: Sequence[Entry], shown: Marks | None = None) -> str:
        """Save a form that showed ``shown``, or else the present page."""
        result = combine(posted, marks_of(self.rows) if shown is None else shown, self.local, self.text)
        self.conflicts = result.conflicts
        self.kept = result.kept
        if result.is_changed:
            base = rebase(self.local.base, result.entries, [], self.text, result.order)
            self.local = LocalLayer(result.entries, {}, base)
        return self.written

    @property
    def written(self) -> str:
        """What is stored."""
        return write(self.local.entries)

    @property
    def page(self) -> str:
        return ids(resolve(self.text, self.local))

    @property
    def form(self) -> str:
        """What the form shows."""
        return write(self.rows)

    @property
    def base_order(self) -> str:
        return " ".join(self.local.base.order)


def write(rows: Sequence[Entry]) -> str:
    return " ".join(SIGNS[type(row)] + row.id for row in rows)
