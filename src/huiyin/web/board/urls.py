"""Which addresses have the pages of the board?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.activities.urls import RecordId  # noqa: F401 -- registers the converter "record_id"
from huiyin.web.board import deciding, pages, reruns, sorting, undoing

urlpatterns = [
    path("board/", pages.board, name="board"),
    path("board/groups/<record_id:group>/", pages.board_group, name="board-group"),
    path("board/decide/", deciding.board_decide, name="board-decide"),
    path("board/decisions/", pages.board_decisions, name="board-decisions"),
    path("board/decisions/<record_id:decision>/undo/", undoing.board_undo, name="board-undo"),
    path("board/sort/", sorting.board_sort, name="board-sort"),
    path("board/reruns/<record_id:rerun>/", reruns.board_rerun, name="board-rerun"),
]
