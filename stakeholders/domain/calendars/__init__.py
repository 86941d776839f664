"""Reading calendars: what a file of events says, who was invited, on which side they stand, and how copies agree.

It owns everything about calendars that needs neither database nor request; what an event means for the records is
settled in `stakeholders.services.calendars`.
"""
