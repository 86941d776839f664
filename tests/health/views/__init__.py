"""Tests of the pages of health."""
