"""Rules over text, which is dropped once they have counted or flagged it."""
