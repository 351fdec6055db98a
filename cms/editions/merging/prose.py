"""Merging texts: the changes of both sides to paragraphs and sentences, as far as they do not meet.

A three-way merge in the manner of diff3 (Khanna, Kunal, Pierce: "A Formal Investigation of Diff3", 2007)
with one difference: changes that merely touch are both taken, as neighbouring sentences stand on their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cms.editions.merging.alignment import Hunk, fitted, hunks
from cms.editions.merging.clusters import Cluster, are_tied, clusters
from cms.editions.merging.outcomes import Outcome
from cms.editions.merging.sameness import words_of
from cms.editions.merging.sentences import join
from cms.editions.merging.texts import Token, is_rich, read, write
from cms.editions.merging.values import Conflict, Merged, Tally

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    """What a merge gave: the value, its tokens, and the library's pieces that wait for a decision."""

    merged: Merged
    tokens: Tokens
    waiting: Tokens = ()

    @property
    def keys(self) -> list[str]:
        """What the tokens are compared by."""
        return _keys(self.tokens)


def merge_text(base: str, library: str, local: str) -> Merged:
    """Merge three texts, all of them plain or all of them rich.

    A merge that would give something else when repeated, that depends on which side is which, that lost what
    a side wrote, or that cannot be read as it was written, is not trusted: the whole text is then a conflict.
    """
    if len({is_rich(text) for text in (base, library, local) if text.strip()}) > 1:
        return whole_conflict(base, library, local)
    before, theirs, ours = read(base), read(library), read(local)
    changes = hunks(before, theirs), hunks(before, ours)
    result, swapped = _merge(before, *changes), _merge(before, *reversed(changes))
    is_trusted = (
        _says_the_same(result.merged, swapped.merged)
        and _is_kept(before, ours, result.tokens)
        and _is_kept(before, theirs, (*result.tokens, *result.waiting))
        and _is_sound(before, changes[0], result)
        and (not result.merged.is_clean or _is_sound(before, changes[1], swapped))
    )
    return result.merged if is_trusted else whole_conflict(base, library, local)


def _says_the_same(merged: Merged, swapped: Merged) -> bool:
    """Whether the merge is the same from both sides, but for the order of what it put together."""
    if not (merged.is_clean and swapped.is_clean):
        return merged.is_clean == swapped.is_clean
    return sorted(words_of(merged.value)) == sorted(words_of(swapped.value))


def _is_kept(base: Tokens, side: Tokens, merged: Tokens) -> bool:
    """Whether everything new that a side wrote still stands."""
    return {*_keys(side)} <= {*_keys(base), *_keys(merged)}


def _is_sound(base: Tokens, library: list[Hunk], result: _Result) -> bool:
    """Whether the result reads as it was written, and merging it again gives the result."""
    if _keys(read(result.merged.value)) != result.keys:
        return False
    return _merge(base, library, hunks(base, result.tokens)).keys == result.keys


def whole_conflict(base: object, library: object, local: object) -> Merged:
    """Leave the decision about the whole value to a person."""
    return Merged(local, (Conflict((), base, library, local),))


def _merge(base: Tokens, library: list[Hunk], local: list[Hunk]) -> _Result:
    out: list[Token] = []
    conflicts: list[Conflict] = []
    waiting: list[Token] = []
    tally, position = Tally(), 0
    last: Cluster | None = None
    found = clusters(base, fitted(base, library, local), fitted(base, local, library))
    for cluster, said in _with_kinds_kept(base, _decided(base, found)):
        out += base[position : cluster.low]
        if said.conflict:
            index = max(0, sum(token.is_mark for token in (*out, *said.tokens[:1])) - 1)
            conflicts.append(Conflict((index,), *(_piece(piece) for piece in said.conflict)))
            waiting += said.conflict[1]
        out += said.tokens
        # A sentence written anew is one change, though it is stored as one that came and one that went.
        if not (last and _is_one_change(base, last, cluster)):
            tally += said.tally
        position, last = cluster.high, cluster
    tokens = _without_bare_marks([*out, *base[position:]])
    return _Result(Merged(write(tokens), tuple(conflicts), tally), tokens, tuple(waiting))


def _decided(base: Tokens, clusters: list[Cluster]) -> list[tuple[Cluster, Outcome]]:
    """What stands in place of each cluster. A conflict takes in what belongs to it just before and after."""
    found: list[tuple[Cluster, Outcome]] = []
    for cluster in clusters:
        said = Outcome.of(base, cluster)
        if found and (said.conflict or found[-1][1].conflict) and are_tied(base, found[-1][0], cluster):
            cluster = found.pop()[0].with_next(cluster)
            said = Outcome.of(base, cluster)
            while found and said.conflict and are_tied(base, found[-1][0], cluster):
                cluster = found.pop()[0].with_next(cluster)
                said = Outcome.of(base, cluster)
        found.append((cluster, said))
    return found


def _with_kinds_kept(base: Tokens, decided: list[tuple[Cluster, Outcome]]) -> list[tuple[Cluster, Outcome]]:
    """The outcomes; a conflict where one side makes another kind of paragraph of what the other deletes."""
    found = list(decided)
    index = 0
    while index + 1 < len(found):
        if _loses_kind(base, found, index):
            cluster = found[index][0].with_next(found.pop(index + 1)[0])
            found[index] = cluster, Outcome.of(base, cluster)
        else:
            index += 1
    return found


def _loses_kind(base: Tokens, decided: list[tuple[Cluster, Outcome]], index: int) -> bool:
    """Whether an outcome ends with the beginning of a paragraph of a new kind, and nothing follows in it."""
    (cluster, said), (following, _) = decided[index : index + 2]
    if cluster.high != following.low or not said.tokens or not _may_be_bare(said.tokens[-1]):
        return False
    around = [token for token in base[: cluster.high] if token.is_mark][-1:]
    if said.tokens[-1].key in _keys(around):
        return False
    position = cluster.high
    for one, outcome in decided[index + 1 :]:
        if rest := (*base[position : one.low], *outcome.tokens):
            return rest[0].is_mark
        position = one.high
    return position == len(base) or base[position].is_mark


def _is_one_change(base: Tokens, first: Cluster, second: Cluster) -> bool:
    """Whether one side alone made both changes, as one thought."""
    is_one_sided = not (first.library or second.library) or not (first.local or second.local)
    return is_one_sided and are_tied(base, first, second)


def _piece(tokens: Tokens) -> str:
    """Part of a text as it is stored; sentences of one paragraph stand for themselves.

    A paragraph that only changed its kind is written without its words.
    """
    if any(token.is_mark for token in tokens):
        return write([replace(token, is_hollow=True) if token.is_mark else token for token in tokens])
    return join([token.text for token in tokens])


def _without_bare_marks(tokens: list[Token]) -> Tokens:
    """Leave out paragraphs that lost all their sentences."""
    following = [*tokens, Token("¶", "", ())][1:]
    return tuple(
        token
        for token, after in zip(tokens, following, strict=True)
        if not (_may_be_bare(token) and after.is_mark)
    )


def _may_be_bare(token: Token) -> bool:
    """Whether this is the beginning of a paragraph that is nothing without a sentence."""
    return token.is_mark and not token.is_whole and not token.is_hollow


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens]
