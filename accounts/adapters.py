"""What this site wants of allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core import signing
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import encryption
from accounts.models import User

SUSPENDED = "accounts.suspended"
"""Salt of the key that lets somebody suspended read why."""
WRONG_CODE = "This code does not fit, or it is too old. Try the next one."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This does not fit. Check what you typed; after signing up, follow the link in our "
        "mail first.",
        "username_password_mismatch": "This does not fit. Check what you typed; after signing up, follow the link in "
        "our mail first.",
        "username_taken": "Somebody has this name already. Please choose another.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": WRONG_CODE,
        "enter_current_password": "This is not your password.",
        "same_as_current": "This is your address already.",
        "duplicate_email": "This is your address already.",
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """As allauth's; but too many log-ins are a 429 like all other limits, not an error in the form."""
        if code == "too_many_login_attempts":
            raise ImmediateHttpResponse(respond_429(context.request))
        return super().validation_error(code, *args)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever is suspended is told why, instead of being logged in, once they proved who they are."""
        if user.is_suspended:
            return redirect("suspended", signing.dumps(user.public_id, salt=SUSPENDED))
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address behind ``NUM_PROXIES`` proxies; the socket's when fewer wrote theirs into the header."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """The link; or, to an address that belongs to a verified account, the news that somebody typed it."""
        address = emailconfirmation.email_address
        if EmailAddress.objects.filter(email=address.email, verified=True).exclude(pk=address.pk).exists():
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return "Lofi"
