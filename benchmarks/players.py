"""How a browser takes finished films: does it play, seek and show through? Needs Chromium.

    python -m benchmarks.players a.mp4 b.webm --screenshot page.png

Each film is served from this machine to a headless Chromium, which plays a moment of it, seeks to and fro and
tells which pixels it drew. The screenshot shows all films over a striped page.
"""

import argparse
import http.server
import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from likeness.typing import Json

_PROGRAMS = "chromium", "chromium-browser", "google-chrome"
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
    "--hide-scrollbars",
    "--autoplay-policy=no-user-gesture-required", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
_LONGEST_S = 90.0
_HELD_S = 4.0
"""The page with the films counts as loaded this long after it was asked for: time for all to show a frame."""

_TYPES = {".mp4": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm"}

_CHECKS = """<!doctype html><body><script>
const once = (target, name, ms) => new Promise((done, fail) => {
  target.addEventListener(name, done, {once: true});
  setTimeout(() => fail(new Error(name + " did not come")), ms);
});
const pixel = (video, x, y) => {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  return Array.from(context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data);
};
async function check(name) {
  const video = document.createElement("video"), found = {name, seeks: []};
  try {
    document.body.replaceChildren(video);
    video.preload = "auto"; video.src = "/" + name;
    await once(video, "loadeddata", 10000);
    Object.assign(found, {duration_s: video.duration, width: video.videoWidth, height: video.videoHeight});
    await video.play();
    const began = performance.now();
    while (video.currentTime < 0.3 && !video.ended && performance.now() - began < 8000)
      await new Promise(done => setTimeout(done, 20));
    video.pause();
    found.played_s = video.currentTime;
    found.sound_bytes = video.webkitAudioDecodedByteCount;
    for (const share of [0.9, 0.1, 0.5, 0.0]) {
      const wanted = share * video.duration;
      video.currentTime = wanted;
      await once(video, "seeked", 8000);
      found.seeks.push({wanted_s: wanted, at_s: video.currentTime,
                        corner: pixel(video, 0.01, 0.01), middle: pixel(video, 0.5, 0.5)});
    }
  } catch (error) { found.error = String(error && error.message || error); }
  if (video.error) found.error = (found.error || "") + " " + video.error.message;
  return found;
}
(async () => {
  const all = [];
  for (const name of NAMES) all.push(await check(name));
  await fetch("/report", {method: "POST", body: JSON.stringify(all)});
})();
</script></body>"""

_SHOWN = """<!doctype html><style>
body { margin: 0; background: repeating-linear-gradient(45deg, #e0007a 0 24px, #00b070 24px 48px);
       display: grid; grid-template-columns: 1fr 1fr; gap: 12px; font: 16px sans-serif; color: white; }
video { width: 100%; display: block; }
</style>FILMS<img src="/held" width="1" height="1">"""


class NoBrowserError(RuntimeError):
    """No Chromium is installed."""


@dataclass
class _Served:
    """What the server gives, and what it was told."""

    films: dict[str, Path]
    page: str
    report: list[Json] | None = None
    told: threading.Event = field(default_factory=threading.Event)


def main() -> None:
    """Check films and print what the browser did."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("films", type=Path, nargs="+")
    parser.add_argument("--screenshot", type=Path, default=None)
    chosen = parser.parse_args()
    for found in check_films(chosen.films):
        print(json.dumps(found))
    if chosen.screenshot is not None:
        take_screenshot(chosen.films, chosen.screenshot)


def browser() -> str:
    """Return the program; raise `NoBrowserError` when there is none."""
    for name in _PROGRAMS:
        if (path := shutil.which(name)) is not None:
            return path
    raise NoBrowserError("There is no Chromium. On Debian: apt-get install chromium")


def check_films(films: Sequence[Path]) -> list[Json]:
    """Return what the browser did with each film.

    Each object has name, duration_s, width, height, played_s, sound_bytes, seeks (wanted_s, at_s and the RGBA
    of a corner and of the middle), and error when something went wrong.
    """
    served = _Served(_named(films), _CHECKS.replace("NAMES", json.dumps(list(_named(films)))))
    with _server(served) as address, tempfile.TemporaryDirectory() as profile:
        process = subprocess.Popen(
            [browser(), *_FLAGS, f"--user-data-dir={profile}", address],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            served.told.wait(_LONGEST_S)
        finally:
            process.terminate()
            process.wait(timeout=20)
    if served.report is None:
        raise TimeoutError("The browser told nothing.")
    return served.report


def take_screenshot(films: Sequence[Path], output: Path) -> None:
    """Write a picture of a page that shows films, half a second in, over stripes."""
    shown = "".join(
        f'<div><video src="/{name}#t=0.5" muted preload="auto"></video>{name}</div>' for name in _named(films)
    )
    served = _Served(_named(films), _SHOWN.replace("FILMS", shown))
    with _server(served) as address, tempfile.TemporaryDirectory() as profile:
        command = [
            browser(), *_FLAGS, f"--user-data-dir={profile}", "--window-size=1280,1100",
            f"--screenshot={output.absolute()}", address,
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=_LONGEST_S)


def _named(films: Sequence[Path]) -> dict[str, Path]:
    return {f"{index}-{film.name}": film for index, film in enumerate(films)}


@contextmanager
def _server(served: _Served) -> Iterator[str]:
    """Serve on the loopback address only."""

    class Handler(_Handler):
        content = served

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(http.server.BaseHTTPRequestHandler):
    """Gives the page, films in the parts that are asked for, and takes the report."""

    protocol_version = "HTTP/1.1"
    content: _Served

    def do_GET(self) -> None:
        """Answer with the page, a film or, late, with nothing."""
        name = self.path.lstrip("/")
        if name == "held":
            time.sleep(_HELD_S)
        film = self.content.films.get(name)
        try:
            if film is not None:
                self._film(film)
            else:
                self._send(200, "text/html", self.content.page.encode() if not name else b"", {})
        except (BrokenPipeError, ConnectionResetError):
            pass  # the browser has enough of this part

    def do_POST(self) -> None:
        """Take the report."""
        self.content.report = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._send(200, "text/plain", b"", {})
        self.content.told.set()

    def _film(self, film: Path) -> None:
        whole, wanted = film.read_bytes(), self.headers.get("Range")
        kind, start, stop = _TYPES[film.suffix.lower()], 0, len(whole)
        if wanted is None:
            self._send(200, kind, whole, {"Accept-Ranges": "bytes"})
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        start, stop = int(first), min(stop, int(last) + 1) if last else stop
        told = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{stop - 1}/{len(whole)}"}
        self._send(206, kind, whole[start:stop], told)

    def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
