"""One queue, one set of codes and locks for everything people write."""
