"""Readers of real lead-sheet collections: each turns one song's files into a ``LeadSheet``."""
