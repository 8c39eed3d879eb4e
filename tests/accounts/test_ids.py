from accounts.ids import ALPHABET, LENGTH, new_id


def test_new_id_is_short_and_plain() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(each) for each in ids} == {LENGTH}
    assert set("".join(ids)) == set(ALPHABET)
