"""Linking again only what a change concerns.

What is computed notes what it read of the program: names looked up, found or not, parts of definitions, members of
classes, imports, and other results.  When a file changes, what was read and is now different is known; what depends on
it, however far, is forgotten, and computed again where it is wanted.
"""
