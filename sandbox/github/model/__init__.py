"""What the simulated GitHub holds. Nothing here knows how it is shown or served."""
