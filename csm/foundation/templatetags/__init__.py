"""Template filters every app's pages share: how dates, money and names are worded."""
