"""The part of the settings that tells browsers what pages may do, and people whom to tell of a fault."""

from __future__ import annotations

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from lofi_site.settings_accounts import PROVIDERS

env = Env()


def _contact(text: str) -> str:
    """A bare address becomes a ``mailto:``. Raises ImproperlyConfigured."""
    text = text.strip()
    if not text.startswith(("https://", "mailto:", "tel:")):
        text = f"mailto:{text}"
    if any(char.isspace() for char in text) or (text.startswith("mailto:") and "@" not in text):
        raise ImproperlyConfigured("SECURITY_CONTACT must list mail addresses, or addresses that begin with https://.")
    return text


SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
SECURITY_CONTACT = [_contact(str(text)) for text in env.list("SECURITY_CONTACT", [], subcast=str)]
if env.str("LOFI_ENV", "development") == "production" and "*" in env.list("ALLOWED_HOSTS", []):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: with * a stranger writes the links in your mails.")

VITE_DEV_SERVER = env.bool("VITE_DEV_SERVER", False)
_REPORT_URI = env.str("CSP_REPORT_URI", "")
_VITE_HOSTS = ["http://localhost:5173", "ws://localhost:5173"] if VITE_DEV_SERVER else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # the MP3 encoder is WebAssembly, compiled in the browser; JavaScript's eval stays forbidden
        "script-src": [SELF, "'wasm-unsafe-eval'", *_VITE_HOSTS],
        # the player sets widths and positions as style attributes; scripts stay strict
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF, *_VITE_HOSTS],
        "worker-src": [SELF, "blob:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # a browser follows a form's redirects under this rule too: to where one logs in
        "form-action": [SELF, *(given[2] for given in PROVIDERS.values())],
        "frame-ancestors": [NONE],
        **({"report-uri": [_REPORT_URI]} if _REPORT_URI else {}),
    }
}
_SENSORS = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
PERMISSIONS_POLICY: dict[str, list[str]] = {name: [] for name in _SENSORS} | {
    "autoplay": ["self"],
    "clipboard-write": ["self"],
}
