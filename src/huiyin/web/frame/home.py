"""What needs me this week?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.plan.queries import current_plan
from huiyin.web.frame.week import Week
from huiyin.web.guard import Asked, signed_in


@signed_in
@require_safe
def home(request: Asked) -> HttpResponse:
    """The week of whoever is signed in: what waits for them, then how units stand, then what came in."""
    week = Week(request.actor, current_plan().plan, timezone.localdate())
    return render(request, "frame/home.html", {"week": week, "things": list(week.things())})
