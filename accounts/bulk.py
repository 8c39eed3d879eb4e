"""Acts on many things at once in the admin: first a page that says what will happen, then a reason, then the audit.

@bulk_act("End sessions", action="member.end_sessions", says="They are logged out everywhere.")
def end_sessions(actor: User, member: User) -> dict[str, Any]:
    return {"sessions": sessions.end_all(user=member)}

class MemberAdmin(admin.ModelAdmin):
    actions = [end_sessions]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts import audit
from accounts.models import User

MAX_REASON = 500
Work = Callable[[User, Any], dict[str, Any] | None]
"""What is done to one thing by somebody; answers details for the audit. A ValidationError of one stops all."""
Action = Callable[[admin.ModelAdmin, HttpRequest, QuerySet], TemplateResponse | None]


class ReasonForm(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Kept in the audit, with your name.",
    )


@dataclass(frozen=True, slots=True)
class BulkAct:
    """``needs`` is ``view``, ``change`` or ``delete``: the permission for the model, and for each of the things."""

    label: str
    action: str
    says: str
    needs: str
    work: Work

    def __call__(self, site: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet) -> TemplateResponse | None:
        things = list(chosen[: settings.MAX_BULK + 1])
        form = ReasonForm(request.POST if "confirmed" in request.POST else None)
        if len(things) > settings.MAX_BULK:
            site.message_user(request, f"Choose up to {settings.MAX_BULK} at once.", messages.ERROR)
            return None
        self._refuse_forbidden(site, request, things)
        if not form.is_valid():
            return self._ask(site, request, things, form)
        self._do(site, request, things, form.cleaned_data["why"])
        return None

    def _refuse_forbidden(self, site: admin.ModelAdmin, request: HttpRequest, things: Sequence[Model]) -> None:
        allowed = getattr(site, f"has_{self.needs}_permission")
        if not all(allowed(request, thing) for thing in things):
            raise PermissionDenied

    def _ask(
        self, site: admin.ModelAdmin, request: HttpRequest, things: Sequence[Model], form: ReasonForm
    ) -> TemplateResponse:
        page = {
            **site.admin_site.each_context(request),
            "title": self.label,
            "says": self.says,
            "things": things,
            "form": form,
            "opts": site.opts,
            "name": request.POST.getlist("action")[int(request.POST.get("index") or 0)],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/bulk_act.html", page)

    def _do(self, site: admin.ModelAdmin, request: HttpRequest, things: Sequence[Model], why: str) -> None:
        assert isinstance(request.user, User)
        try:
            with transaction.atomic():
                for thing in things:
                    self._do_one(request.user, thing, why)
        except ValidationError as error:
            site.message_user(request, f"Nothing was done. {' '.join(error.messages)}", messages.ERROR)
            return
        site.message_user(request, f"{self.label}: done for {len(things)}.", messages.SUCCESS)

    def _do_one(self, actor: User, thing: Model, why: str) -> None:
        told = {"kind": str(thing._meta.model_name), "target": audit.public_id(thing), "title": str(thing)}
        audit.record(actor=actor, action=self.action, why=why, **told, **(self.work(actor, thing) or {}))


def bulk_act(label: str, *, action: str, says: str, needs: str = "change") -> Callable[[Work], Action]:
    """Make an action of the admin from what is done to one thing; all or none are done, each is in the audit."""

    def decorate(work: Work) -> Action:
        act = BulkAct(label, action, says, needs, work)

        @admin.action(description=label, permissions=[needs])
        def confirmed(site: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet) -> TemplateResponse | None:
            return act(site, request, chosen)

        confirmed.__name__ = work.__name__
        return confirmed

    return decorate


@admin.action(description="Delete", permissions=["delete"])
def delete_selected(site: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet) -> TemplateResponse | None:
    """Stands in for Django's own, which asks for no reason, and whose log of many the audit does not hear of."""
    _, counts, lacking, protected = site.get_deleted_objects(chosen[: settings.MAX_BULK], request)
    if lacking or protected:
        held = ", ".join(map(str, lacking or protected))
        site.message_user(request, f"These can't be deleted, because of what depends on them: {held}", messages.ERROR)
        return None
    says = f"They are gone for good: {', '.join(f'{many} {name}' for name, many in counts.items())}."

    def work(actor: User, thing: Any) -> None:
        site.delete_model(request, thing)

    return BulkAct("Delete", "admin.delete", says, "delete", work)(site, request, chosen)
