"""What this app announces.

`facts_changed`: facts of some accounts were changed. Sent inside the writing transaction, just after the versions were
raised. Arguments: `account_ids` (sorted list of int). Listeners: stakeholders (asks for new conclusions on commit).

`run_applied`: the last rows of an import were applied. Sent inside the transaction that says so, or, when a set of
files is tried, inside the one that is taken back. Arguments: `run` (ImportRun). Listeners answer with `Questions` or
None: stakeholders (lists who is missing from a file that names everybody).
"""

from django.dispatch import Signal

facts_changed = Signal()
run_applied = Signal()
