"""Rust: crates and modules, use trees, impl blocks, traits, macros."""
