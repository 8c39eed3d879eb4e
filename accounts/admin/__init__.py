"""What ``accounts`` shows to staff in the admin."""

from accounts.admin import audit, logins, members, upkeep, words

__all__ = ["audit", "logins", "members", "upkeep", "words"]
