"""Tests against real servers: PostgreSQL by `DATABASE_URL`, Redis by `REDIS_URL`, and processes that are killed."""
