"""What documents can do, one transaction each."""
