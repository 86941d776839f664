"""Django's PostgreSQL engine, which starts the embedded server when a connection finds it absent.

It changes nothing else: the SQL, the features and the driver are those of `django.db.backends.postgresql`.
"""
