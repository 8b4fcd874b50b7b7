import io
import json
import socket
import threading

import c2pa
import pytest

from likeness.provenance.library import offline_context, settings
from likeness.provenance.manifest import manifest_definition
from likeness.provenance.verification import ManifestState, verify

from .conftest import write_small_picture


@pytest.fixture
def listener():
    """A server that counts who calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls = []

        def wait():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                calls.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def picture_with_its_manifest_elsewhere(path, credentials, origin, port):
    write_small_picture(path)
    about = c2pa.C2paSignerInfo(
        credentials.algorithm.encode(),
        credentials.certificates_pem.encode(),
        credentials.key_pem.encode(),
        None,
    )
    target = io.BytesIO()
    with offline_context() as context, path.open("rb") as source:
        builder = c2pa.Builder(json.dumps(manifest_definition(origin)), context=context)
        builder.set_no_embed()
        builder.set_remote_url(f"http://127.0.0.1:{port}/manifest.c2pa")
        builder.sign(c2pa.Signer.from_info(about), "image/jpeg", source, target)
    path.write_bytes(target.getvalue())


def test_nothing_is_fetched_where_the_library_itself_would(tmp_path, credentials, origin, listener):
    port, calls = listener
    path = tmp_path / "a.jpg"
    picture_with_its_manifest_elsewhere(path, credentials, origin, port)
    found = verify(path)
    assert calls == []
    assert found.state is ManifestState.ABSENT
    assert f"127.0.0.1:{port}" in found.problems[0]
    with pytest.raises(c2pa.C2paError), c2pa.Context() as context, path.open("rb") as content:
        c2pa.Reader(None, content, None, context)
    assert len(calls) == 1  # so the test would notice


def test_no_host_is_allowed():
    assert settings()["core"]["allowed_network_hosts"] == []
    assert not settings()["verify"]["ocsp_fetch"]
    assert not settings()["verify"]["remote_manifest_fetch"]
