from scripts.lock import locked


def test_local_builds_editables_and_paths_do_not_get_into_a_lock() -> None:
    frozen = "\n".join(
        [
            "torch==2.13.0+cpu",
            "-e git+https://example.org/x#egg=x",
            "thing @ file:///tmp/thing.whl",
            "ruamel.yaml.clib==0.2.15",
            "APScheduler==3.9.1.post1",
        ]
    )
    assert locked(frozen).split() == ["torch==2.13.0", "ruamel.yaml.clib==0.2.15", "APScheduler==3.9.1.post1"]
