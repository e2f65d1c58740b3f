"""Linking by declarations: lexical scopes, namespaces, declared and inferred types; see `indexer.model.units`."""
