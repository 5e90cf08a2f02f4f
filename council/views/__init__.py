"""Doors of the council: reading, voting, drafting, objecting, the secretary's desk."""
