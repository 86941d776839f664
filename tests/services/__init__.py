"""Tests against real servers: the PostgreSQL of `DATABASE_URL`, the Redis of `REDIS_URL`, and processes that are killed."""
