"""What the evidence means: SQL models, rule data and the published pages."""
