"""What a simulated Google Workspace holds. Nothing here knows how it is shown or served."""
