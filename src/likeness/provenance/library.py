"""The library c2pa, never with the network.

Left to itself it fetches manifests that lie elsewhere and may ask for the state of certificates. Everything
goes through a context from here, in which that is off and no host is allowed.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from likeness.typing import Json

if TYPE_CHECKING:
    import c2pa

EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"
C2PA_SIGNING = "1.3.6.1.4.1.62558.2.1"
"""Purposes for which a certificate of C2PA may be made out."""

_STORE_IN_MEMORY_MIB = 16


def settings(anchors_pem: str = "") -> Json:
    """Return the settings of the library.

    Parameters
    ----------
    anchors_pem
        Certificates (PEM) whose holders, and those certified by them, count as known.
    """
    content: Json = {
        "version": 1,
        "core": {
            "allowed_network_hosts": [],
            "backing_store_memory_threshold_in_mb": _STORE_IN_MEMORY_MIB,
        },
        "verify": {
            "ocsp_fetch": False,
            "remote_manifest_fetch": False,
            "verify_after_sign": False,  # it would read the whole film once more
        },
        "builder": {
            "created_assertion_labels": ["c2pa.actions"],
            "thumbnail": {"enabled": False},
        },
    }
    if anchors_pem:
        purposes = "\n".join((EMAIL_PROTECTION, DOCUMENT_SIGNING, C2PA_SIGNING))
        content["trust"] = {"trust_anchors": anchors_pem, "trust_config": purposes}
    return content


@contextmanager
def offline_context(anchors_pem: str = "") -> Iterator["c2pa.Context"]:
    """Give a context of the library that stays offline."""
    import c2pa

    context = c2pa.Context.from_json(json.dumps(settings(anchors_pem)))
    try:
        yield context
    finally:
        context.close()
