"""Where bytes come from: which files a repository has, what they say, and at which revision."""
