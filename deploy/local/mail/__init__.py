"""The mail server of the local run: takes every message, shows it in a page."""
