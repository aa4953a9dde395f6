"""Show people only as much of a name or number as they need."""


def mask_phone(phone: str) -> str:
    """138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_name(name: str) -> str:
    """王** for 王小明; roles such as 王阿姨 keep their first character too."""
    return name[:1] + "*" * max(len(name) - 1, 1)
