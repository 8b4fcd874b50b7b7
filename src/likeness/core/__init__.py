"""What travels between the stages: frozen values with units, no I/O."""
