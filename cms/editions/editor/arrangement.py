"""What a save in the edition editor means: the page that was posted, against the page that the form showed.

The form shows the whole page, one row per block, in order. Only where what it posts differs from what it
showed has the clinic wished for something, so a form that was opened before the library, or somebody else,
changed the page neither undoes that nor stores anything by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cms.editions.editor.steady import moved_ids
from cms.editions.resolving import reasons
from cms.editions.resolving.entries import refusal, sift
from cms.editions.resolving.ordering import Groups, fixed_ids, flatten, group, is_moved, page_order, weave
from cms.editions.resolving.values import Add, Entry, Follow, Hide, LibraryText, LocalLayer, Replace

FOLLOWED = "follow"
HIDDEN = "hide"

Marks = Mapping[str, str]
"""The rows that a form showed: their ids, in order, and the mark of each."""


@dataclass(frozen=True, slots=True)
class Combined:
    """What a save comes to.

    ``entries`` are to be stored, ``order`` is that of the base. ``conflicts`` are the ids that were changed
    in the form and, since it was opened, by somebody else; ``kept`` those that only somebody else changed.
    """

    entries: tuple[Entry, ...]
    order: tuple[str, ...]
    is_changed: bool
    conflicts: frozenset[str] = field(default_factory=frozenset)
    kept: tuple[str, ...] = ()


def mark(entry: Entry) -> str:
    """Return a word for what a row says; equal words, equal marks."""
    match entry:
        case Follow():
            return FOLLOWED
        case Hide():
            return HIDDEN
        case Replace():
            return f"replace {entry.block.digest} {entry.signed_off}"
        case Add():
            return f"add {entry.block.digest}"


def page_rows(stored: LocalLayer, text: LibraryText) -> tuple[Entry, ...]:
    """Return the rows that the editor shows: one for every block of the page, hidden ones included, in order.

    A decision that the library's policy sets aside shows as the library's block.
    """
    own = _first_entries(stored, text)
    blocks = {block.id: block for block in text.blocks}
    rows = []
    for key in page_order(text, sift(text, stored.entries)[0], stored.base):
        entry = own.get(key, Follow(key))
        if refusal(entry, blocks.get(key)) not in ("", reasons.UNSIGNED):
            entry = Follow(key)
        if key in blocks or isinstance(entry, Add | Replace):
            rows.append(entry)
    return tuple(rows)


def marks_of(rows: Sequence[Entry]) -> dict[str, str]:
    """Return what a form with these rows shows."""
    return {entry.id: mark(entry) for entry in rows}


def refusals(
    posted: Sequence[Entry], shown: Marks | None, stored: LocalLayer, text: LibraryText
) -> dict[int, str]:
    """Return, by index, the reason why a row may not be saved.

    What was decided earlier may stay, whatever the policy is now; a version that waits for its sign-off may
    be saved: it is kept, and not shown.
    """
    before = shown if shown is not None else marks_of(page_rows(stored, text))
    blocks = {block.id: block for block in text.blocks}
    refused: dict[int, str] = {}
    seen: set[str] = set()
    for index, entry in enumerate(posted):
        reason = reasons.TWICE if entry.id in seen else ""
        if not reason and before.get(entry.id) != mark(entry):
            reason = refusal(entry, blocks.get(entry.id))
        if reason and reason != reasons.UNSIGNED:
            refused[index] = reason
        seen.add(entry.id)
    return refused


def combine(posted: Sequence[Entry], shown: Marks | None, stored: LocalLayer, text: LibraryText) -> Combined:
    """Return what is to be stored when a form that showed ``shown`` posts the page ``posted``.

    ``stored`` and ``text`` are what the edition and the library say now. Without ``shown`` the form is
    taken to have shown just that. Combining the same form again changes nothing.
    """
    return _Combination(posted, shown, stored, text).result()


def _first_entries(stored: LocalLayer, text: LibraryText) -> dict[str, Entry]:
    in_library = {block.id for block in text.blocks}
    own: dict[str, Entry] = {}
    for entry in stored.entries:
        if not (isinstance(entry, Add) and entry.id in in_library):
            own.setdefault(entry.id, entry)
    return own


class _Combination:
    """One call of ``combine``: what its steps share."""

    def __init__(
        self, posted: Sequence[Entry], shown: Marks | None, stored: LocalLayer, text: LibraryText
    ) -> None:
        rows = page_rows(stored, text)
        self.stored = stored
        self.text = text
        self.library = tuple(block.id for block in text.blocks)
        self.in_library = frozenset(self.library)
        self.fixed = fixed_ids(text)
        self.now = marks_of(rows)
        self.shown = self.now if shown is None else shown
        self.posted: dict[str, Entry] = {}
        for entry in posted:
            self.posted.setdefault(entry.id, entry)
        self.own = _first_entries(stored, text)
        self.counted = sift(text, stored.entries)[0]
        self.was_moved = is_moved(self.counted, stored.base.order)
        self.conflicts: set[str] = set()
        self.touched: set[str] = set()

    def result(self) -> Combined:
        for entry in self.posted.values():
            self._decide(entry)
        for key in self.shown:
            self._take_away(key)
        before = page_order(self.text, self.counted, self.stored.base)
        after = self._wished_order(before)
        kept = tuple(key for key in self.now if self._was_changed_by_others(key))
        if not self.touched and after == before:
            return Combined(
                self.stored.entries,
                self.stored.base.order,
                is_changed=False,
                conflicts=frozenset(self.conflicts),
                kept=kept,
            )
        entries, order = self._store(before, after)
        return Combined(entries, order, is_changed=True, conflicts=frozenset(self.conflicts), kept=kept)

    def _decide(self, entry: Entry) -> None:
        key, wished = entry.id, mark(entry)
        now = self.now.get(key)
        if wished in (self.shown.get(key), now):
            return
        if key in self.shown and now not in (None, self.shown[key]):
            self.conflicts.add(key)
            return
        self.touched.add(key)
        if isinstance(entry, Follow):
            self.own.pop(key, None)
        elif not (isinstance(entry, Add) and key in self.in_library):
            self.own[key] = entry

    def _take_away(self, key: str) -> None:
        """A row that was shown and not posted was deleted; of the library's blocks only the decision goes."""
        was = self.shown[key]
        if key in self.posted or was == FOLLOWED or self.now.get(key) != was:
            return
        self.touched.add(key)
        self.own.pop(key, None)

    def _was_changed_by_others(self, key: str) -> bool:
        if key in self.conflicts or key in self.touched:
            return False
        was, now = self.shown.get(key, FOLLOWED), self.now[key]
        return was != now and mark(self.posted.get(key, Follow(key))) == was

    def _wished_order(self, before: Sequence[str]) -> tuple[str, ...]:
        """Return the page with every row that the clinic moved or added after the row that it posted it
        after.
        """
        standing = [key for key in before if key in self.in_library or key in self.own]
        common = [key for key in self.posted if key in self.shown and key not in self.fixed]
        moving = set(moved_ids(common, list(self.shown)))
        moving |= {key for key in self.posted if key not in standing and key in self.own}
        moving |= self._added_after_another_row()
        order = [key for key in standing if key not in moving]
        place = 0
        for key in self.posted:
            if key in moving:
                order.insert(place, key)
            if key in order:
                place = order.index(key) + 1
        return tuple(order)

    def _added_after_another_row(self) -> set[str]:
        """Return the clinic's additions that are posted after another row than the form showed them after."""
        shown_after = dict(zip(self.shown, ("", *self.shown), strict=False))
        posted_after = dict(zip(self.posted, ("", *self.posted), strict=False))
        return {
            key
            for key in self.posted
            if key not in self.in_library
            and key in self.own
            and key in self.shown
            and shown_after[key] != posted_after[key]
        }

    def _store(
        self, before: Sequence[str], after: Sequence[str]
    ) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        groups = group(self.library, [self._entry(key) for key in after], fixed=self.fixed)
        order = weave(self.library, groups, self.fixed)
        is_new = self._library_part(order) != self._library_part(before)
        base_order = self._base_order(order, is_new=is_new)
        if base_order is None:
            order = flatten(self.library, groups.attached)
            return self._finish(order, self._needed(groups)), self.library
        return self._finish(order, frozenset(order)), base_order

    def _base_order(self, order: Sequence[str], *, is_new: bool) -> tuple[str, ...] | None:
        """Return what ``order`` counts as moved against, or ``None`` if the clinic moved nothing."""
        differs = self._library_part(order) != self.library
        if is_new and not differs:
            return None
        entries = [self._entry(key) for key in order]
        if self.was_moved and is_moved(entries, self.stored.base.order):
            return self.stored.base.order
        return self.library if differs and (self.was_moved or is_new) else None

    def _needed(self, groups: Groups) -> frozenset[str]:
        """Return the ids whose rows are stored when the library's order rules."""
        decided = {key for key, entry in self.own.items() if not isinstance(entry, Follow)}
        anchors = {
            key
            for key, attached in groups.attached.items()
            if any(isinstance(self._entry(one), Add | Replace) for one in attached)
        }
        return frozenset(decided | anchors)

    def _finish(self, order: Sequence[str], needed: frozenset[str]) -> tuple[Entry, ...]:
        """Return the entries of ``needed`` in ``order``, and at the end what has no effect, which is
        kept too.
        """
        first = {id(entry) for entry in _first_entries(self.stored, self.text).values()}
        surplus = (
            entry for entry in self.stored.entries if id(entry) not in first and entry.id not in self.touched
        )
        return (*(self._entry(key) for key in order if key in needed), *surplus)

    def _entry(self, key: str) -> Entry:
        return self.own.get(key) or Follow(key)

    def _library_part(self, order: Sequence[str]) -> tuple[str, ...]:
        return tuple(key for key in order if key in self.in_library)
