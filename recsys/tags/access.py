"""Who may see which tags: those of a department only its own staff and administrators."""

from dataclasses import dataclass

from recsys.tags.schema import COMPANY, Definition


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks; ``department`` is empty for the customers themselves."""

    department: str = ""
    admin: bool = False

    def may_see(self, tag: Definition) -> bool:
        """Row by row: the level of the tag decides."""
        return self.admin or tag.level in (COMPANY, self.department)


CUSTOMER = Viewer()
SYSTEM = Viewer(admin=True)  # decisions that no person looks at
