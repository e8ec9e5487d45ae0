"""Pull records from tools, page by page. Knows neither DuckDB nor Dagster."""
