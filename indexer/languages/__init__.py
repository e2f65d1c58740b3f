"""What a language is. Each is a folder here, or a row of `text/languages.toml`: adding one touches no other file."""
