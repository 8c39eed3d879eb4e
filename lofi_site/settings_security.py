"""The part of the settings that tells browsers what pages may do."""

from __future__ import annotations

from csp.constants import NONE, SELF
from environs import Env

from lofi_site.settings_accounts import PROVIDERS

env = Env()

VITE_DEV_SERVER = env.bool("VITE_DEV_SERVER", False)
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
    }
}
_SENSORS = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
PERMISSIONS_POLICY: dict[str, list[str]] = {name: [] for name in _SENSORS} | {
    "autoplay": ["self"],
    "clipboard-write": ["self"],
}
