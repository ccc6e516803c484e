"""A second service, which calls the example service while it serves a call itself."""
