"""The REST API of users, accounts and what is agreed with them: parse, call a selector or service, answer JSON.

What a caller may see and do is decided by `accounts.visibility` and the services, never here."""
