"""The product in a browser: web server, worker and beat as they really run, on one world that every journey shares."""
