"""Tests of the API of health."""
