"""Public ids, under the name that migrations know."""

from accounts.ids import ALPHABET, LENGTH, new_id

__all__ = ["ALPHABET", "LENGTH", "new_id"]
