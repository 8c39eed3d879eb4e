"""Pages on which a member sets what others see, and looks after keys and data."""

from __future__ import annotations

import time
from functools import partial
from http import HTTPStatus

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import avatars, deletion, exports, letters, profiles, tasks, tokens
from accounts.handover import hand_over
from accounts.models import DataExport, User
from accounts.services import count_call
from accounts.settings_forms import DeletionForm, ProfileForm, TokenForm
from accounts.throttling import Rate

POLL = "3"
"""Seconds after which a page that waits for a worker is loaded anew."""


class MemberRequest(HttpRequest):
    user: User


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def avatar(request: HttpRequest, seed: str) -> HttpResponse:
    """The picture of an id; of any id, so that it tells nothing about who exists."""
    return HttpResponse(avatars.draw(seed=seed), content_type="image/svg+xml")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    stored = User.objects.get(pk=request.user.pk)  # a form writes into what it is given, before it has checked it all
    form = ProfileForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid() and _keep_profile(stored, form):
        messages.success(request, "Your profile is saved.")
        return redirect("account_profile")
    return render(request, "settings/profile.html", {"form": form}, status=_status(request))


def _keep_profile(user: User, form: ProfileForm) -> bool:
    try:
        profiles.update(user=user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
    return form.is_valid()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def token_list(request: MemberRequest) -> HttpResponse:
    """A key outlives the session that makes it, so that one left open must not be enough."""
    form = TokenForm(request.POST or None)
    key = _new_key(request, form) if request.method == "POST" and form.is_valid() else None
    context = {"form": TokenForm() if key else form, "key": key, "tokens": request.user.tokens.all()}
    return render(request, "settings/tokens.html", context, status=200 if key else _status(request))


def _new_key(request: MemberRequest, form: TokenForm) -> str | None:
    """Shown in this one answer; no page, session or row has it afterwards."""
    try:
        return tokens.create(user=request.user, **form.cleaned_data)[1]
    except ValidationError as error:
        form.add_error(None, error)
        return None


@login_required
@require_POST
def token_revoke(request: MemberRequest, token_id: str) -> HttpResponse:
    if not tokens.revoke(user=request.user, public_id=token_id):
        raise Http404
    messages.success(request, "The token is revoked: it opens nothing any more.")
    return redirect("account_tokens")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        return _request_export(request)
    export = request.user.data_exports.first()
    response = render(request, "settings/data.html", {"export": export, "days": settings.EXPORT_DAYS})
    if export and export.status == DataExport.Status.WAITING:
        response["Refresh"] = POLL
    return response


def _request_export(request: MemberRequest) -> HttpResponse:
    rate = Rate.parse(settings.THROTTLE_RATES["export"])
    count, left = count_call(key=f"export:user:{request.user.pk}", window=rate.window)
    if count > rate.calls:
        text = f"That was often enough for now. Ask again in {max(1, round(left / 60))} minutes."
        messages.error(request, text)
    elif export := exports.request(user=request.user):
        transaction.on_commit(partial(hand_over, tasks.make_export, export.pk))
    return redirect("account_data")


@never_cache
@login_required
@require_safe
def data_download(request: MemberRequest, export_id: str) -> FileResponse:
    export = get_object_or_404(request.user.data_exports, public_id=export_id)
    path = exports.path_of(export=export)
    if path is None:
        raise Http404
    name = f"lofi-{request.user.username}-{export.created:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def delete(request: MemberRequest) -> HttpResponseBase:
    """Asks for password or second factor first; who has neither logs in anew where they came from."""
    if not _came_lately(request):
        logout(request)
        return redirect_to_login(request.path)
    form = DeletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _leave(request, keep_public=form.cleaned_data["public"] == "keep")
    return render(request, "settings/delete.html", {"form": form}, status=_status(request))


def _came_lately(request: MemberRequest) -> bool:
    """allauth lets those pass who have nothing to prove themselves with; their log-in must be fresh instead."""
    if get_reauthentication_flows(request.user):
        return True
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def _leave(request: MemberRequest, *, keep_public: bool) -> HttpResponse:
    email, name = request.user.email, request.user.shown_name
    with transaction.atomic():
        deletion.delete(user=request.user, keep_public=keep_public)
        if email:
            letters.say_farewell(email=email, name=name)
    request.session.flush()
    request.user = AnonymousUser()  # type: ignore[assignment]
    return render(request, "settings/deleted.html")


def _status(request: HttpRequest) -> int:
    """A form that comes back has a fault in it."""
    return HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
