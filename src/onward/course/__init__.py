"""Where a person stands, day by day, as known each evening."""

from onward.course.course import ENGINE, Engine, follow

__all__ = ["ENGINE", "Engine", "follow"]
