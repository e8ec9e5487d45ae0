"""Opens the Google Sheets and Forms of a tool that is tables, if it has any."""

from collections.abc import Mapping

from connectors.settings import Runtime
from connectors.tables.connector import RemoteTables, TableSettings


def open_remote(
    settings: TableSettings, secrets: Mapping[str, str], runtime: Runtime
) -> RemoteTables | None:
    """The sheets and forms that the configured credential was shared; None without a credential.

    Raises:
        Permanent: The credentials file is no such file.
    """
    if settings.credentials_file_env is None:
        return None
    # Google's client takes a second to import, and tables that are files need none of it.
    from connectors.google.tables import GoogleTables

    return GoogleTables(secrets["credentials_file"], runtime, settings.base_url)
