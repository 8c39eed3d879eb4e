"""allauth's forms, with our words, and the same work done for known and unknown addresses."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.adapters import AccountAdapter
from accounts.models import User
from accounts.names import LONGEST, SHORTEST

RULE = "At least 8 characters, and none that everybody uses."


class LoginForm(forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Name or e-mail"
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].help_text = ""


class SignupForm(forms.SignupForm):  # type: ignore[misc]
    """Signs up with a known address as with an unknown one: what differs is the mail.

    So neither the answer, nor its time, nor whether the name is taken or the new password fits afterwards tells
    strangers who has an account. What was made so can never be verified, and is deleted after ``UNVERIFIED_DAYS``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, email, password = (self.fields[field] for field in ("username", "email", "password1"))
        name.label, email.label = "Name", "E-mail"
        name.help_text = f"{SHORTEST} to {LONGEST} letters, digits, - or _. Others see it."
        name.widget.attrs |= {"maxlength": LONGEST, "autocapitalize": "none", "spellcheck": "false"}
        password.help_text = RULE

    def validate_unique_email(self, value: str) -> str:
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:  # somebody took the name a moment ago
            self.add_error("username", AccountAdapter.error_messages["username_taken"])
            page = {"form": self, **get_entrance_context_data(request)}
            return None, render(request, "account/signup.html", page)
        return user, response


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"

    def clean_email(self) -> str:
        email: str = super().clean_email()
        addresses = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
        self.users = [address.user for address in addresses.select_related("user")]
        return email


class _ShortRule:
    """In place of a list of what Django's validators check."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = RULE  # type: ignore[attr-defined]


class ChangePasswordForm(_ShortRule, forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(_ShortRule, forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(_ShortRule, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
