"""Doors of moderation: the desk, groups, second opinions, drafts, codes, and what everybody may read."""
