"""What notifications can do, one transaction each."""
