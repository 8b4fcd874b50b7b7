"""Where a file comes from: stated in a signed C2PA manifest and in metadata, and checked again."""

from likeness.provenance.credentials import signing_credentials
from likeness.provenance.file_kinds import sidecar_path
from likeness.provenance.marking import Marking, marked_output, marking_of
from likeness.provenance.origin import Origin, container_tags, origin_of
from likeness.provenance.verification import ManifestState, Verification, verify

__all__ = [
    "ManifestState",
    "Marking",
    "Origin",
    "Verification",
    "container_tags",
    "marked_output",
    "marking_of",
    "origin_of",
    "sidecar_path",
    "signing_credentials",
    "verify",
]
