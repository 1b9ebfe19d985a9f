"""Which addresses have the pages of the frame: signing in, the week, people, health?"""

from __future__ import annotations

from django.urls import path

from huiyin.web import frame_account, frame_health, frame_home, frame_people

urlpatterns = [
    path("", frame_home.home, name="home"),
    path("sign-in/", frame_account.sign_in, name="sign-in"),
    path("sign-out/", frame_account.sign_out, name="sign-out"),
    path("language/", frame_account.language, name="language"),
    path("invitation/<slug:public_id>/<slug:token>/", frame_account.invitation, name="invitation"),
    path("healthz", frame_health.healthz, name="healthz"),
    path("people/", frame_people.people, name="people"),
    path("people/account/", frame_people.change_account, name="people-account"),
]
