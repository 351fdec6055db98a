"""Random histories: the library and a clinic change things by turns, each in ways that the real ones can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from cms.blocks.policies import Policy
from cms.editions.editor.arrangement import combine, mark, marks_of, page_rows
from cms.editions.resolving.bases import rebase
from cms.editions.resolving.corrections import Said
from cms.editions.resolving.resolver import resolve_said
from cms.editions.resolving.values import (
    Add,
    EffectivePage,
    Entry,
    Follow,
    Hide,
    LibraryText,
    LocalLayer,
    Replace,
    SourceBlock,
)
from tests.cms.editions.writing import block, library

POLICIES = tuple(Policy)
TYPES = ("text", "list", "risks")

LIBRARY_STEPS = ("insert", "delete", "restore", "shift", "retype", "edit", "edit_field", "set_policy")
CLINIC_STEPS = ("hide", "replace", "show_again", "rewrite", "add", "move", "drop", "replace_field", "save")


Step = tuple[str, int, int]


def steps(names: tuple[str, ...], most: int, least: int = 0) -> st.SearchStrategy[list[Step]]:
    number = st.integers(0, 11)
    return st.lists(st.tuples(st.sampled_from(names), number, number), min_size=least, max_size=most)


HISTORIES = steps(LIBRARY_STEPS + CLINIC_STEPS, 14)
LIBRARY_EDITS = steps(LIBRARY_STEPS, 6)
CLINIC_EDITS = steps(CLINIC_STEPS, 8)
MOVING_EDITS = st.tuples(CLINIC_EDITS, steps(("move",), 4, least=2)).map(lambda parts: [*parts[0], *parts[1]])

LAYERS = st.lists(st.tuples(st.sampled_from(("", "-", "=", "+")), st.sampled_from("abcdefxyz"))).map(
    lambda parts: " ".join(sign + key for sign, key in parts)
)
"""Local layers as no editor would make them: any entries in any order, some of one id."""


@dataclass
class Network:
    """A library page and one edition of it. The clinic only ever acts through what the editor's form does."""

    blocks: list[SourceBlock] = field(default_factory=lambda: [block(key) for key in "abcd"])
    deleted: list[SourceBlock] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=lambda: {"title": "Title 0", "summary": "Summary 0"})
    local: LocalLayer = field(default_factory=LocalLayer)
    written: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def said(self) -> Said:
        """What the library says to the clinic now."""
        return Said(library(*self.blocks, fields=dict(self.fields), revision=self.count))

    @property
    def text(self) -> LibraryText:
        return self.said.text

    def page(self) -> EffectivePage:
        return resolve_said(self.said, self.local)

    def play(self, history: list[Step]) -> Network:
        for name, first, second in history:
            self.count += 1
            getattr(self, name)(first, second)
        return self

    # The library

    def insert(self, first: int, second: int) -> None:
        self.blocks.insert(first % (len(self.blocks) + 1), block(f"n{self.count}"))

    def delete(self, first: int, second: int) -> None:
        if self.blocks:
            self.deleted.append(self.blocks.pop(first % len(self.blocks)))

    def restore(self, first: int, second: int) -> None:
        if self.deleted:
            back = self.deleted.pop(first % len(self.deleted))
            self.blocks.insert(second % (len(self.blocks) + 1), back)

    def shift(self, first: int, second: int) -> None:
        if self.blocks:
            moving = self.blocks.pop(first % len(self.blocks))
            self.blocks.insert(second % (len(self.blocks) + 1), moving)

    def retype(self, first: int, second: int) -> None:
        self._change(first, type=TYPES[second % len(TYPES)])

    def edit(self, first: int, second: int) -> None:
        if self.blocks:
            said = self.blocks[first % len(self.blocks)].value
            self._change(first, value={**said, "body": f"library {second % 3}"})

    def set_policy(self, first: int, second: int) -> None:
        if self.blocks:
            said = self.blocks[first % len(self.blocks)].value
            self._change(first, value={**said, "policy": POLICIES[second % len(POLICIES)].value})

    def edit_field(self, first: int, second: int) -> None:
        name = ("title", "summary")[first % 2]
        self.fields[name] = f"Library {second % 3}"

    def _change(self, first: int, **changes: object) -> None:
        if self.blocks:
            index = first % len(self.blocks)
            self.blocks[index] = replace(self.blocks[index], **changes)

    # The clinic

    @property
    def rows(self) -> tuple[Entry, ...]:
        """What the editor shows when it is opened now."""
        return page_rows(self.local, self.text)

    def hide(self, first: int, second: int) -> None:
        if target := self._library_id(first):
            self._change_row(target, Hide(target))

    def replace(self, first: int, second: int) -> None:
        if target := self._library_id(first):
            own = self._own_block(target)
            self._change_row(target, Replace(target, own, own.digest if second % 2 else ""))

    def show_again(self, first: int, second: int) -> None:
        if target := self._library_id(first):
            self._change_row(target, Follow(target))

    def rewrite(self, first: int, second: int) -> None:
        own = [row for row in self.rows if isinstance(row, Replace | Add)]
        if own:
            row = own[first % len(own)]
            block = self._own_block(row.id, "" if second == 0 else None)
            self._change_row(row.id, replace(row, block=block))

    def add(self, first: int, second: int) -> None:
        place = first % (len(self.rows) + 1)
        self.submit([*self.rows[:place], Add(self._own_block(f"x{self.count}")), *self.rows[place:]])

    def move(self, first: int, second: int) -> None:
        rows = list(self.rows)
        if rows:
            moving = rows.pop(first % len(rows))
            rows.insert(second % (len(rows) + 1), moving)
            self.submit(rows)

    def drop(self, first: int, second: int) -> None:
        own = [row for row in self.rows if isinstance(row, Add | Replace)]
        if own:
            gone = own[first % len(own)]
            self.submit([row for row in self.rows if row.id != gone.id])

    def replace_field(self, first: int, second: int) -> None:
        name = ("title", "summary")[first % 2]
        own = "" if second == 0 else f"Clinic {self.count}"
        self.submit(self.rows, {**self.local.fields, name: own})

    def save(self, first: int, second: int) -> None:
        self.submit(self.rows)

    def submit(
        self,
        posted: Sequence[Entry],
        fields: dict[str, str] | None = None,
        shown: Mapping[str, str] | None = None,
    ) -> None:
        """Save what the editor sends, as the form does; ``written`` follows what the clinic itself wished."""
        marks = marks_of(self.rows) if shown is None else shown
        own_fields = self.local.fields if fields is None else fields
        result = combine(posted, marks, self.local, self.text)
        if not result.is_changed and own_fields == self.local.fields:
            return
        self._keep_account(posted, marks)
        said = self.said
        base = rebase(self.local.base, result.entries, own_fields, said.text, result.order, said.corrections)
        self.local = replace(self.local, entries=result.entries, fields=own_fields, base=base)

    def _keep_account(self, posted: Sequence[Entry], marks: Mapping[str, str]) -> None:
        """Strike out what the clinic took away by its own hand, and note what it wrote."""
        now = {entry.id: entry for entry in self.local.entries}
        wishes = {entry.id: entry for entry in posted}
        for key in {*wishes, *marks}:
            if marks.get(key) != (mark(wishes[key]) if key in wishes else ""):
                self.written -= _words(now.get(key))
                self.written |= _words(wishes.get(key))

    def _library_id(self, number: int) -> str:
        """Return the id of a block about which a clinic may decide."""
        open_ids = [one.id for one in self.blocks if one.policy in (Policy.OPEN, Policy.REVIEW)]
        return open_ids[number % len(open_ids)] if open_ids else ""

    def _change_row(self, target: str, entry: Entry) -> None:
        self.submit([entry if row.id == target else row for row in self.rows])

    def _own_block(self, key: str, says: str | None = None) -> SourceBlock:
        return SourceBlock(key, "text", {"body": f"clinic {self.count}" if says is None else says})


def _words(entry: Entry | None) -> set[str]:
    return {entry.block.value["body"]} - {""} if isinstance(entry, Replace | Add) else set()
