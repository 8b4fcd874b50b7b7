"""Where a file comes from: stated in a signed C2PA manifest and in metadata, and checked again.

How files are marked is in `likeness.provenance.marking`, apart: reading them should not load the encoder.
"""

from likeness.provenance.credentials import signing_credentials
from likeness.provenance.file_kinds import sidecar_path
from likeness.provenance.origin import Origin, container_tags, origin_of
from likeness.provenance.verification import ManifestState, Verification, verify

__all__ = [
    "ManifestState",
    "Origin",
    "Verification",
    "container_tags",
    "origin_of",
    "sidecar_path",
    "signing_credentials",
    "verify",
]
