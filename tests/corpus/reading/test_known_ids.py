"""A set of ids tells new ones from known ones without keeping them."""

from textml.corpus.reading.known_ids import IdSet, hash_ids


def test_ids_are_new_once() -> None:
    """An id is new the first time only, within one call and over many; the order of the calls does not matter."""
    known = IdSet()
    ids = [f"a{n * n % 997}" for n in range(5000)]
    fresh = [bool(new) for start in range(0, 5000, 77) for new in known.add(hash_ids(ids[start : start + 77]))]
    first: set[str] = set()
    assert fresh == [not (i in first or first.add(i)) for i in ids]
    assert sum(map(len, known._runs)) == len(first)


def test_any_name_has_a_hash() -> None:
    """Ids of files whose names are no UTF-8 are hashed too; nothing gives nothing."""
    assert len(set(hash_ids(["a", "b", "\udcff", "a"]).tolist())) == 3
    assert hash_ids([]).tolist() == []
