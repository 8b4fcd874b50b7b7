"""Mark what is made here as made here: metadata always, a signed manifest unless it is declined."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from likeness.core.progress import CancelToken
from likeness.encode.output_file import atomic_output, partial_path
from likeness.provenance.certificates import Credentials
from likeness.provenance.credentials import signing_credentials
from likeness.provenance.file_kinds import carrier_type, sidecar_path
from likeness.provenance.origin import Origin
from likeness.provenance.signing import Signer, check_credentials, detached_manifest, embed_manifest
from likeness.provenance.xmp import xmp_packet
from likeness.provenance.xmp_files import add_xmp


@dataclass(frozen=True)
class Marking:
    """How the files of a run are marked."""

    origin: Origin
    """What their manifests state."""

    credentials: Credentials | None
    """Who signs; None = metadata only, and the same film has the same bytes."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line when the certificate is not what one may think."""
        if self.credentials is None or self.credentials.is_kept:
            return ()
        return (
            "The certificate to sign with could not be kept, so the film is signed with one that was made "
            "for it alone. Name a folder that can be written in LIKENESS_SIGNING_DIR.",
        )

    def copies(self, output: Path) -> dict[Path, int]:
        """Return folders with the number of copies of `output` that they hold at the same time, at most."""
        if self.credentials is None:
            return {output.parent: 1}
        # The library makes two temporary copies before it writes the signed film beside the unsigned one.
        beside, temporary = output.parent, Path(tempfile.gettempdir())
        return {beside: 4} if beside == temporary else {beside: 2, temporary: 2}

    def manifest_of(self, output: Path) -> Path | None:
        """Return the file that will hold the manifest of `output`: itself, one beside it, or none."""
        if self.credentials is None:
            return None
        return self.sidecar_of(output) or output

    def sidecar_of(self, output: Path) -> Path | None:
        """Return the file that will lie beside `output` with its manifest; None = there will be none."""
        return None if self.credentials is None or carrier_type(output) else sidecar_path(output)


def marking_of(origin: Origin, *, is_signed: bool) -> Marking:
    """Get everything ready to mark files, so that nothing is missing when they are finished.

    Raises
    ------
    CertificateInvalidError, SigningError
        The operator's certificate cannot be used.
    """
    if not is_signed:
        return Marking(origin, None)
    now = dt.datetime.now(dt.UTC)
    credentials = signing_credentials(now)
    if not credentials.is_self_made:
        check_credentials(credentials, now)
    return Marking(origin, credentials)


@contextmanager
def marked_output(output: Path, how: Marking, cancel: CancelToken | None = None) -> Iterator[Path]:
    """Give a temporary path to write to; at the end the file is marked and takes its name.

    On any error nothing remains. A manifest that cannot be put in is written beside it.

    Parameters
    ----------
    output
        Final name; its ending says what can be put in.
    how
        What to state, and who signs.
    cancel
        Stops the signing.
    """
    with ExitStack() as stack:
        sidecar = how.sidecar_of(output)
        beside = None if sidecar is None else stack.enter_context(atomic_output(sidecar))
        partial = stack.enter_context(atomic_output(output))
        yield partial
        add_xmp(partial, xmp_packet())
        if how.credentials is None:
            return
        signer = Signer(how.credentials, cancel)
        if beside is not None:
            beside.write_bytes(detached_manifest(partial, how.origin, signer))
            return
        _sign_in_place(partial, carrier_type(output) or "", how.origin, signer)


def _sign_in_place(partial: Path, media_type: str, origin: Origin, signer: Signer) -> None:
    signed = partial_path(partial)
    try:
        embed_manifest(partial, signed, media_type, origin, signer)
        signed.replace(partial)
    finally:
        signed.unlink(missing_ok=True)
