"""Pictures of a review, one definition for page, report and notebook (docs/reference/charts.md)."""

from onward.charts.issue import issue_chart, issue_svg
from onward.charts.kept import kept_chart, kept_svg
from onward.charts.path import path_chart, path_svg
from onward.charts.table import PathRow, PathTable, path_table

__all__ = [
    "PathRow",
    "PathTable",
    "issue_chart",
    "issue_svg",
    "kept_chart",
    "kept_svg",
    "path_chart",
    "path_svg",
    "path_table",
]
