Set rules about titles on a page, and confirm or correct with one key
