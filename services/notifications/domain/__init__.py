"""Rules about messages and mail; standard library only."""
