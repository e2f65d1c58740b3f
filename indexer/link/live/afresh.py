"""When keeping up is not possible."""

from __future__ import annotations


class Afresh(Exception):
    """A change that only linking from nothing takes up exactly."""
