"""A service with a bug in an extension."""
