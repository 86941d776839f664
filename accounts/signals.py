"""What this app announces.

`facts_changed`: facts of some accounts were changed. Sent inside the writing transaction, just after the versions were
raised. Arguments: `account_ids` (sorted list of int). Listeners: stakeholders (asks for new conclusions on commit).
"""

from django.dispatch import Signal

facts_changed = Signal()
