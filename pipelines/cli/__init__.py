"""The command line: one module a command group, imported when its command is called."""

import click

from pipelines.cli.group import CommandGroup

main = CommandGroup(
    "unsung",
    {
        "demo": ("run.demo", "Reads an invented company's tools end to end and shows a profile."),
        "init": ("setup.init", "Writes a commented configuration to start from."),
        "check": ("setup.check", "Says whether configuration, credentials and scopes suffice."),
        "run": ("run.run", "Pulls every source, then builds and publishes."),
        "pull": ("run.pull", "Pulls new records of all sources, or of the named ones."),
        "build": ("run.build", "Loads landed pages, rebuilds every model, checks and publishes."),
        "status": (
            "published.status",
            "Says whether what is published is up to date, and what to do.",
        ),
        "open": ("published.open_pages", "Opens the published pages in a browser."),
        "profile": (
            "published.profile",
            "Shows one person's published profile, by person id or name.",
        ),
        "explain": (
            "explain.explain",
            "Shows what a figure is made of: its rule, inputs and links.",
        ),
        "identity": ("identity.identity", "Decides whose an account is."),
        "claims": ("claims.claims", "Says what became of self-reports and peer notes."),
        "forget": ("forget.forget", "Deletes what was read of a source or one of its scopes."),
        "dev": ("setup.dev", "Opens the Dagster UI and its daemon for this configuration."),
        "doctor": ("doctor.doctor", "Checks this installation and says what is wrong with it."),
    },
)
click.version_option(package_name="unsung")(main)
