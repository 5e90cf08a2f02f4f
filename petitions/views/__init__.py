"""Doors of petitions: reading, filing, signing, sponsoring, managing, and addresses for machines."""
