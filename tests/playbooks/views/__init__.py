"""Tests of the pages of playbooks."""
