"""Tests, mirroring the apps; `architecture` looks at the whole, `journeys` the browser, `services` real servers."""
