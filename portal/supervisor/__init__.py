"""The embedded default: real PostgreSQL and Valkey from their wheels, and the product's own processes.

Standard library only; nothing here is used when `DATABASE_URL` and `REDIS_URL` are set.
The servers listen on 127.0.0.1 alone, with a password made on the first start.
"""
