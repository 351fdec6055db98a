"""Random but believable blocks, and random edits to them by a library and by a clinic."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from cms.editions.resolving.values import SourceBlock

SENTENCES = (
    "Sciatica is pain along the sciatic nerve.",
    "It often eases within four to six weeks, e.g. with short walks.",
    "Ask Dr. Hansen if you take blood thinners.",
    "Most people feel a short prick.",
    "<b>Do not wait</b> if you cannot pass urine.",
    'A trial in China found an effect (<a href="https://doi.org/10.1001/jama.2024.1">216 adults</a>).',
    "About 1.2 to 43 percent are affected.",
    "Call {clinic} on {phone}.",
    "Does it hurt?",
    "Go on with your medicine as prescribed.",
    "Smerten sidder oftest i det ene ben, f.eks. bag på låret.",
    "Det går som regel over i løbet af ca. 6 uger.",
    "Ring {emergency_number}, hvis du ikke kan tisse!",
    "Sig til, hvis du bl.a. tager <i>blodfortyndende</i> medicin.",
    "Resultaterne er forskellige fra studie til studie.",
    'Læs mere i <a id="12" linktype="page">vores vejledning</a>.',
)
KINDS = ("p", "p", "p", "h3", "li", "li", "li2", "blockquote")

Paragraph = tuple[str, list[str]]
Edit = tuple[str, int, int]

TEXT_EDITS = ("word", "word", "say", "drop", "split", "join", "paragraph", "cut", "kind", "bold", "rewrite")
BLOCK_EDITS = ("heading", "style", "body", "body", "body", "item", "item", "add", "remove", "move", "empty")


@dataclass
class Writer:
    """One side's hand: what it writes can be told from what the other side writes."""

    name: str
    count: int = 0

    def word(self) -> str:
        self.count += 1
        return f"{self.name}{self.count}"

    def sentence(self) -> str:
        return f"We at {self.word()} say {self.word()} and {self.word()}."


@dataclass
class Draft:
    """A block before it is written down as it is stored."""

    heading: str
    style: str
    body: list[Paragraph]
    items: list[tuple[str, str, list[Paragraph]]] = field(default_factory=list)

    def block(self) -> SourceBlock:
        value = {
            "heading": self.heading,
            "style": self.style,
            "body": html(self.body),
            "items": [_item(*item) for item in self.items],
            "policy": "open",
        }
        return SourceBlock("a", "text", value)


def html(paragraphs: list[Paragraph]) -> str:
    """Rich text as the editor stores it."""
    out, depth = [], 0
    for kind, said in paragraphs:
        wanted = {"li": 1, "li2": 2}.get(kind, 0)
        if wanted == 2 and not depth:
            wanted = 1
        out += ["</li></ul>" * (depth - wanted)] if wanted < depth else []
        out += ["</li>"] if wanted and wanted <= depth else []
        out += ["<ul>"] * (wanted - depth)
        depth = wanted
        words = " ".join(said)
        out.append(f"<li>{words}" if wanted else f"<{kind}>{words}</{kind}>")
    return "".join([*out, "</li></ul>" * depth])


def _item(key: str, name: str, detail: list[Paragraph]) -> Any:
    value = {"name": name, "detail": html(detail)}
    return {"type": "item", "value": value, "id": key} if key else value


def edit_text(text: list[Paragraph], edit: Edit, hand: Writer) -> None:
    """Do one thing to a text, in place."""
    _, first, second = edit
    if not text:
        text.append(("p", [hand.sentence()]))
        return
    at = first % len(text)
    said = text[at][1]
    edit_sentence(said, second % len(said), edit, hand)
    edit_paragraph(text, at, edit, hand)


def edit_sentence(said: list[str], which: int, edit: Edit, hand: Writer) -> None:
    """Do one thing to the sentences of a paragraph; nothing if the edit is about paragraphs."""
    kind, first, second = edit
    if kind == "word" and "<" not in said[which]:
        words = said[which].split(" ")
        words.insert(1 + first % len(words), hand.word())
        said[which] = " ".join(words)
    elif kind == "bold" and "<" not in said[which]:
        said[which] = f"<b>{said[which]}</b>"
    elif kind == "rewrite":
        said[which] = hand.sentence()
    elif kind == "say":
        said.insert(second % (len(said) + 1), hand.sentence())
    elif kind == "drop" and len(said) > 1:
        del said[which]


def edit_paragraph(text: list[Paragraph], at: int, edit: Edit, hand: Writer) -> None:
    """Do one thing to the paragraphs of a text; nothing if the edit is about sentences."""
    kind, first, second = edit
    style, said = text[at]
    which = second % len(said)
    if kind == "split" and which:
        text[at : at + 1] = [(style, said[:which]), (style, said[which:])]
    elif kind == "join" and at:
        text[at - 1 : at + 1] = [(text[at - 1][0], text[at - 1][1] + said)]
    elif kind == "paragraph":
        text.insert(first % (len(text) + 1), (KINDS[second % len(KINDS)], [hand.sentence()]))
    elif kind == "cut" and len(text) > 1:
        del text[at]
    elif kind == "kind":
        text[at] = (KINDS[second % len(KINDS)], said)


def edit_block(draft: Draft, edit: tuple[str, int, int, Edit], hand: Writer) -> None:
    """Do one thing to a block, in place."""
    kind, first, second, inner = edit
    items = draft.items
    at = first % len(items) if items else 0
    if kind == "heading":
        draft.heading = f"{draft.heading} {hand.word()}"
    elif kind == "style":
        draft.style = ("bullet", "number", "check")[first % 3]
    elif kind == "body":
        edit_text(draft.body, inner, hand)
    elif kind == "empty" and not first % 3:
        draft.body = []
    elif kind == "add":
        said: list[Paragraph] = [("p", [hand.sentence()])]
        items.insert(
            first % (len(items) + 1), (f"{hand.name}-{hand.word()}" if second % 3 else "", hand.word(), said)
        )
    elif kind == "item" and items:
        key, name, detail = items[at]
        edit_text(detail, inner, hand)
        items[at] = (key, name if second % 3 else hand.word(), detail)
    elif kind == "remove" and items:
        del items[at]
    elif kind == "move" and items:
        items.insert(second % len(items), items.pop(at))


NUMBERS = st.integers(0, 30)
EDITS = st.tuples(st.sampled_from(TEXT_EDITS), NUMBERS, NUMBERS)
BLOCK_CHANGES = st.tuples(st.sampled_from(BLOCK_EDITS), NUMBERS, NUMBERS, EDITS)
PARAGRAPHS = st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=5)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    details = draw(st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=2), max_size=4))
    has_ids = draw(st.booleans())
    items = [(f"item-{rank}" if has_ids else "", f"Point {rank}", one) for rank, one in enumerate(details)]
    return Draft(draw(st.sampled_from(("What sciatica is", ""))), "bullet", draw(TEXTS), deepcopy(items))


@st.composite
def text_triples(draw: st.DrawFn) -> tuple[str, str, str]:
    """A rich text, what the library made of it, and what a clinic made of it."""
    base = draw(TEXTS)
    return html(base), *(
        html(_edited(base, draw(st.lists(EDITS, max_size=4)), hand, edit_text)) for hand in _hands()
    )


@st.composite
def block_triples(draw: st.DrawFn) -> tuple[SourceBlock, SourceBlock, SourceBlock]:
    """A block, what the library made of it, and what a clinic made of it."""
    base = draw(drafts())
    changes = st.lists(BLOCK_CHANGES, max_size=5)
    return base.block(), *(_edited(base, draw(changes), hand, edit_block).block() for hand in _hands())


def _hands() -> tuple[Writer, Writer]:
    return Writer("library"), Writer("clinic")


def _edited(subject: Any, edits: list[Any], hand: Writer, edit: Callable[[Any, Any, Writer], None]) -> Any:
    changed = deepcopy(subject)
    for one in edits:
        edit(changed, one, hand)
    return changed
