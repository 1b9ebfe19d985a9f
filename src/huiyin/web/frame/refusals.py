"""What does somebody read who may not open a page, or asks for one that is not there?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.access.rules import Forbidden
from huiyin.web.frame.role_words import DEEDS, roles_with


def forbidden(request: HttpRequest, refusal: Forbidden) -> HttpResponse:
    """403: what was not allowed, and who could do it."""
    could = {
        "deed": DEEDS[refusal.permission],
        "roles": _(", ").join(roles_with(refusal.permission)),
        "is_about_a_unit": bool(refusal.unit),
    }
    return render(request, "frame/forbidden.html", could, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """403 of Django's own refusals."""
    return render(request, "frame/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """404: also for what is there and may not be seen, so that nobody learns of it by asking."""
    return render(request, "frame/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """400: the request itself cannot be understood."""
    return render(request, "frame/bad_request.html", status=400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: without database, session or context, since any of them may be what failed."""
    return HttpResponse(SERVER_ERROR, status=500)


def form_too_old(request: HttpRequest, **_reason: Any) -> HttpResponse:
    """403 of a form without its token: left open too long, or sent from elsewhere."""
    return render(request, "frame/form_too_old.html", status=403)


def no_plan(request: HttpRequest) -> HttpResponse:
    """503: the folder has a database and no campaign in it yet."""
    return render(request, "frame/no_plan.html", status=503)


def clock_behind(request: HttpRequest) -> HttpResponse:
    """503: the machine's clock is behind the log, so nothing may be written until it is right."""
    return render(request, "frame/clock_behind.html", status=503)


SERVER_ERROR = """<!doctype html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><title>出了差错 · Something failed</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/tokens.css"><link rel="stylesheet" href="/static/huiyin.css"></head>
<body><main class="middle"><h1>出了差错，这一次没有保存</h1>
<p>请返回上一页再试一次。若仍不行，请告诉管理员出现的时间。</p>
<div lang="en"><h2>Something failed; nothing was saved this time</h2>
<p>Please go back and try again. If it fails again, tell the administrator when it happened.</p></div>
<p><a href="/">回到本周 · To this week</a></p></main></body></html>
"""
