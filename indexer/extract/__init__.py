"""Facts of one file from its bytes: pure, no I/O, no other file."""
