"""What this app announces.

`skies_concluded`: skies were judged. Sent inside the transaction that keeps the conclusions, with the skies in memory.
Arguments: `findings` (dict of account id to Findings, each with its sky), `conclusions` (dict of account id to
Conclusions). Listeners: health (judges scores and alerts).
"""

from django.dispatch import Signal

skies_concluded = Signal()
