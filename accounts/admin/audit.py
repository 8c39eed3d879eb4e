"""The audit, to be searched and taken along; nobody writes in it here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts import audit
from accounts.audit_export import FORMATS
from accounts.audit_search import search, search_words
from accounts.models import AuditEntry, User
from accounts.seen import SeenOnly


class AuditForm(forms.Form):
    who = forms.CharField(required=False, max_length=150, help_text="A name, or: the site")
    what = forms.CharField(required=False, max_length=40, help_text="An act, or its beginning: track.hide, admin")
    target = forms.CharField(label="To what", required=False, max_length=255, help_text="A public id")
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))


class AuditFilter(admin.ListFilter):
    """One form instead of lists of choices: nobody can choose among a thousand names."""

    title = "who, what, when"
    template = "admin/audit_filter.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        given = {name: params.pop(name)[-1] for name in AuditForm.base_fields if name in params}
        self.form = AuditForm(given or None)
        self.used_parameters.update(given)

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(AuditForm.base_fields)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        yield {"form": self.form, "words": changelist.query}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """What is not understood is told in the form, and finds nothing: a search must not show too much."""
        if self.form.is_bound and not self.form.is_valid():
            return queryset.none()
        return search(queryset, self.form.cleaned_data) if self.form.is_bound else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(SeenOnly):
    list_display = ["created", "actor", "action", "kind", "target", "title", "why"]
    list_filter = [AuditFilter]
    search_fields = ["title", "why"]
    search_help_text = "Words of the title and the reason"
    fields = ["created", "actor", "actor_id", "action", "kind", "target", "title", "why", "details"]
    readonly_fields = ["details"]
    change_list_template = "admin/audit_list.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="details")
    def details(self, entry: AuditEntry) -> str:
        return json.dumps(entry.data, indent=2, ensure_ascii=False)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        return (search_words(queryset, search_term) if search_term else queryset), False

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export)
        return [path("export.<str:ending>", export, name="accounts_auditentry_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        links = [
            (ending, f"{reverse('admin:accounts_auditentry_export', args=[ending])}?{request.GET.urlencode()}")
            for ending in FORMATS
            if _may_export(request)
        ]
        return super().changelist_view(request, {**(extra_context or {}), "exports": links})

    def export(self, request: HttpRequest, ending: str) -> StreamingHttpResponse:
        """What the list shows under the same search, all pages of it. Taking it along is an act in the audit."""
        if ending not in FORMATS:
            raise Http404
        if not _may_export(request):
            raise PermissionDenied
        shown = self.get_changelist_instance(request).get_queryset(request)
        entries = shown.filter(created__lte=timezone.now())  # without the one that is made now
        _note_export(request, ending)
        media_type, write = FORMATS[ending]
        name = f"audit-{timezone.now():%Y-%m-%d}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(write(entries), content_type=media_type, headers=headers)


def _may_export(request: HttpRequest) -> bool:
    return request.user.has_perms(["accounts.view_auditentry", "accounts.export_auditentry"])


def _note_export(request: HttpRequest, ending: str) -> None:
    assert isinstance(request.user, User)
    searched = request.GET.dict()
    audit.record(actor=request.user, action="audit.export", kind="auditentry", target=ending, searched=searched)
