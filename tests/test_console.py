"""Whatever the standard streams are, a command ends with lines and an exit code, never with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, TEXTML
from textml.console import errors_as_messages, wrap
from textml.errors import ConfigError, CorpusError

_DOOR = (
    "import sys; from textml.console import *; from textml.console import standard_streams\nwith standard_streams():\n "
)
_FULL = Path("/dev/full")


def through_the_door(code: str, redirect: str = "", **environment: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command that does only what `code` says."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'"$0" -c "$1" {redirect}', sys.executable, _DOOR + code],
        capture_output=True, env={**ENVIRONMENT, **environment}, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("latin-1"), done.stderr.decode("latin-1")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "汀禾 \\udcff —"),
        ("ascii", "\\u6c40\\u79be \\udcff \\u2014"),
        ("cp1252", "\\u6c40\\u79be \\udcff —"),
        ("cp936", "汀禾 \\udcff —"),
    ],
)
def test_what_a_stream_cannot_show_is_escaped(encoding: str, shown: str) -> None:
    """Lines and tables on stdout, and lines on stderr, are escaped where they have to be."""
    text = "'\\u6c40\\u79be \\udcff \\u2014'"
    code = f"say({text}); say({text}, err=True); print_table([[{text}]], ['n'])"
    done = through_the_door(code, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    out, err = (stream.encode("latin-1").decode(encoding).split("\n") for stream in done[1:])
    assert (done[0], [line.rstrip() for line in out], err) == (0, [shown, "n", shown, ""], [shown, ""])


def test_ascii_bars() -> None:
    """On a terminal that shows only ASCII the bar is drawn in ASCII."""
    code = "from textml.progress import Bars\n with Bars().stage('corpus'): pass"
    terminal = f"import pty; pty.spawn([{sys.executable!r}, '-c', {_DOOR + code!r}])"
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii", "TERM": "xterm"}
    done = subprocess.run([sys.executable, "-c", terminal], capture_output=True, env=environment, timeout=60)
    assert b"corpus" in done.stdout
    assert done.stdout.isascii()
    assert b"\\u" not in done.stdout


@pytest.mark.skipif(not _FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("code", ["say('x')", "print_table([['x']], ['n'])", "sys.stdout.buffer.write(b'x' * 100000)"])
def test_a_full_disk_behind_stdout_is_one_error(code: str) -> None:
    """What cannot be printed is said once, with exit code 1."""
    message = "error: standard output: cannot be written (No space left on device). Make room, or send it elsewhere\n"
    assert through_the_door(code, "> /dev/full") == (1, "", message)


def test_closed_streams() -> None:
    """Printing to a closed stdout is an error, a closed stderr swallows its lines, a closed stdin is empty."""
    message = "error: standard output: cannot be written (it is closed). Make room, or send it elsewhere\n"
    assert through_the_door("say('x')", ">&-") == (1, "", message)
    assert through_the_door("pass", ">&-") == (0, "", "")
    assert through_the_door("say('lost', err=True); say('x')", "2>&-") == (0, "x\n", "")
    assert through_the_door("say(sys.stdin.buffer.read())", "<&-") == (0, "b''\n", "")
    assert through_the_door("say(open('/dev/null').fileno() > 2, True)", "<&- >&-") == (0, "", "True\n")


@pytest.mark.skipif(not _FULL.exists(), reason="only Linux has a device that is always full")
def test_lost_messages_stop_nothing() -> None:
    """Lines on stderr that nobody can take do not stop the work."""
    assert through_the_door("say('lost', err=True); say('x')", "2> /dev/full") == (0, "x\n", "")


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    """`| head -1` is the end of the work, with the exit code that shells have for it and not a word on stderr."""
    code = "[say('x' * 1000) for _ in range(10**6)]"
    assert through_the_door(code, "| head -c 1") == (141, "x", "")


def test_a_full_pipe_that_does_not_block_is_waited_for() -> None:
    """Where another process made the pipe non-blocking, all lines come through all the same."""
    code = "import os; os.set_blocking(1, False); [say('x' * 1000) for _ in range(1000)]"
    assert through_the_door(code, "| (sleep .2; wc -l)") == (0, "1000\n", "")


def test_ctrl_c_is_one_line() -> None:
    """Wherever it comes from: 130, and no traceback; a second one while things are tidied up changes nothing."""
    line = "\nstopped: no file is left half-written; the same command starts again\n"
    assert through_the_door("raise KeyboardInterrupt") == (130, "", line)
    code = "try: raise KeyboardInterrupt\n finally: raise KeyboardInterrupt"
    assert through_the_door(code) == (130, "", line)


_LESS = "Close other programs, or give less input or fewer workers"


@pytest.mark.parametrize(
    ("raised", "code", "line"),
    [
        (CorpusError("a.txt: gone"), 1, "error: a.txt: gone\n"),
        (ConfigError("n: 0"), 2, "error: n: 0\n"),
        (PermissionError(13, "Denied", "run"), 1, "error: run: Denied. Check permissions and the disk\n"),
        (
            MemoryError(),
            1,
            "error: there is not enough memory. Close other programs, or give less input or fewer workers\n",
        ),
        (KeyboardInterrupt(), 130, "\nstopped: no file is left half-written; the same command starts again\n"),
    ],
)
def test_errors_are_lines(raised: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors of textml and of the machine are a line and exit code 1, wrong settings 2, Ctrl-C 130."""
    with pytest.raises(SystemExit) as ended, errors_as_messages():
        raise raised
    assert (ended.value.code, capsys.readouterr()) == (code, ("", line))


def test_ctrl_c_while_the_command_line_loads(tmp_path: Path) -> None:
    """Before the first command runs there is no traceback either."""
    slow = tmp_path / "typer.py"
    slow.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(10**9): pass\n")
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"}
    done = subprocess.run([*TEXTML, "--help"], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (130, "", 2)


def test_rows_are_utf8_in_any_locale(project: Path) -> None:
    """`label - --out -` in an ASCII locale: lines that are no UTF-8 are named, the rows are those of any locale."""
    text = "市法院昨天开庭审理一起借款案，法官当庭宣判，双方都没有上诉。"
    given = f'{{"id": "甲", "text": "{text}"}}\n'.encode() + f'{{"id": "乙", "text": "{text}"}}\n'.encode("gbk")
    environment = {**ENVIRONMENT, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*TEXTML, "label", "default", "-", "--out", "-"],
        cwd=project, input=given, capture_output=True, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.decode("utf-8").startswith('{"id":"甲",')
    assert done.stdout.count(b"\n") == 1
    assert (done.returncode, b"problem: stdin:2: not JSON" in done.stderr) == (1, True)
    assert done.stderr.isascii()


def test_ctrl_c_in_a_callback_of_a_library_is_not_lost() -> None:
    """Where Python ignores what a callback raises, Ctrl-C comes again, and no word of the callback is printed."""
    code = (
        "import ctypes, time\n"
        " def interrupted(): raise KeyboardInterrupt\n"
        " ctypes.CFUNCTYPE(None)(interrupted)()\n"
        " time.sleep(20)"
    )
    line = "\nstopped: no file is left half-written; the same command starts again\n"
    assert through_the_door(code) == (130, "", line)


def test_a_long_line_is_broken_between_words_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of 20 columns no word and no path is cut in two; elsewhere a line stays a line."""
    line = "topics.png: 6 topics are the steadiest of all"
    assert wrap(line) == line
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert wrap(line).splitlines() == ["topics.png: 6 topics", "are the steadiest of", "all"]
    assert wrap("a/very/long/path/of/a/report.html is there").splitlines()[0] == "a/very/long/path/of/a/report.html"
