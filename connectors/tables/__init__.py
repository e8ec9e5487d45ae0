"""Tables that an organisation keeps itself: CSV files and spreadsheet grids, row by row."""
