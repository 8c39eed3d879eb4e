"""The part of the settings that is about accounts and their mail; allauth's own documentation explains its names."""

from __future__ import annotations

from environs import Env

from lofi_site.mail_url import parse_mail_url

env = Env()
_PRODUCTION = env.str("LOFI_ENV", "development") == "production"

# Log-in through others: a provider is there when its id and secret are.
_PROVIDERS = {
    "github": (env.str("GITHUB_CLIENT_ID", ""), env.str("GITHUB_CLIENT_SECRET", ""), "https://github.com"),
    "google": (env.str("GOOGLE_CLIENT_ID", ""), env.str("GOOGLE_CLIENT_SECRET", ""), "https://accounts.google.com"),
}
PROVIDERS = {name: given for name, given in _PROVIDERS.items() if given[0] and given[1]}
"""Id, secret and address of those that are enabled."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.NameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

CSRF_FAILURE_VIEW = "lofi_site.views.stale_form"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_USERNAME_VALIDATORS = "accounts.names.VALIDATORS"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = env.int("UNVERIFIED_DAYS", 3)
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {
    "login": env.str("LIMIT_LOGIN", "30/m/ip"),
    "login_failed": env.str("LIMIT_LOGIN_FAILED", "10/m/ip,5/5m/key"),
    "signup": env.str("LIMIT_SIGNUP", "20/m/ip"),
    "reset_password": env.str("LIMIT_RESET_PASSWORD", "20/m/ip,5/m/key"),
    "reset_password_from_key": env.str("LIMIT_RESET_PASSWORD_FROM_KEY", "20/m/ip"),
    "change_password": env.str("LIMIT_CHANGE_PASSWORD", "5/m/user"),
    "reauthenticate": env.str("LIMIT_REAUTHENTICATE", "10/m/user"),
    "manage_email": env.str("LIMIT_MANAGE_EMAIL", "10/m/user"),
    "confirm_email": env.str("LIMIT_CONFIRM_EMAIL", "1/3m/key"),
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("NUM_PROXIES", 0)
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.keys.AddKeyForm",
    "authenticate_webauthn": "accounts.keys.AuthenticateKeyForm",
    "login_webauthn": "accounts.keys.LoginKeyForm",
    "reauthenticate_webauthn": "accounts.keys.ReauthenticateKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Lofi"
MFA_TOTP_TOLERANCE = 1
# who is not verified cannot log in at all; without this, members with a second factor could not change their address
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = True  # shown on the page; noted by our own middleware
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = {
    name: {
        "APPS": [{"client_id": given[0], "secret": given[1], "key": ""}],
        "SCOPE": ["user:email"] if name == "github" else ["profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
    for name, given in PROVIDERS.items()
}
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", _PRODUCTION)

# Mail: sent by the worker; in development it is printed and kept to be read at /mail/.
EMAIL_BACKEND = "accounts.mail_queue.QueuedBackend"
EMAIL_URL = env.str("EMAIL_URL", "")
MAIL_DELIVERY_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_URL else "accounts.mail.DevelopmentBackend"
)
globals().update(parse_mail_url(EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "Lofi <lofi@localhost>")

MAX_TOKENS = env.int("MAX_TOKENS", 10)
MAX_ABOUT_CHARACTERS = env.int("MAX_ABOUT_CHARACTERS", 500)

# What a member may take away: a zip of their data, for some days. One that was not made by then never will be.
EXPORT_DAYS = env.int("EXPORT_DAYS", 7)
EXPORT_STALE_SECONDS = env.int("EXPORT_STALE_SECONDS", 900)

MAX_BULK = env.int("MAX_BULK", 200)
TASK_FAILURE_DAYS = env.int("TASK_FAILURE_DAYS", 30)
