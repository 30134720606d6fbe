"""Run a command in a process of its own and kill it before a chosen system call, with strace."""

import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

STRACE = shutil.which("strace")
# Everything that changes what is on the disk.
_CALLS = (
    "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,openat,write,pwrite64,"
    "writev,fsync,fdatasync,ftruncate,chmod,fchmod,fchmodat,copy_file_range,sendfile"
)
_LINE = re.compile(r"(\w+)\((.*)")
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_ABSOLUTE = re.compile(r'["<](/[^">]*)[">]')


class Point(NamedTuple):
    """The moment before a system call of the main thread: its name, its number among those of that name."""

    call: str
    number: int
    what: str


def run_command(work: Callable[[], int | None], folder: Path) -> tuple[int, str]:
    """Do some work in a process that is forked from this one; return its exit code and what it printed.

    This process has imported what the work needs, so that a hundred commands need not do it again. It must not have
    computed anything: threads do not survive a fork.
    """
    pid, said = _fork(work, folder)
    os.kill(pid, signal.SIGCONT)
    return _wait(pid), said.read_text(errors="replace")


def list_points(work: Callable[[], int | None], folder: Path) -> list[Point]:
    """Do some work, and list its system calls that change something in a folder."""
    code, trace = _trace(work, folder)
    assert code == 0, (folder / "../said.txt").read_text()
    seen: dict[str, int] = {}
    points = []
    for line in trace.splitlines():
        if found := _LINE.match(line):
            call, arguments = found.groups()
            seen[call] = seen.get(call, 0) + 1
            if _changes(call, arguments, folder):
                points.append(Point(call, seen[call], line))
    return points


def kill_before(work: Callable[[], int | None], folder: Path, point: Point) -> bool:
    """Do some work until a system call; False if it came to its end without that call."""
    code, _ = _trace(work, folder, "-e", f"inject={point.call}:signal=KILL:when={point.number}")
    return code == -signal.SIGKILL


def choose_points(points: list[Point], n: int, window: Iterable[int] = ()) -> list[Point]:
    """All points of a window, and others at equal distances over the whole life until there are n."""
    chosen = set(window)
    others = [number for number in range(len(points)) if number not in chosen]
    n_others = max(n - len(chosen), 0)
    chosen.update(others[int((k + 0.5) * len(others) / n_others)] for k in range(min(n_others, len(others))))
    return [points[number] for number in sorted(chosen)]


def _changes(call: str, arguments: str, folder: Path) -> bool:
    if call == "openat" and not _WRITES.search(arguments):
        return False
    if call in ("write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "fchmod"):
        named = _ABSOLUTE.search(arguments)
        return named is not None and named[1].startswith(f"{folder}/")
    quoted = re.findall(r'"([^"]*)"', arguments)
    return all(not path.startswith("/") or path.startswith(f"{folder}/") for path in quoted)


def _fork(work: Callable[[], int | None], folder: Path) -> tuple[int, Path]:
    """A process that is stopped before its work; its output goes to a file beside the folder."""
    said = folder.parent / "said.txt"
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.chdir(folder)
            for number, (name, flags) in enumerate([("/dev/null", 0), (str(said), 0o1101), (str(said), 0o2001)]):
                opened = os.open(name, flags, 0o644)
                os.dup2(opened, number)
            os.kill(os.getpid(), signal.SIGSTOP)
            code = work() or 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.waitpid(pid, os.WUNTRACED)
    return pid, said


def _wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _trace(work: Callable[[], int | None], folder: Path, *options: str) -> tuple[int, str]:
    """Exit code of some work under strace, and the trace of its main thread."""
    pid, _ = _fork(work, folder)
    log = folder.parent / "strace.txt"
    command = [str(STRACE), "-p", str(pid), "-o", str(log), "-y", "-s", "200", "-e", f"trace={_CALLS}", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        assert "attached" in tracer.stderr.readline()
        os.kill(pid, signal.SIGCONT)
        code = _wait(pid)
        tracer.stderr.read()
    return code, log.read_text(errors="replace")
