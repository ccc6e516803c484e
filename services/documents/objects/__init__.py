"""The S3 side: the store, presigned links, and the checks a file passes before it is listed."""
