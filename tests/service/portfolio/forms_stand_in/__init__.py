"""A forms service that knows the library and nothing else."""
