#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks bills of materials against the specifications of SPDX 2.3 and CycloneDX 1.5, as far as the program uses them.

    check_sbom.py FILE...           prints what is wrong, one problem a line; the exit code is 1 if anything is

The schemas state members, types, enumerations and patterns, and allow nothing else, so that a misspelt member is found. What a schema
cannot say follows: identifiers are unique, and what refers to them is there.
"""

import json
import sys

import jsonschema

TEXT = {"type": "string", "minLength": 1}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
PURL = {"type": "string", "pattern": r"^pkg:[a-z]+/[^\s]+$"}
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def object_of(required, optional=None):
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def array_of(items, **rules):
    return {"type": "array", "items": items, **rules}


# https://spdx.github.io/spdx-spec/v2.3/
SPDX_ID = {"type": "string", "pattern": r"^SPDXRef-[A-Za-z0-9.-]+$"}
SPDX_LICENSE = {"type": "string", "pattern": r"^(NOASSERTION|NONE|[A-Za-z0-9.+() -]+)$"}
SPDX = object_of(
    {
        "spdxVersion": {"const": "SPDX-2.3"},
        "dataLicense": {"const": "CC0-1.0"},
        "SPDXID": {"const": "SPDXRef-DOCUMENT"},
        "name": TEXT,
        "documentNamespace": {"type": "string", "pattern": r"^https://[^\s#]+-" + UUID + "$"},
        "creationInfo": object_of(
            {
                "created": TIME,
                "creators": array_of({"type": "string", "pattern": "^(Person|Organization|Tool): ."}, minItems=1),
            }
        ),
        "packages": array_of(
            object_of(
                {
                    "name": TEXT,
                    "SPDXID": SPDX_ID,
                    "downloadLocation": TEXT,
                    "filesAnalyzed": {"const": False},
                    "licenseConcluded": SPDX_LICENSE,
                    "licenseDeclared": SPDX_LICENSE,
                    "copyrightText": TEXT,
                },
                {
                    "versionInfo": TEXT,
                    "supplier": {"type": "string", "pattern": "^(Person|Organization): .|^NOASSERTION$"},
                    "sourceInfo": TEXT,
                    "primaryPackagePurpose": {
                        "enum": [
                            "APPLICATION", "FRAMEWORK", "LIBRARY", "CONTAINER", "OPERATING_SYSTEM", "DEVICE", "FIRMWARE",
                            "SOURCE", "ARCHIVE", "FILE", "INSTALL", "OTHER",
                        ]
                    },
                    "externalRefs": array_of(
                        object_of(
                            {
                                "referenceCategory": {"enum": ["PACKAGE-MANAGER"]},
                                "referenceType": {"enum": ["purl"]},
                                "referenceLocator": PURL,
                            }
                        )
                    ),
                },
            ),
            minItems=1,
        ),
        "relationships": array_of(
            object_of(
                {
                    "spdxElementId": SPDX_ID,
                    "relationshipType": {"enum": ["DESCRIBES", "CONTAINS"]},
                    "relatedSpdxElement": SPDX_ID,
                }
            )
        ),
    },
    {
        "hasExtractedLicensingInfos": array_of(
            object_of({"licenseId": {"type": "string", "pattern": r"^LicenseRef-[A-Za-z0-9.-]+$"}, "extractedText": TEXT})
        )
    },
)

# https://cyclonedx.org/docs/1.5/json/
CYCLONEDX_TYPE = {
    "enum": [
        "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver", "firmware",
        "file", "machine-learning-model", "data",
    ]
}
CYCLONEDX = object_of(
    {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.5"},
        "serialNumber": {"type": "string", "pattern": "^urn:uuid:" + UUID + "$"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": object_of(
            {
                "timestamp": TIME,
                "tools": object_of(
                    {"components": array_of(object_of({"type": CYCLONEDX_TYPE, "name": TEXT}, {"version": TEXT}), minItems=1)}
                ),
                "component": object_of({"type": CYCLONEDX_TYPE, "bom-ref": TEXT, "name": TEXT}, {"version": TEXT}),
            }
        ),
        "components": array_of(
            object_of(
                {"type": CYCLONEDX_TYPE, "bom-ref": TEXT, "name": TEXT},
                {
                    "publisher": TEXT,
                    "group": TEXT,
                    "version": TEXT,
                    "licenses": array_of(
                        {"oneOf": [object_of({"expression": TEXT}), object_of({"license": object_of({"name": TEXT})})]},
                        minItems=1,
                        maxItems=1,
                    ),
                    "purl": PURL,
                    "evidence": object_of({"occurrences": array_of(object_of({"location": TEXT}))}),
                },
            ),
            uniqueItems=True,
        ),
    }
)


def repeated(names):
    seen = set()
    return [name for name in names if name in seen or seen.add(name)]


def spdx_references(document):
    packages = [package["SPDXID"] for package in document["packages"]]
    known = [document["SPDXID"], *packages]
    for name in repeated(known):
        yield f"{name}: is not unique"
    described = set()
    for relation in document["relationships"]:
        for member in ("spdxElementId", "relatedSpdxElement"):
            if relation[member] not in known:
                yield f"{relation[member]}: is not in the document"
        described.add(relation["relatedSpdxElement"])
    for name in packages:
        if name not in described:
            yield f"{name}: nothing refers to it"
    licenses = [entry["licenseId"] for entry in document.get("hasExtractedLicensingInfos", [])]
    for name in repeated(licenses):
        yield f"{name}: is not unique"
    used = {
        word
        for package in document["packages"]
        for word in package["licenseDeclared"].replace("(", " ").replace(")", " ").split()
        if word.startswith("LicenseRef-")
    }
    for name in sorted(used ^ set(licenses)):
        yield f"{name}: is used without its text, or not used"


def cyclonedx_references(document):
    for name in repeated([entry["bom-ref"] for entry in [document["metadata"]["component"], *document["components"]]]):
        yield f"{name}: is not unique"


def problems_of(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    is_spdx = "spdxVersion" in document
    validator = jsonschema.Draft7Validator(SPDX if is_spdx else CYCLONEDX)
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    return found or list((spdx_references if is_spdx else cyclonedx_references)(document))


def main():
    problems = [f"{path}: {problem}" for path in sys.argv[1:] for problem in problems_of(path)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
