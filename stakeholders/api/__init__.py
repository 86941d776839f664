"""The REST API of the people at customers and of what is concluded from what is known of them.

What a caller may see and do is decided by `accounts.visibility` and the services, never here."""
