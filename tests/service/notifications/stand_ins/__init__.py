"""Accounts and portfolio, as far as mail needs them, for a test on the real broker."""
