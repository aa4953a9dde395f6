"""What every command says when it cannot work with what it was given."""


class Unusable(ValueError):
    """A file, table or model that cannot be used; the message names it, says why and what to do."""
