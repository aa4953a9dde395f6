"""A definition as people edit it."""

import yaml

from recsys.tags.schema import Definition

_WIDTH = 100


def as_yaml(tag: Definition) -> str:
    """YAML with one definition; the version is not part of it, applying counts it on."""
    by_values = bool(tag.values) and all(one.when is not None for one in tag.values)
    left_out = {"version", *(("rule",) if by_values else ())}
    data = tag.model_dump(mode="json", exclude_defaults=True, exclude=left_out)
    text: str = yaml.safe_dump(
        [data], allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None
    )
    return text
