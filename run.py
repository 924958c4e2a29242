"""The one command: prepare ClauseDesk on this computer, then start it, test it or time it (standard library only)."""

import sys

# Everything above and in this block must run, and the rest at least parse, on the Pythons that this check turns away.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("ClauseDesk needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

FORMAT = "1"  # raised when .venv must be made anew for a reason that the lock files do not show
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
COMMAND = SCRIPTS / ("clausedesk.exe" if os.name == "nt" else "clausedesk")
LOG = VENV / "setup.log"
TRIED = VENV / "apt.stamp"
# What Qt's own libraries and its X11 and Wayland plugins ask the system for, and the Debian package that holds it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
}
CHINESE_FONT = "fonts-noto-cjk"


class TroubleError(Exception):
    """The computer did not do what was asked of it; the text is one sentence for the person at the keyboard."""


def say(words: str) -> None:
    """Tell the person how far it is; standard output belongs to the command that is started."""
    print(f"ClauseDesk: {words}", file=sys.stderr, flush=True)


def read(path: Path) -> str:
    """Return a small file's text, or nothing where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


# What this computer needs


def needs_older_qt(system: str, machine: str, glibc: str) -> bool:
    """Return whether the newest PySide6's wheels are built for a newer C library than this Linux has."""
    if system != "linux" or not glibc:
        return False
    version = tuple(int(part) for part in glibc.split(".")[:2])
    return version < ((2, 39) if machine == "aarch64" else (2, 34))


def lock_file(kind: str) -> Path:
    """Return the lock of one kind, "app" or "test", that serves this computer."""
    older = needs_older_qt(sys.platform, platform.machine(), platform.libc_ver()[1])
    return ROOT / "locks" / f"{kind}{'-older-glibc' if older else ''}.lock"


def base_stamp() -> str:
    """Return what .venv itself depends on: who made it, for which Python, and where it stands (its scripts name their place)."""
    return f"{FORMAT} {sys.version_info[0]}.{sys.version_info[1]} {sys.base_prefix} {ROOT}"


def lock_stamp(kind: str) -> str:
    """Return what the installed packages depend on."""
    # What stands above the linters' settings says how the project is registered.
    registered = read(ROOT / "pyproject.toml").partition("\n[tool.ruff]")[0].encode()
    return f"{base_stamp()} {hashlib.sha256(lock_file(kind).read_bytes() + registered).hexdigest()}"


def loads(library: str) -> bool:
    """Return whether the system's loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_fonts() -> list[str]:
    """Return the Debian packages that give this computer a Chinese font."""
    lister = shutil.which("fc-list")
    if lister is None:
        return ["fontconfig", CHINESE_FONT]
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, check=False)
    return [] if listed.stdout.strip() else [CHINESE_FONT]


def missing_from_system() -> list[str]:
    """Return the Debian packages that this Linux lacks: Python's venv, Qt's libraries, a Chinese font."""
    venv = [] if importlib.util.find_spec("ensurepip") else [f"python3.{sys.version_info[1]}-venv"]
    return [*venv, *(package for library, package in QT_LIBRARIES.items() if not loads(library)), *missing_fonts()]


# Preparing


def apt_install(packages: list[str]) -> None:
    """Install Debian packages; the tool's own words go to the log."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with LOG.open("ab") as out:
        for command in (["update"], ["install", "--no-install-recommends", "-y", *packages]):
            done = subprocess.run(
                ["apt-get", "-q", *command], stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=quiet, check=False
            )
    if done.returncode:
        say(f"the system packages could not all be installed; apt's words are in {LOG}.")


def look_after_system() -> list[str]:
    """Return the Debian packages still missing on this Linux, after installing them where that is allowed."""
    if sys.platform != "linux":
        return []
    missing = missing_from_system()
    if missing and shutil.which("apt-get") and os.geteuid() == 0 and read(TRIED) != " ".join(missing):
        say(f"installing {len(missing)} system package(s) that the window needs …")
        tried = " ".join(missing)
        apt_install(missing)
        missing = missing_from_system()
        # What cannot be had is not asked for again at every start.
        TRIED.write_text(tried if missing else "", encoding="utf-8")
    if missing and shutil.which("apt-get"):
        say(f"please run: sudo apt-get install --no-install-recommends {' '.join(missing)}")
    elif missing:
        say(f"please install with your system's package manager what Debian calls: {' '.join(missing)}")
    return missing


def first_error(words: str) -> str:
    """Return what a failed step gave as its reason, in brackets, or nothing."""
    lines = [line.strip() for line in words.splitlines() if line.strip().lower().startswith("error:")]
    reasons = [line[6:].strip().rstrip(".") for line in lines if "subprocess-exited-with-error" not in line]
    return f" ({reasons[0]})" if reasons else ""


def run_logged(command: list[str], sentence: str) -> None:
    """Run one step with its words in the log; say the step's sentence, with its reason, if it fails."""
    before = LOG.stat().st_size if LOG.exists() else 0
    with LOG.open("ab") as out:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, check=False)
    if done.returncode:
        reason = first_error(LOG.read_bytes()[before:].decode(errors="replace"))
        raise TroubleError(f"{sentence}{reason}; the details are in {LOG}, and starting again goes on from here.")


def make_venv() -> None:
    """Make .venv anew unless a whole one for this Python, at this place, is there."""
    if PYTHON.exists() and read(VENV / "base.stamp") == base_stamp():
        return
    say("making .venv …")
    for old in VENV.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old not in {LOG, TRIED}:
            old.unlink()
    creator = getattr(sys, "_base_executable", None) or sys.executable
    run_logged([creator, "-m", "venv", str(VENV)], "Python's venv module failed")
    (VENV / "base.stamp").write_text(base_stamp(), encoding="utf-8")


def pip_install(arguments: list[str], sentence: str) -> None:
    """Run pip in .venv, without a network where a wheelhouse lies beside this file."""
    wheelhouse = ROOT / "wheelhouse"
    offline = ["--no-index", "--find-links", str(wheelhouse)] if wheelhouse.is_dir() else []
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    run_logged([*pip, *offline, *arguments], sentence)


def prepare(kind: str, again: bool = False) -> list[str]:
    """Make .venv hold exactly what the lock says; return the system packages that are still missing."""
    ready = read(VENV / f"{kind}.stamp") == lock_stamp(kind) and PYTHON.exists() and COMMAND.exists()
    if ready and not again and read(VENV / "system.stamp") == FORMAT:
        return []
    VENV.mkdir(exist_ok=True)
    missing = look_after_system()
    if any(package.endswith("-venv") for package in missing):
        raise TroubleError("Python's venv module is not complete on this computer, so nothing could be installed.")
    if not ready:
        make_venv()
        say(f"installing the packages of {lock_file(kind).name} …")
        pip_install(["--require-hashes", "-r", str(lock_file(kind))], "the packages could not be installed")
        pip_install(["--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)], "the command could not be registered")
        # A test lock holds all of the app's packages in the same versions.
        for written in {"app", kind}:
            (VENV / f"{written}.stamp").write_text(lock_stamp(written), encoding="utf-8")
    if not missing:
        (VENV / "system.stamp").write_text(FORMAT, encoding="utf-8")
    return missing


# Starting


def has_display() -> bool:
    """Return whether a window could be seen."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal"}:
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def hand_over(command: list[str]) -> int:
    """Become the command (on Windows, where that would detach it from the console: wait for it)."""
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


def start(arguments: list[str]) -> int:
    """Start ClauseDesk; without a display and without arguments, let it do its work on the sample and say where that lies."""
    missing = prepare("app")
    if not arguments and not has_display():
        say("there is no display, so the sample is worked through without a window …")
        arguments = ["demo", "--out", "out"]
    if arguments[:1] == ["demo"] and not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not arguments and any(package.startswith("lib") for package in missing):
        raise TroubleError("the window cannot open without these system libraries.")
    return hand_over([str(COMMAND), *arguments])


def for_pytest(arguments: list[str]) -> list[str]:
    """Return pytest's arguments; two processes at once unless the person chose tests, where a second one would only cost time."""
    joined = list(arguments)
    if "--corpus" in joined[:-1]:
        # Written as two words, the folder would be taken for a folder of tests.
        place = joined.index("--corpus")
        joined[place : place + 2] = ["--corpus=" + joined[place + 1]]
    chosen = [word for word in joined if word != "--nightly" and not word.startswith("--corpus=")]
    return joined if chosen else ["-n", "2", "--dist", "worksteal", *joined]


def last_line_held_back(command: list[str]) -> tuple[int, str]:
    """Run a command, passing its output on; return its exit code and its closing line, which is not printed yet."""
    held = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace") as process:
        for line in process.stdout or ():
            if line.strip():
                print(held, end="", flush=True)
                held = line
            else:
                held += line
    return process.returncode, held.rstrip("\n")


def test(arguments: list[str]) -> int:
    """Run every check, all of them even if one fails; pytest's closing line comes last."""
    prepare("test")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    checks = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "import contracts": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    }
    codes: dict[str, int] = {}
    for name, command in checks.items():
        say(f"{name} …")
        codes[name] = subprocess.call([str(PYTHON), *command], cwd=ROOT)
    say("pytest …")
    codes["pytest"], closing = last_line_held_back([str(PYTHON), "-m", "pytest", *for_pytest(arguments)])
    print()
    for name, code in codes.items():
        print(f"{name}: {'ok' if code == 0 else f'FAILED (exit {code})'}")
    print(closing, flush=True)
    return 1 if any(codes.values()) else 0


def bench(arguments: list[str]) -> int:
    """Run the benchmarks."""
    prepare("app")
    return hand_over([str(PYTHON), str(ROOT / "tests" / "benchmarks" / "harness.py"), *arguments])


def setup(arguments: list[str]) -> int:
    """Install, and nothing else; `setup --test` installs the test tools too."""
    kind = "test" if arguments == ["--test"] else "app"
    prepare(kind, again=True)
    say("ready.")
    return 0


def main(arguments: list[str]) -> int:
    """Do what was asked; return the exit code."""
    own = {"test": test, "bench": bench, "setup": setup}
    try:
        if arguments and arguments[0] in own:
            return own[arguments[0]](arguments[1:])
        return start(arguments)
    except TroubleError as trouble:
        say(str(trouble))
    except OSError as error:
        say(f"this computer refused a step of the preparation: {error}.")
    except KeyboardInterrupt:
        say("interrupted; starting again goes on from here.")
    return 1


def run() -> NoReturn:
    """Leave with the exit code of what was asked."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
