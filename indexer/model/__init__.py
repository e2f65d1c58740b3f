"""Frozen records, hashing, stamps and the vocabularies: what every other layer speaks."""
