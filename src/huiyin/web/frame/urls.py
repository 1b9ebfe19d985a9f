"""Which addresses have the pages of the frame: signing in, the week, people, health?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.frame import account, health, home, people

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("language/", account.language, name="language"),
    path("invitation/<slug:public_id>/<slug:token>/", account.invitation, name="invitation"),
    path("healthz", health.healthz, name="healthz"),
    path("people/", people.people, name="people"),
    path("people/account/", people.change_account, name="people-account"),
]
