"""DuckDB and files: load landed pages, run models, publish. Knows no tool and no Dagster."""
