"""An edition's form in Wagtail's page editor, opened and posted without a browser."""

from __future__ import annotations

import html
import json
import re
import uuid
from typing import Any

from wagtail.test.utils.form_data import nested_form_data, rich_text

from cms.testing.network import block_id

NO_COMMENTS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
Row = dict[str, Any]


class OpenForm:
    """A form as a browser has it: ``rows`` and ``fields`` are what it would post, ``seen`` what else."""

    def __init__(self, admin: Any, edition: Any) -> None:
        self.admin = admin
        self.edition = edition
        response = admin.get(f"/pages/{edition.pk}/edit/")
        self.html = response.content.decode()
        form = response.context["form"]
        self.about = {name: form.about(name) for name in ("local", "fields")}
        self.rows = [posted(row) for row in form.initial["local"].get_prep_value()]
        self.fields = [posted(row) for row in form.initial["fields"].get_prep_value()]
        self.seen = carried(self.html)

    def replace(self, number: int, heading: str, words: str = "Our words.", **signing: str) -> OpenForm:
        value = {"target": block_id(number), "content": content(heading, words), "signed_off": "", **signing}
        return self.put(number, {"type": "replace", "value": value})

    def hide(self, number: int) -> OpenForm:
        return self.put(number, {"type": "hide", "value": {"target": block_id(number)}})

    def follow(self, number: int) -> OpenForm:
        return self.put(number, {"type": "follow", "value": {"target": block_id(number)}})

    def put(self, number: int, row: Row) -> OpenForm:
        self.rows[self.place(number)] = {**row, "id": block_id(number)}
        return self

    def add(self, after: int, heading: str, words: str = "Our words.") -> OpenForm:
        row = {"type": "add", "value": {"content": content(heading, words)}, "id": str(uuid.uuid4())}
        self.rows.insert(self.place(after) + 1 if after else 0, row)
        return self

    def move(self, number: int, after: int) -> OpenForm:
        row = self.rows.pop(self.place(number))
        self.rows.insert(self.place(after) + 1 if after else 0, row)
        return self

    def own_field(self, name: str, value: Any) -> OpenForm:
        row = {"type": name, "value": value, "id": name}
        self.fields = [row if one["id"] == name else one for one in self.fields]
        return self

    def library_field(self, name: str) -> OpenForm:
        row = {"type": "follow", "value": {"target": name}, "id": name}
        self.fields = [row if one["id"] == name else one for one in self.fields]
        return self

    def place(self, number: int) -> int:
        return next(index for index, row in enumerate(self.rows) if row["id"] == block_id(number))

    def data(self, action: str = "action-publish", **more: str) -> dict[str, str]:
        return nested_form_data(
            {
                "slug": self.edition.slug,
                "local-seen": self.seen,
                "local": stream(self.rows),
                "fields": stream(self.fields),
                "comments": NO_COMMENTS,
                action: "1",
                **more,
            }
        )

    def post(self, action: str = "action-publish", **more: str) -> Any:
        return self.admin.post(f"/pages/{self.edition.pk}/edit/", self.data(action, **more))

    def autosave(self, **more: str) -> Any:
        """Post as the browser does by itself, and take over what the answer says."""
        response = self.admin.post(
            f"/pages/{self.edition.pk}/edit/",
            self.data("ignored", **more),
            headers={"Accept": "application/json"},
        )
        self.seen = response.json().get("field_updates", {}).get("local-seen", self.seen)
        return response

    def keep_ours(self, number: int, response: Any) -> OpenForm:
        """Choose the version in this form, as the button at a refused row does."""
        about = response.context["form"].about("local")[block_id(number)]
        seen = json.loads(self.seen)
        seen["rows"] = [
            [key, about["theirsMark"] if key == about["theirsKey"] else mark] for key, mark in seen["rows"]
        ]
        self.seen = json.dumps(seen)
        return self


def carried(page: str) -> str:
    """Return the hidden text in which a form says what it shows."""
    return html.unescape("".join(re.findall(r'name="local-seen" value="([^"]*)"', page)))


def content(heading: str, words: str = "Our words.", key: str = "") -> dict[str, Any]:
    value = {"heading": heading, "policy": "open", "body": rich_text(f"<p>{words}</p>")}
    return stream([{"type": "text", "value": value, "id": key or str(uuid.uuid4())}])


def stream(rows: list[Row]) -> dict[str, Any]:
    data = {str(index): {**row, "order": str(index), "deleted": ""} for index, row in enumerate(rows)}
    return {**data, "count": str(len(rows))}


def posted(row: Row) -> Row:
    """Return the row as the form posts it."""
    value = row["value"]
    if isinstance(value, dict) and value.get("content"):
        inner = value["content"][0]
        words = re.sub("^<p[^>]*>|</p>$", "", inner["value"]["body"])
        value = {**value, "content": content(inner["value"]["heading"], words, inner["id"])}
    if isinstance(value, dict):
        value = {
            key: "on" if item is True else item for key, item in value.items() if item not in (False, None)
        }
    return {**row, "value": value}
