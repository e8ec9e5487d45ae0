"""HTTP: the one client with its policy, paging and answers."""
