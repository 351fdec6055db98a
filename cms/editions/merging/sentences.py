"""Where sentences end, in English and Danish, and never inside markup."""

from __future__ import annotations

import re
from functools import lru_cache

TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
ENTITY = re.compile(r"&#?\w+;")
END = re.compile(r"[.!?…][\"'”’»)\]\x01]*(\s+)")
LEAD = re.compile(r"[\x01\s\"'“”\u2018’«»(\[]*")
LAST_WORD = re.compile(r"[\w.]*$")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
VOID = frozenset({"br", "img", "embed", "hr", "wbr"})
MASK = "\x01"

# Those that often end a sentence, such as "etc." and "osv.", are left out on purpose.
ENGLISH = "e.g i.e dr mr mrs ms prof st vs approx no nos fig figs al cf ed eds vol pp ca viz dept sr jr "
DANISH = (
    "f.eks fx bl.a dvs nr kl tlf jf evt inkl ekskl hhv pga mht ift ang pct mio mia sml vedr alm afd hr fr "
    "cand mag tidl p.t p.gr.a m.h.t i.f.t d.v.s s.u div maks min gns kap stk spec sp spl overl frk"
)
ABBREVIATIONS = frozenset(f"{ENGLISH} {DANISH}".split())


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, without white space around them. ``join`` gives it back.

    ``text`` is plain or holds inline markup. A sentence ends where no element is open, so every sentence is
    whole markup. A line break in the text ends one too.
    """
    return list(_parted(text))


@lru_cache(maxsize=2_048)  # most paragraphs are the same in all versions of a text
def _parted(text: str) -> tuple[str, ...]:
    masked, depths = _mask(text)
    cuts = sorted({*_ends(masked, depths), *_breaks(text, depths)})
    pieces = [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return tuple(piece for piece in pieces if piece)


def join(pieces: list[str]) -> str:
    """The paragraph that consists of these sentences."""
    text = ""
    for piece in pieces:
        text += piece if not text or ends_in_break(text) else f" {piece}"
    return text


def ends_in_break(text: str) -> bool:
    """Whether the text ends with a forced line break, after which no space shows."""
    return bool(re.search(r"<br\s*/?>$", text, re.IGNORECASE))


def _mask(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with markup blanked out, and where how many elements are open: (from position, depth)."""
    depth, depths = 0, [(0, 0)]
    for tag in TAG.finditer(text):
        closing, name = tag[1], tag[2].lower()
        if name in VOID or tag[0].endswith("/>"):
            continue
        depth += -1 if closing else 1
        depths.append((tag.end(), depth))
    masked = TAG.sub(_blank, text)
    return ENTITY.sub(_blank, masked), depths


def _blank(match: re.Match[str]) -> str:
    return MASK * len(match[0])


def _ends(masked: str, depths: list[tuple[int, int]]) -> list[int]:
    return [
        end.end(1)
        for end in END.finditer(masked)
        if _is_sentence_end(masked, end) and _depth_at(depths, end.start(1)) == 0
    ]


def _is_sentence_end(masked: str, end: re.Match[str]) -> bool:
    start = LEAD.match(masked, end.end())
    following = masked[start.end() : start.end() + 1] if start else ""
    if following.islower():
        return False
    if end[0][0] != ".":
        return True
    word = _word_before(masked, end.start())
    is_initial = len(word) == 1 and word.isupper()
    return not is_initial and word.lower() not in ABBREVIATIONS and not _is_counter(masked, end, word)


def _is_counter(masked: str, end: re.Match[str], word: str) -> bool:
    """Whether the full stop belongs to a number at the very beginning, as in “1. Lie down”."""
    return word.isdigit() and not masked[: end.start() - len(word)].strip(MASK + " ")


def _word_before(masked: str, position: int) -> str:
    window = masked[max(0, position - 20) : position]
    found = LAST_WORD.search(window)
    return found[0].strip(".") if found else ""


def _breaks(text: str, depths: list[tuple[int, int]]) -> list[int]:
    return [tag.end() for tag in BREAK.finditer(text) if _depth_at(depths, tag.end()) == 0]


def _depth_at(depths: list[tuple[int, int]], position: int) -> int:
    low, high = 0, len(depths)
    while low < high:
        middle = (low + high) // 2
        if depths[middle][0] <= position:
            low = middle + 1
        else:
            high = middle
    return depths[low - 1][1]
