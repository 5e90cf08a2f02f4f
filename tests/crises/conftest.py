from tests.crises.water import own_files, water

__all__ = ["own_files", "water"]
