"""Rules about our own organisation and its accounts that need neither a database nor a request."""
