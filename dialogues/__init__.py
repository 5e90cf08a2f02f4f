"""People and beings listen: deliberation from a being's position."""
