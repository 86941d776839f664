"""What this app announces.

`accounts_judged`: scores and alerts of some accounts were settled. Sent inside the transaction that keeps what was
concluded of their skies. Arguments: `account_ids` (sorted list of int), `opened` (ids of the alerts that opened just
now). Listeners: playbooks (starts plays and moves them on).
"""

from django.dispatch import Signal

accounts_judged = Signal()
