"""The rights in force, the duties they open, and how their text changes."""
