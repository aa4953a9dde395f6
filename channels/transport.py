"""What may go wrong when a message leaves us."""


class TransportError(Exception):
    """A channel refused or failed; ``permanent`` says whether trying again is of any use.

    The code ``interrupted`` means that nobody knows whether it arrived; sending again might double it.
    """

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
