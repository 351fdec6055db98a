"""A library page of 20 blocks, and twenty edits of it as an editor makes them."""

from __future__ import annotations

import copy
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.blocks.vocabulary import BodyBlock
from cms.editions.resolving.values import SourceBlock

Block = dict[str, Any]
MODELS = (
    *("definition", "symptoms", "causes", "list", "red_flags", "steps", "evidence", "risks"),
    *("conventional_care", "questions", "call_to_action"),
)
# Stored values that are no words, and stay as they are in every language.
NO_WORDS = frozenset(
    (
        *("policy", "style", "intent", "image", "url", "doi", "pmid", "year", "frequency", "level", "kind"),
        *("stance", "certainty", "licence", "decorative", "id", "type", "hero"),
    )
)
WITHDRAWN = "Stop your blood thinners on the day before."
CORRECTED = "Never stop your blood thinners for a visit."
START = re.compile(r"(<(?:p|li|h3|h4)[^>]*>)|^(?=[^<\s])")


@dataclass
class Text:
    """What a page says in one language: its fields, and its blocks as they are stored."""

    fields: dict[str, Any]
    blocks: list[Block]

    def copy(self) -> Text:
        return copy.deepcopy(self)

    def value(self, name: str) -> dict[str, Any]:
        return self.blocks[self.place(name)]["value"]

    def place(self, name: str) -> int:
        return next(index for index, block in enumerate(self.blocks) if block["id"] == id_of(name))

    def replace(self, name: str, old: str, new: str) -> None:
        """Change words of a text block; they must be there."""
        value = self.value(name)
        if old not in value["body"]:
            raise AssertionError(f"{name} does not say {old!r}.")
        value["body"] = value["body"].replace(old, new)


@dataclass(frozen=True)
class Edit:
    """One edit. A safety fix names the block that it corrects."""

    name: str
    change: Callable[[Text], Any]
    corrects: str = ""

    @property
    def corrects_id(self) -> str:
        return id_of(self.corrects) if self.corrects else ""


def id_of(name: str) -> str:
    """Return the id of the block with this name."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def source(block: Block) -> SourceBlock:
    return SourceBlock(str(block["id"]), block["type"], block["value"])


def first_text(hero: int, figure: int) -> Text:
    """Return the page before any edit, with pictures by these keys."""
    texts = [_text(f"text-{number}", f"Part {number}", _words(number)) for number in range(1, 9)]
    others = [_stored(kind, kind, BodyBlock.base_blocks[kind].meta.preview_value) for kind in MODELS]
    picture = {**BodyBlock.base_blocks["figure"].meta.preview_value, "image": figure}
    fields = {"title": "A painful back", "summary": "What helps, and what to ask.", "hero": hero}
    return Text(fields, [*texts[:4], *others, *texts[4:], _stored("figure", "figure", picture)])


def edits(pictures: tuple[int, int]) -> list[Edit]:
    """Return the edits in the order in which they are made; ``pictures`` are those that come in."""
    hero, figure = pictures
    return [
        Edit("typo", lambda text: text.replace("text-1", "notise", "notice")),
        Edit("comma", lambda text: text.replace("text-2", "visits and", "visits, and")),
        Edit("two blocks change places", _reorder),
        Edit("block deleted", lambda text: text.blocks.pop(text.place("text-3"))),
        Edit("block split in two", _split),
        Edit(
            "new block", lambda text: text.blocks.insert(8, _text("new", "New here", "<p>A new section.</p>"))
        ),
        Edit("picture in the text", lambda text: text.value("figure").update(image=figure)),
        Edit("safety fix", lambda text: text.replace("text-6", WITHDRAWN, CORRECTED), "text-6"),
        Edit("heading", lambda text: text.value("text-1").update(heading="In short")),
        Edit("list item added", _item_added),
        Edit("list reordered", lambda text: text.value("symptoms")["items"].reverse()),
        Edit("block of another type", _other_type),
        Edit("title", lambda text: text.fields.update(title="Back pain")),
        Edit("summary", lambda text: text.fields.update(summary="What helps, what does not, what to ask.")),
        Edit("picture at the top", lambda text: text.fields.update(hero=hero)),
        Edit("evidence added", _evidence_added),
        Edit("risk corrected", _risk_corrected, "risks"),
        Edit("paragraph added", lambda text: _append(text, "text-8", "<p>One more paragraph.</p>")),
        Edit("two blocks become one", _merge),
        Edit(
            "block moved to the top",
            lambda text: text.blocks.insert(0, text.blocks.pop(text.place("text-5"))),
        ),
    ]


def translated(value: Any, mark: str) -> Any:
    """Return a value with ``mark`` before every paragraph, line and item: the words of a translator."""
    if isinstance(value, dict):
        return {key: item if key in NO_WORDS else translated(item, mark) for key, item in value.items()}
    if isinstance(value, list):
        return [translated(item, mark) for item in value]
    if isinstance(value, str):
        return START.sub(lambda found: f"{found[1] or ''}{mark} ", value)
    return value


def translate(before: Text, after: Text, known: Text, mark: str) -> Text:
    """Return what the translator makes of an edit: ``known`` with every changed part translated anew."""
    said = {block["id"]: source(block).digest for block in before.blocks}
    words = {block["id"]: block for block in known.blocks}
    blocks = [
        words[block["id"]]
        if said.get(block["id"]) == source(block).digest
        else {**block, "value": translated(block["value"], mark)}
        for block in after.blocks
    ]
    fields = {
        name: known.fields[name] if before.fields[name] == value else translated({name: value}, mark)[name]
        for name, value in after.fields.items()
    }
    return Text(fields, copy.deepcopy(blocks))


def _words(number: int) -> str:
    safety = f" {WITHDRAWN}" if number == 6 else ""
    return (
        f"<p>In part {number} most people notise a change in a few visits and some none at all.{safety}</p>"
        f"<p>The second paragraph of part {number} says what to ask, and whom.</p>"
    )


def _text(name: str, heading: str, words: str) -> Block:
    return _stored(name, "text", {"heading": heading, "policy": "open", "body": words})


def _stored(name: str, kind: str, value: Any) -> Block:
    """Return a block as an editor's form stores it, every item with an id."""
    block = BodyBlock.base_blocks[kind]
    given = {"policy": "open", **value}
    return {"type": kind, "value": block.get_prep_value(block.to_python(given)), "id": id_of(name)}


def _reorder(text: Text) -> None:
    first, second = text.place("symptoms"), text.place("causes")
    text.blocks[first], text.blocks[second] = text.blocks[second], text.blocks[first]


def _split(text: Text) -> None:
    value = text.value("text-4")
    first, second = value["body"].split("</p>", 1)
    value["body"] = f"{first}</p>"
    text.blocks.insert(text.place("text-4") + 1, _text("split", "Part 4, continued", second))


def _item_added(text: Text) -> None:
    items = text.value("list")["items"]
    items.append({"type": "item", "value": "<p>a list of your questions</p>", "id": id_of("list item")})


def _other_type(text: Text) -> None:
    items = ["<p>The first point</p>", "<p>The second point</p>"]
    text.blocks[text.place("text-2")] = _stored(
        "text-2", "list", {"heading": "In points", "items": items} | {"style": "bullet"}
    )


def _evidence_added(text: Text) -> None:
    citations = text.value("evidence")["citations"]
    added = copy.deepcopy(citations[0])
    added["id"] = id_of("citation")
    added["value"] |= {"title": "A second trial of the same question", "doi": "10.1000/second", "pmid": ""}
    citations.append(added)


def _risk_corrected(text: Text) -> None:
    text.value("risks")["intro"] = "<p>About one person in eight notices an unwanted effect.</p>"


def _append(text: Text, name: str, words: str) -> None:
    text.value(name)["body"] += words


def _merge(text: Text) -> None:
    second = text.blocks.pop(text.place("text-8"))
    _append(text, "text-7", second["value"]["body"])
