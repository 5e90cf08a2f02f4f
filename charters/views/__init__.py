"""Doors of the charters: reading, drafting, duties."""
