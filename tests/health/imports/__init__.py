"""Tests of what health imports."""
