"""Loopback servers that play the tools' APIs for tests, benchmarks and the demo."""
