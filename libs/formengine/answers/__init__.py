"""Answers: reading them, checking them, and computing scores from them."""
