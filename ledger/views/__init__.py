"""Doors of the ledger: pages for people, plain addresses for programs."""
