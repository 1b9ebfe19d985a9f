"""How does a person sign in, set a password by an invitation, sign out, and choose a language?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huiyin.access.actions import accept_invitation, choose_language
from huiyin.access.invitations import invited
from huiyin.plan.queries import current_plan
from huiyin.web.guard import open_to_everyone

LONGEST_NAME = 60  # as long as a key of a plan; failed tries are kept with the name that was typed
ONE_YEAR = 365 * 24 * 60 * 60
SHORT = {"zh-hans": "zh", "en": "en"}  # Django's code to the one that accounts keep
LONG = {short: code for code, short in SHORT.items()}


class SignInForm(AuthenticationForm):
    """A sign-in name and a password."""

    error_messages = {  # noqa: RUF012  # as in the class above it
        "invalid_login": gettext_lazy(
            "This name and password do not fit together. Look at capital letters and the keyboard's "
            "language, then try again. Whoever forgot the password asks the administrator for a new "
            "invitation."
        ),
        "inactive": gettext_lazy("This account is closed. The administrator can open it."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Sign-in name")
        self.fields["username"].max_length = LONGEST_NAME  # type: ignore[attr-defined]  # a CharField
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_NAME))
        self.fields["password"].label = _("Password")
        if request is not None and request.GET.get("show"):
            self.fields["password"].widget.input_type = "text"


class _SignIn(views.LoginView):
    template_name = "access/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        chosen = LONG.get(getattr(form.get_user(), "language", ""))
        return _in_language(answer, chosen) if chosen else answer


@open_to_everyone
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> Any:
    """The sign-in page; back to where the person wanted to go."""
    return _SignIn.as_view()(request)


@open_to_everyone
@require_POST
def sign_out(request: HttpRequest) -> Any:
    """The way out."""
    return views.LogoutView.as_view()(request)


@open_to_everyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from here on: in this browser, and wherever this person signs in."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer: HttpResponse = HttpResponseRedirect(back if is_ours else reverse("home"))
    if wanted not in SHORT:
        return answer
    if request.user.is_authenticated:
        choose_language(account=request.user, language=SHORT[wanted])
    return _in_language(answer, wanted)


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic in the stubs
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least ten characters. Three words that have nothing to do with each other "
            "are easily kept in mind."
        )
        self.fields["new_password2"].label = _("The same once more")
        self.fields["new_password2"].help_text = ""


@open_to_everyone
@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
def invitation(request: HttpRequest, public_id: str, token: str) -> HttpResponse:
    """Set the password of one's account, once."""
    account = invited(public_id, token)
    if account is None:
        return render(request, "access/invitation_used.html", status=410)
    form = PasswordForm(account, request.POST or None)
    if not form.is_valid():
        return render(request, "access/invitation.html", {"form": form, "account": account})
    accept_invitation(
        now=now(),
        account=account,
        password=form.cleaned_data["new_password1"],
        plan_version=current_plan().version,
    )
    messages.success(request, _("The password is set. Please sign in with it."))
    return redirect("sign-in")


def _in_language(answer: HttpResponse, code: str) -> HttpResponse:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=ONE_YEAR,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer
