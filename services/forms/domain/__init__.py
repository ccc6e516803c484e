"""What makes a definition fit to publish, and what it refers to."""
