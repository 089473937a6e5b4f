"""Pictures of a review, one definition for page, report and notebook (docs/reference/charts.md)."""

from onward.charts.issue import issue_chart, issue_svg
from onward.charts.kept import kept_chart, kept_svg
from onward.charts.moving import MovingPath, moving_chart, moving_path
from onward.charts.path import path_chart, path_svg
from onward.charts.table import PathRow, PathTable, issue_table, kept_table, path_table

__all__ = [
    "MovingPath",
    "PathRow",
    "PathTable",
    "issue_chart",
    "issue_svg",
    "issue_table",
    "kept_chart",
    "kept_svg",
    "kept_table",
    "moving_chart",
    "moving_path",
    "path_chart",
    "path_svg",
    "path_table",
]
