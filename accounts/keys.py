"""Forms of security keys that refuse what is no credential, where allauth's let the parser's errors through."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn import forms
from django.core.exceptions import ValidationError

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
WRONG_KEY = "This key does not fit. Try again."


class AddKeyForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except _UNREADABLE as error:
            raise ValidationError(WRONG_KEY, code="key") from error


class _AnswerForm:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _UNREADABLE as error:
            raise ValidationError(WRONG_KEY, code="key") from error


class AuthenticateKeyForm(_AnswerForm, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class LoginKeyForm(_AnswerForm, forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticateKeyForm(_AnswerForm, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
