"""The pages of our side: accounts and their frame, settings, search and undo. They hold no rule of their own."""
