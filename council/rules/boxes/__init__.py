"""A body in a box: its statutes as one package of data that another river's people read, import, fork and compare."""
