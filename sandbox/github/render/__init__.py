"""How the REST API writes what the simulated GitHub holds, as GitHub's own description asks."""
