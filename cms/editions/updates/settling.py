"""Settle the conflicts of a merge: put the library's pieces where a person chose them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.editions.merging import Conflict, Merged
from cms.editions.merging.sameness import is_envelope, item_id
from cms.editions.merging.sentences import sentences
from cms.editions.merging.texts import Token, is_rich, read, write
from cms.editions.updates.values import Side

Picks = Mapping[int, Side]


def settled(merged: Merged, picks: Picks) -> Any:
    """Return the merged value with the chosen pieces; it carries the clinic's own pieces already.

    ``picks`` says for each conflict, by its number, whose piece to take. Raises ``ValidationError`` while one
    is open, or where a piece cannot be put in by itself.
    """
    if set(range(len(merged.conflicts))) - set(picks):
        raise ValidationError(
            _("You and the library changed the same words. Choose whose words to take first.")
        )
    value = merged.value
    for number, conflict in enumerate(merged.conflicts):
        if picks[number] is Side.LIBRARY:
            value = _placed(value, conflict.path, conflict)
    return value


def can_take_library(merged: Merged, number: int) -> bool:
    """Whether the library's piece of a conflict can be put in by itself."""
    try:
        _placed(merged.value, merged.conflicts[number].path, merged.conflicts[number])
    except ValidationError:
        return False
    return True


def _placed(value: Any, path: Sequence[str | int], conflict: Conflict) -> Any:
    if not path:
        return _whole(value, conflict)
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, step: _placed(value.get(str(step)), rest, conflict)}
    if isinstance(value, str) and not rest:
        return _in_text(value, int(step), conflict)
    if isinstance(value, list):
        return _in_list(value, step, rest, conflict)
    raise _not_by_itself()


def _whole(value: Any, conflict: Conflict) -> Any:
    """Take the library's value, except for an order, which is no value but a list of names."""
    if isinstance(value, list) and _is_order(conflict.library) and not _is_order(value):
        return _ordered(value, conflict.library)
    return conflict.library


def _is_order(piece: Any) -> bool:
    return isinstance(piece, list) and bool(piece) and all(isinstance(one, (list, tuple)) for one in piece)


def _ordered(items: list[Any], names: Sequence[Sequence[str | int]]) -> list[Any]:
    """Return ``items`` with those that ``names`` lists in its order, in the places they have together."""
    wanted = [str(name[0]) for name in names]
    places = [index for index, item in enumerate(items) if item_id(item) in wanted]
    if len(places) != len(wanted) or not all(isinstance(name[0], str) for name in names):
        raise _not_by_itself()
    by_id = {item_id(item): item for item in items}
    found = list(items)
    for place, name in zip(places, wanted, strict=True):
        found[place] = by_id[name]
    return found


def _in_list(items: list[Any], step: str | int, rest: Sequence[str | int], conflict: Conflict) -> list[Any]:
    index = next((place for place, item in enumerate(items) if item_id(item) == step), None)
    if index is None and isinstance(step, int) and step < len(items):
        index = step
    if rest:
        if index is None:
            raise _not_by_itself()
        return [*items[:index], _in_item(items[index], rest, conflict), *items[index + 1 :]]
    if conflict.local is None:  # the clinic deleted what the library changed
        return [*items, conflict.library]
    if index is None:
        raise _not_by_itself()
    piece = conflict.library
    if piece is not None and is_envelope(items[index]) and not is_envelope(piece):
        piece = {**items[index], "value": piece}
    return [*items[:index], *([piece] if piece is not None else []), *items[index + 1 :]]


def _in_item(item: Any, rest: Sequence[str | int], conflict: Conflict) -> Any:
    if is_envelope(item):
        return {**item, "value": _placed(item["value"], rest, conflict)}
    return _placed(item, rest, conflict)


def _in_text(text: str, paragraph: int, conflict: Conflict) -> str:
    """Put the library's sentences in place of the clinic's, in or after the ``paragraph`` with this index."""
    tokens, mine, theirs = read(text), _tokens(conflict.local, text), _tokens(conflict.library, text)
    start = _find(tokens, mine, paragraph)
    if start is None:
        raise _not_by_itself()
    return write([*tokens[:start], *theirs, *tokens[start + len(mine) :]])


def _tokens(piece: Any, text: str) -> list[Token]:
    """Return the tokens of a piece: whole paragraphs, or sentences of one."""
    words = str(piece or "")
    if is_rich(words) or (not is_rich(text) and "\n" in words):
        return list(read(words))
    return [token for token in (_sentences(words)) if not token.is_mark]


def _sentences(words: str) -> list[Token]:
    return [token for one in sentences(words) for token in read(one)]


def _find(tokens: Sequence[Token], wanted: Sequence[Token], paragraph: int) -> int | None:
    """Return where ``wanted`` stands, at best in the paragraph; for nothing, the end of the paragraph."""
    marks = [index for index, token in enumerate(tokens) if token.is_mark]
    begin = marks[paragraph] if paragraph < len(marks) else 0
    if not wanted:
        return marks[paragraph + 1] if paragraph + 1 < len(marks) else len(tokens)
    keys, sought = [token.key for token in tokens], [token.key for token in wanted]
    places = [place for place in range(len(keys)) if keys[place : place + len(sought)] == sought]
    return min(places, key=lambda place: (place < begin, abs(place - begin)), default=None)


def _not_by_itself() -> ValidationError:
    return ValidationError(
        _("The library's words cannot be put in by themselves here. Write the new version yourself.")
    )
