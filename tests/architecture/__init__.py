"""Tests about the whole: settings, migrations and import contracts, addresses and who may use them."""
