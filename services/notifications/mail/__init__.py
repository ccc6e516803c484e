"""Mail: what a letter needs, how it is written, and how it is handed to the mail server."""
