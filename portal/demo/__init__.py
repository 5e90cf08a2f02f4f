"""The demo world: a fiction, as data. Each module loads one storey, bottom to top."""
