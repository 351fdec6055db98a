"""Any page in the admin's editor, as a browser has it: opened, changed and posted, without a browser."""

from __future__ import annotations

import json
from typing import Any, Self

from wagtail.blocks import StreamValue

NO_COMMENTS = {
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


class OpenPage:
    """A form that was opened; ``rows`` are the rows of its streams by field, as the state of a browser."""

    def __init__(self, admin: Any, page: Any) -> None:
        self.admin = admin
        self.address = f"/pages/{page.pk}/edit/"
        self._take(admin.get(self.address))

    @classmethod
    def of(cls, response: Any) -> Self:
        """Return the form of an answer, to look at."""
        opened = cls.__new__(cls)
        opened._take(response)
        return opened

    def _take(self, response: Any) -> None:
        self.form = response.context["form"]
        streams = {name: value for name, value in self.form.initial.items() if isinstance(value, StreamValue)}
        self.rows = {
            name: self.form.fields[name].block.get_form_state(value)
            for name, value in streams.items()
            if name in self.form.fields
        }

    def post(self, action: str = "action-publish", **more: str) -> Any:
        return self.admin.post(self.address, {**self.data(), action: "1", **more})

    def autosave(self) -> Any:
        return self.admin.post(self.address, self.data(), headers={"Accept": "application/json"})

    def data(self) -> dict[str, Any]:
        data = dict(NO_COMMENTS)
        for name in self.form.fields:
            if name in self.rows:
                data |= posted(name, self.rows[name])
            elif (value := self.form[name].value()) not in (None, False):
                data[name] = value
        if "local" in self.rows:
            data["local-seen"] = self.form.fields["local"].widget.hidden()
        return data

    def menu(self, *path: str) -> list[str]:
        """Return the types that the add menu of a stream offers; ``path`` goes from the field into blocks."""
        _name, groups, *_rest = self._definition(*path)["_args"]
        return [one["_args"][0] for _group, blocks in groups for one in blocks]

    def aside(self, *path: str) -> dict[str, str]:
        """Return the labels of the types that a stream has definitions of and does not offer."""
        return {one["_args"][0]: one["_args"][-1]["label"] for one in self._definition(*path)["_args"][4]}

    def _definition(self, field: str, *path: str) -> Any:
        packed = unpacked(json.loads(self.form.fields[field].widget.block_json))
        for name in path:
            packed = next(one for one in _children(packed) if one["_args"][0] == name)
        return packed


def unpacked(packed: Any) -> Any:
    """Return what telepath packed with every reference replaced by what it refers to."""
    known: dict[int, Any] = {}

    def unpack(value: Any) -> Any:
        if isinstance(value, list):
            return [unpack(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "_ref" in value:
            return known[value["_ref"]]
        made = {key: unpack(one) for key, one in value.items() if key != "_id"}
        plain = next((made[key] for key in ("_val", "_list", "_dict") if key in made), made)
        if "_id" in value:
            known[value["_id"]] = plain
        return plain

    return unpack(packed)


def _children(packed: Any) -> list[Any]:
    _name, children, *_rest = packed["_args"]
    if packed["_type"].endswith(("StructBlock", "DurableStructBlock")):
        return list(children)
    return [one for _group, blocks in children for one in blocks]


def posted(prefix: str, state: Any) -> dict[str, Any]:
    """Return what a browser posts for the state of a form."""
    if isinstance(state, dict):
        if state.keys() == {"type", "payload"}:
            return {prefix: state["payload"]}
        if state.keys() >= {"id", "edit_url"}:
            return {prefix: str(state["id"])}
        parts = (posted(f"{prefix}-{name}", part) for name, part in state.items())
        return {key: item for part in parts for key, item in part.items()}
    if not isinstance(state, list) or (state and isinstance(state[0], str)):
        return {prefix: "" if state is None else state}
    data: dict[str, Any] = {f"{prefix}-count": str(len(state))}
    for index, row in enumerate(state):
        place = f"{prefix}-{index}"
        data |= {f"{place}-deleted": "", f"{place}-order": str(index), f"{place}-id": row["id"] or ""}
        data |= {f"{place}-type": row["type"]} if "type" in row else {}
        data |= posted(f"{place}-value", row["value"])
    return data
