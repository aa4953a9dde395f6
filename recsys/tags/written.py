"""A definition as people edit it."""

import yaml

from recsys.tags.schema import Definition

_WIDTH = 100


def as_yaml(tag: Definition) -> str:
    """YAML with one definition; the version is not part of it, applying counts it on."""
    data = tag.model_dump(mode="json", exclude_defaults=True, exclude={"version"})
    text: str = yaml.safe_dump(
        [data], allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None
    )
    return text
