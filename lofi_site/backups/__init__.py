"""Backups of what can't be made again: the database, and the folders of model versions (docs/operations.md)."""
