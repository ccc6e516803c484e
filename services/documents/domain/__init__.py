"""Rules about files and folders; standard library only."""
