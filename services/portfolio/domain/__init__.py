"""The rules of the portfolio: pure, with time and ids as arguments."""
