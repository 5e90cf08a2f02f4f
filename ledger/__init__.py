"""What was done: outbox, delivery and the public log."""
