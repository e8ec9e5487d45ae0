"""How the sheets API writes the values of a tab."""

from datetime import date

from sandbox.google.model.sheets import Sheet

_EPOCH = date(1899, 12, 30)


def value_range(sheet: Sheet, tab: str, *, is_raw: bool, is_serial: bool) -> dict[str, object]:
    """The rows of a tab, without what is empty at their ends."""
    rows = []
    for cells in sheet.tabs[tab]:
        values: list[object] = []
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                serial = (cell - _EPOCH).days
                is_number = (tab, column) in sheet.numeric or (is_raw and is_serial)
                values.append(serial if is_number else cell.isoformat())
            else:
                values.append(cell if is_raw else str(cell))
        rows.append(_trimmed(values))
    while rows and not rows[-1]:
        rows.pop()
    quoted = tab.replace("'", "''")
    body: dict[str, object] = {"range": f"'{quoted}'!A1:Z1000", "majorDimension": "ROWS"}
    return {**body, "values": rows} if rows else body


def _trimmed(values: list[object]) -> list[object]:
    """A row without its empty end."""
    while values and values[-1] == "":
        values.pop()
    return values
