"""How Cloud and Data Center write what the simulated Confluence holds."""
