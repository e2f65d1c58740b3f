"""Codalog: your code as a Datalog database."""
