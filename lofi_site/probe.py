"""``python -m lofi_site.probe``: status 0 if the server of this machine is well, as a container's health check asks it.

It says what a proxy would say: the site's own name, and that the request came by HTTPS.
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection, HTTPException

from environs import Env

env = Env()
PATH = "/healthz"
SECONDS = 3.0


def is_well() -> bool:
    headers = {"Host": env.list("ALLOWED_HOSTS", ["localhost"])[0], "X-Forwarded-Proto": "https"}
    connection = HTTPConnection("127.0.0.1", env.int("PORT", 8000), timeout=SECONDS)
    try:
        connection.request("GET", PATH, headers=headers)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_well())
