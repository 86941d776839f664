"""What the demo portfolio tells of health: readings and pulses that fit the story of each account."""
