"""What labelling returns keeps enough messages to print, and counts all."""

from textml.predict.result import MessageLog


def test_a_message_log_keeps_a_thousand_and_counts_all() -> None:
    """A file of another format has a problem a line: the first thousand are kept, in their order."""
    log = MessageLog()
    log.add(map(str, range(999)))
    log.add(iter(["last kept", "counted"]))
    log.add([])
    assert (len(log.messages), log.n_messages) == (1000, 1001)
    assert (log.messages[0], log.messages[-1]) == ("0", "last kept")


def test_the_same_message_again_counts_once() -> None:
    """Each batch of a file that has vanished says the same."""
    log = MessageLog()
    log.add(["a", "a"])
    log.add(["a", "b", "a"])
    assert (log.messages, log.n_messages) == (["a", "b", "a"], 3)
