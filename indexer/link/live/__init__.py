"""Linking again only what a change concerns.

What the linking of each file asks of others is written down.  When files change, what was asked of them is asked of both
versions, and files that asked what has another answer now are linked again.
"""
