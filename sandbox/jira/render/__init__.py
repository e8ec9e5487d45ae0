"""The JSON that Atlassian's own description of Jira asks for, and Data Center's of it."""
