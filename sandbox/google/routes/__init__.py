"""What Google's APIs answer: one module for each, with its routes."""
