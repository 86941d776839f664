"""Tests, mirroring the apps; `architecture` looks at the whole, `journeys` drives a browser, `services` real servers."""
