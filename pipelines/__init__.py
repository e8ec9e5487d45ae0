"""Dagster definitions and the command line: the only package that imports Dagster."""
