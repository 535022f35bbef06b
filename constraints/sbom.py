"""Writes the parts that ``licences.py --json`` lists as a software bill of materials: CycloneDX 1.6, in JSON.

Runs in an environment of its own (``make sbom``), so that what writes the list does not stand in it.
"""

import json
import sys

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL


def component(part: dict[str, str], kind: ComponentType = ComponentType.LIBRARY) -> Component:
    """One part as CycloneDX knows it."""
    space, _, name = part["name"].rpartition("/")
    url = PackageURL(part["kind"], space or None, name, part["version"])
    return Component(
        name=name,
        group=space or None,
        version=part["version"],
        type=kind,
        purl=url,
        bom_ref=url.to_string(),
        licenses=[LicenseFactory().make_from_string(part["licence"])],
    )


def main() -> None:
    """From parts on standard input to a list on standard output; refuses to write one that is not valid."""
    parts = json.load(sys.stdin)
    bom = Bom()
    itself = next(one for one in parts if one["name"] == "omtafel")
    bom.metadata.component = component(itself, ComponentType.APPLICATION)
    others = [component(one) for one in parts if one is not itself]
    bom.components.update(others)
    bom.register_dependency(bom.metadata.component, others)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        sys.exit(f"not valid CycloneDX: {wrong}")
    print(text)


if __name__ == "__main__":
    main()
