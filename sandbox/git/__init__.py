"""Plays a code host's clones: real git repositories with the commits that a company made.

``model`` holds what is in them and gives every object the id that git gives it; ``write`` puts
them on disk for the installed git.
"""
