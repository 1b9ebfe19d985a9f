"""Which addresses have the pages of the ledger and of answers?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.activities.urls import RecordId  # noqa: F401 -- registers the converter "record_id"
from huiyin.web.answers import pages as answers
from huiyin.web.ledger import bulk, describe, evidence, export, moves, opening, problem, table, views, week

urlpatterns = [
    path("problems/", table.problems, name="problems"),
    path("problems/export/", export.problems_export, name="problems-export"),
    path("problems/bulk/", bulk.problems_bulk, name="problems-bulk"),
    path("problems/views/", views.problem_view_save, name="problem-view-save"),
    path("problems/views/<slug:public_id>/drop/", views.problem_view_drop, name="problem-view-drop"),
    path("problems/new/", opening.problem_new, name="problem-new"),
    path("problems/week/", week.problems_week, name="problems-week"),
    path("problems/<record_id:record>/", problem.problem, name="problem"),
    path("problems/<record_id:record>/describe/", describe.problem_describe, name="problem-describe"),
    path("problems/<record_id:record>/moves/<slug:move>/", moves.problem_move, name="problem-move"),
    path("problems/<record_id:record>/follow-up/", week.problem_follow_up, name="problem-follow-up"),
    path("problems/<record_id:record>/evidence/", evidence.problem_evidence_add, name="problem-evidence-add"),
    path("problems/<record_id:record>/answers/", answers.problem_answers, name="problem-answers"),
    path("problem-evidence/<record_id:file>/", evidence.problem_evidence, name="problem-evidence"),
    path(
        "problem-evidence/<record_id:file>/withdraw/",
        evidence.problem_evidence_withdraw,
        name="problem-evidence-withdraw",
    ),
    path("answers/", answers.answers, name="answers"),
    path("answers/give/", answers.answers_give, name="answers-give"),
    path(
        "answers/<record_id:opinion>/satisfaction/", answers.answer_satisfaction, name="answer-satisfaction"
    ),
]
