"""What people type on the pages of our side, cleaned; forms never write."""
