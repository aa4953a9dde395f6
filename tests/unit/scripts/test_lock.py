from scripts.lock import locked


def test_a_lock_is_sorted_and_says_nothing_of_local_builds() -> None:
    found = [("torch", "2.13.0+cpu"), ("APScheduler", "3.9.1.post1"), ("aiofiles", "25.1.0")]
    assert locked(found).splitlines() == ["aiofiles==25.1.0", "APScheduler==3.9.1.post1", "torch==2.13.0"]
