"""What a file says about where it comes from, and whether that can be believed."""

import contextlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

import av

from likeness.errors import FileUnreadableError
from likeness.provenance.credentials import known_certificates
from likeness.provenance.file_kinds import FileKind, kind_of, sidecar_path
from likeness.provenance.library import offline_context
from likeness.provenance.origin import GENERATIVE_TYPES, source_type_name
from likeness.provenance.xmp import parse_packet
from likeness.provenance.xmp_files import read_xmp
from likeness.typing import Json

_LARGEST_SIDECAR = 64 * 2**20
_MUXERS = {FileKind.BOXES: "mov", FileKind.MATROSKA: "matroska"}
_UNTRUSTED = "signingCredential.untrusted"
_BOUND = (".dataHash.", ".bmffHash.", ".boxesHash.", ".collectionHash.", "hashedURI.")
"""Parts of the codes that tell whether the file is the one that was signed."""

_REMOTE = "Remote"
_CREATED = ("c2pa.created", "c2pa.opened")


class ManifestState(StrEnum):
    """What a manifest is worth."""

    VALID = "valid"
    """The signature is right and the file is as it was signed."""

    CHANGED = "changed"
    """The signature is right, but the file is not the one that was signed."""

    INVALID = "invalid"
    """The signature is wrong, or the certificate must not be used."""

    UNREADABLE = "unreadable"
    """There may be a manifest; it, or the file around it, is damaged."""

    ABSENT = "absent"
    """The file has none."""


@dataclass(frozen=True)
class SignedBy:
    """Who signed."""

    name: str
    """As the certificate says; anybody can make a certificate with any name."""

    organization: str
    """As the certificate says."""

    algorithm: str
    """Of the signature."""

    serial_number: str
    """Of the certificate, decimal."""

    is_known: bool
    """Whether the certificate, or one that certifies it, is known here."""


@dataclass(frozen=True)
class Ingredient:
    """Something that a file was made of."""

    title: str
    """As the manifest names it."""

    media_type: str
    """E.g. image/jpeg."""

    has_manifest: bool
    """Whether it brought a manifest of its own."""


@dataclass(frozen=True)
class Manifest:
    """What the manifest states."""

    is_embedded: bool
    """False = it lies beside the file."""

    tool: str
    """What made the file, with version."""

    made_at: str
    """When, as the tool says, ISO 8601; empty = not said."""

    certified_at: str
    """When it was signed, as an authority certifies; empty = none does."""

    source_types: tuple[str, ...]
    """IPTC's terms for how it was made."""

    description: str
    """One sentence of the tool; may be empty."""

    signed_by: SignedBy
    """Who signed."""

    ingredients: tuple[Ingredient, ...]
    """What it was made of."""


@dataclass(frozen=True)
class Tags:
    """What metadata say, which anybody can write; empty = not said."""

    source_type: str = ""
    """IPTC's term."""

    tool: str = ""
    """What made the file."""

    comment: str = ""
    """Comment in the container."""


@dataclass(frozen=True)
class Verification:
    """What was found in a file."""

    file: Path
    """The file."""

    state: ManifestState
    """What its manifest is worth."""

    manifest: Manifest | None
    """What it states; None = there is none that can be read."""

    tags: Tags
    """Metadata besides the manifest."""

    problems: tuple[str, ...] = ()
    """Why the manifest is not valid, as the library says, or where else a manifest is said to lie."""

    @property
    def is_generated(self) -> bool | None:
        """Whether manifest or tags say that algorithms made it, or parts of it; None = they say nothing."""
        told = (*(self.manifest.source_types if self.manifest else ()), self.tags.source_type)
        names = {name for name in told if name}
        return bool(names & GENERATIVE_TYPES) if names else None


def verify(file: Path, known: str = "") -> Verification:
    """Read and check the provenance of a file, without the network.

    Parameters
    ----------
    file
        Any file. A manifest that is not inside may lie beside it, under its name with the ending .c2pa.
    known
        Certificates (PEM) to know besides one's own, as `certificates_in` gives them.

    Raises
    ------
    FileUnreadableError
        There is no such file, or it cannot be read.
    """
    try:
        tags = _tags(file)
        with file.open("rb") as content:
            return _judged(file, content, known_certificates() + known, tags)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileUnreadableError(f"{file} cannot be read: {reason}. Check the path.") from error


def _judged(file: Path, content: BinaryIO, known: str, tags: Tags) -> Verification:
    import c2pa

    sidecar = _sidecar(file)
    with offline_context(known) as context:
        try:
            report = _read(content, None, context)
        except (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported):
            if sidecar is None:
                return Verification(file, ManifestState.ABSENT, None, tags)
            try:
                report = _read(content, sidecar, context)
            except c2pa.C2paError as error:
                return Verification(file, ManifestState.UNREADABLE, None, tags, (str(error),))
        except c2pa.C2paError as error:
            if str(error).startswith(_REMOTE):
                elsewhere = f"a manifest lies elsewhere and was not fetched ({error})"
                return Verification(file, ManifestState.ABSENT, None, tags, (elsewhere,))
            return Verification(file, ManifestState.UNREADABLE, None, tags, (str(error),))
    active = report.get("manifests", {}).get(report.get("active_manifest"))
    if active is None:
        return Verification(file, ManifestState.UNREADABLE, None, tags, ("it states nothing",))
    results = report.get("validation_results", {}).get("activeManifest", {})
    failures = [each for each in results.get("failure", ()) if each.get("code") != _UNTRUSTED]
    is_known = report.get("validation_state") == "Trusted"
    manifest = _manifest(active, is_embedded=bool(report["is_embedded"]), is_known=is_known)
    problems = tuple(f"{each.get('code')}: {each.get('explanation', '')}" for each in failures)
    return Verification(file, _state(failures), manifest, tags, problems)


def _read(content: BinaryIO, sidecar: bytes | None, context: Any) -> Json:
    """Return the library's report on a file."""
    import c2pa

    content.seek(0)
    with c2pa.Reader(None, content, sidecar, context) as reader:
        report: Json = json.loads(reader.json())
    return report | {"is_embedded": sidecar is None}


def _sidecar(file: Path) -> bytes | None:
    with contextlib.suppress(OSError, ValueError):
        path = sidecar_path(file)
        if path != file and path.stat().st_size <= _LARGEST_SIDECAR:
            return path.read_bytes()
    return None


def _state(failures: list[Json]) -> ManifestState:
    if not failures:
        return ManifestState.VALID
    is_only_changed = all(any(part in str(each.get("code")) for part in _BOUND) for each in failures)
    return ManifestState.CHANGED if is_only_changed else ManifestState.INVALID


def _manifest(active: Json, *, is_embedded: bool, is_known: bool) -> Manifest:
    """Take from the library's report what is told; a manifest of others may lack anything."""
    actions = [
        action
        for assertion in active.get("assertions", ())
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in assertion.get("data", {}).get("actions", ())
    ]
    first = next((each for each in actions if each.get("action") in _CREATED), actions[0] if actions else {})
    signature = active.get("signature_info") or {}
    types = (each["digitalSourceType"] for each in actions if each.get("digitalSourceType"))
    return Manifest(
        is_embedded=is_embedded,
        tool=_tool(active),
        made_at=str(first.get("when") or ""),
        certified_at=str(signature.get("time") or ""),
        source_types=tuple(dict.fromkeys(source_type_name(str(each)) for each in types)),
        description=str(first.get("description") or ""),
        signed_by=SignedBy(
            name=str(signature.get("common_name") or ""),
            organization=str(signature.get("issuer") or ""),
            algorithm=str(signature.get("alg") or ""),
            serial_number=str(signature.get("cert_serial_number") or ""),
            is_known=is_known,
        ),
        ingredients=tuple(
            Ingredient(
                str(each.get("title") or ""), str(each.get("format") or ""), bool(each.get("active_manifest"))
            )
            for each in active.get("ingredients", ())
        ),
    )


def _tool(active: Json) -> str:
    generators = active.get("claim_generator_info") or [{}]
    told = f"{generators[0].get('name', '')} {generators[0].get('version', '')}".strip()
    return told or str(active.get("claim_generator") or "")


def _tags(file: Path) -> Tags:
    """Return what the metadata say; of a damaged file, what can still be read."""
    xmp = parse_packet(read_xmp(file))
    with file.open("rb") as content:
        kind = kind_of(content)
    container: dict[str, str] = {}
    if kind in _MUXERS:
        # The format is given: found by themselves, some formats would open other files.
        with (
            contextlib.suppress(av.FFmpegError),
            av.open(str(file), "r", format=_MUXERS[kind], metadata_errors="replace") as opened,
        ):
            container = {name.upper(): value for name, value in opened.metadata.items()}
    return Tags(
        source_type=source_type_name(xmp.source_type or container.get("DIGITAL_SOURCE_TYPE", "")),
        tool=xmp.tool or container.get("CREATOR_TOOL", ""),
        comment=container.get("COMMENT", ""),
    )
