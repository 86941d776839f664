"""What this app announces.

`skies_concluded`: skies were judged. Sent inside the transaction that keeps the conclusions, with the skies in memory.
Arguments: `skies` (dict of account id to Sky), `conclusions` (dict of account id to Conclusions). Listeners: none yet;
health will judge its scores here.
"""

from django.dispatch import Signal

skies_concluded = Signal()
