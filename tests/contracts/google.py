"""Google's discovery documents as strict JSON Schemas.

Google marks next to no field as required, so what they check are names, types and formats.
"""

import json
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc
from jsonschema import Draft202012Validator

APIS = (
    ("admin", "directory_v1"),
    ("admin", "reports_v1"),
    ("calendar", "v3"),
    ("meet", "v2"),
    ("drive", "v3"),
    ("driveactivity", "v2"),
    ("docs", "v1"),
    ("sheets", "v4"),
    ("forms", "v1"),
)
INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
FORMATS: dict[str, dict[str, Any]] = {
    "int64": {"pattern": r"^-?\d+$"},
    "uint64": {"pattern": r"^\d+$"},
    "int32": {"minimum": -(2**31), "maximum": 2**31 - 1},
    "uint32": {"minimum": 0, "maximum": 2**32 - 1},
    "date-time": {"pattern": INSTANT},
    "google-datetime": {"pattern": INSTANT},
    "google-duration": {"pattern": r"^-?\d+(\.\d+)?s$"},
    "date": {"pattern": r"^\d{4}-\d\d-\d\d$"},
    "byte": {"pattern": r"^[A-Za-z0-9+/_-]*=*$"},
}


def check(method_id: str, body: Any) -> None:
    """Says that a body is what a method answers.

    Raises:
        AssertionError: It is not.
    """
    found = [f"{list(e.path)}: {e.message[:200]}" for e in _validator(method_id).iter_errors(body)]
    assert found == [], f"{method_id} answered {found}"


def parameters(method_id: str) -> set[str]:
    """The names of the parameters that a method and its API know."""
    document, method = _methods()[method_id]
    return {*document["parameters"], *method.get("parameters", ())}


def check_mask(method_id: str, names: dict[str, Any]) -> None:
    """Says that a field mask, as nested names, asks only for fields that a method answers.

    Raises:
        AssertionError: It asks for another one, which Google refuses.
    """
    document, method = _methods()[method_id]
    _check_names(document["schemas"], {"$ref": method["response"]["$ref"]}, names, method_id)


def _check_names(
    schemas: dict[str, Any], schema: dict[str, Any], names: dict[str, Any], where: str
) -> None:
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    schema = schema.get("items", schema)
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, below in names.items():
        assert name in known or rest or schema.get("type") == "any", f"{where} has no {name}"
        _check_names(schemas, known.get(name, rest), below, f"{where}.{name}")


@cache
def _methods() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The id of every method -> its API's document and its own description."""
    found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for name, version in APIS:
        document = json.loads(get_static_doc(name, version))
        resources = [*document["resources"].values()]
        while resources:
            resource = resources.pop()
            resources += resource.get("resources", {}).values()
            found |= {m["id"]: (document, m) for m in resource.get("methods", {}).values()}
    return found


@cache
def _validator(method_id: str) -> Draft202012Validator:
    document, method = _methods()[method_id]
    definitions = {name: _strict(schema) for name, schema in document["schemas"].items()}
    response = f"#/$defs/{method['response']['$ref']}"
    return Draft202012Validator({"$ref": response, "$defs": definitions})


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    if schema.get("type") == "any" or "type" not in schema:
        return {}
    strict: dict[str, Any] = {"type": schema["type"], **FORMATS.get(schema.get("format", ""), {})}
    if "enum" in schema:
        strict["enum"] = schema["enum"]
    if "items" in schema:
        strict["items"] = _strict(schema["items"])
    if "properties" in schema:
        strict["properties"] = {name: _strict(s) for name, s in schema["properties"].items()}
    if schema["type"] == "object":
        rest = schema.get("additionalProperties")
        strict["additionalProperties"] = _strict(rest) if rest else "properties" not in schema
    return strict
