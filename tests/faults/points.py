"""Where a service can be made to die. Apart from `crashing`, whose import makes a process green."""

POINTS = ("before_commit", "after_commit", "after_publish", "before_acknowledge")
