"""Profile documents and the static site, made from the published tables alone."""
