"""Which ways do the problems of Minghu take, and how many of them each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.board.rules import GroupState


@dataclass(frozen=True, slots=True)
class Deed:
    """One move, so many working days after the one before it."""

    after: int
    move: str
    text: str = ""  # which of the texts in words/problems.toml it brings as its reason or words


@dataclass(frozen=True, slots=True)
class Life:
    """A way that problems take from hand-over on, and how many take it."""

    name: str
    count: int
    deeds: Sequence[Deed]
    mode: str = "by_date"
    days: int | None = None  # working days given; None: as the plan says
    is_late_wave: bool = False  # opened in the second wave


RECEIVE = Deed(1, "receive")
CLAIM = Deed(9, "claim", "claim")
CHECK = Deed(2, "check", "check")
SIGN = Deed(1, "sign")
CLOSED = (RECEIVE, CLAIM, CHECK, SIGN)
QUICKLY = (RECEIVE, Deed(3, "claim", "claim"), Deed(1, "check", "check"), Deed(1, "sign"))

LIVES: Sequence[Life] = (
    Life("closed", 15, CLOSED),
    Life("reopened", 3, (*CLOSED, Deed(9, "reopen", "reopen"))),
    Life("holds", 1, (*QUICKLY, Deed(22, "effect_holds", "effect_holds")), mode="at_once"),
    Life("falls back", 1, (*QUICKLY, Deed(22, "effect_fails", "effect_fails")), mode="at_once"),
    Life(
        "sent back",
        3,
        (
            RECEIVE,
            Deed(7, "claim", "claim"),
            Deed(2, "send_back", "send_back"),
            Deed(5, "claim", "claim"),
            CHECK,
            SIGN,
        ),
    ),
    Life("refused", 1, (RECEIVE, CLAIM, CHECK, Deed(1, "refuse", "refuse"), Deed(4, "claim", "claim"))),
    Life("waived", 1, (RECEIVE, CLAIM, Deed(2, "sign_without_check", "waiver"))),
    Life("on notice", 4, (RECEIVE, Deed(13, "claim", "claim"), CHECK, SIGN), is_late_wave=True),
    Life("claimed", 4, (RECEIVE, Deed(15, "claim", "claim")), is_late_wave=True),
    Life("checked", 2, (RECEIVE, Deed(14, "claim", "claim"), CHECK), is_late_wave=True),
    Life("at work", 7, (RECEIVE,), days=40, is_late_wave=True),
    Life("late", 5, (RECEIVE,), days=15),
    Life(
        "extended",
        3,
        (RECEIVE, Deed(10, "ask_extension", "extension"), Deed(2, "grant_extension", "extension_granted")),
        days=15,
    ),
    Life(
        "not extended",
        1,
        (RECEIVE, Deed(10, "ask_extension", "extension"), Deed(2, "refuse_extension", "refused")),
        days=15,
        is_late_wave=True,
    ),
    Life("asked", 1, (RECEIVE, Deed(14, "ask_extension", "extension")), days=17, is_late_wave=True),
    Life("held", 1, (RECEIVE, Deed(6, "hold", "hold"))),
    Life("standing", 2, (RECEIVE, Deed(8, "make_standing", "standing")), mode="long_term"),
    Life("returned", 1, (Deed(1, "return", "returned"), Deed(1, "assign"), *CLOSED)),
    Life(
        "bounced",
        1,
        (
            Deed(1, "return", "returned"),
            Deed(1, "assign"),
            Deed(1, "return", "returned"),
            Deed(1, "assign_by_head", "returned"),
            RECEIVE,
        ),
        is_late_wave=True,
    ),
    Life("handed over", 2, (), days=30, is_late_wave=True),
    Life("merged", 1, (RECEIVE, Deed(3, "merge", "merge"))),
    Life("not accepted", 1, ()),
    Life("draft", 1, (), is_late_wave=True),
)

# Matters that nobody here can put right, or that are none to put right, and what becomes of their groups.
NOT_OPENED: Mapping[str, GroupState] = {
    "通信信号差": GroupState.NOT_OURS,
    "养老待遇与认证": GroupState.NOT_OURS,
    "高空抛物": GroupState.CANNOT_DO,
    "形式主义与会议多": GroupState.NOTED,
    "广场舞与音响噪声": GroupState.NOTED,
}
