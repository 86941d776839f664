"""Making two rows one: planned without writing, written as one act, undone as if it had never been.

What becomes of every table is declared in `csm.foundation.merging`; what is particular to accounts is in `accounts.py`,
what is particular to people in `stakeholders.services.merging`.
"""
