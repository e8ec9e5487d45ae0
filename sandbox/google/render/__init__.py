"""How Google's APIs write what a Workspace holds, as the account that reads it may see it."""
