"""The page, the table and the sentences made from a study."""

from uptake.report.content import Assumption, ReportContent, ScenarioDetail
from uptake.report.page import report_page, write_report
from uptake.report.rows import Departure, Row, rows
from uptake.report.sentences import row_sentence
from uptake.report.table import comparison_table

__all__ = [
    "Assumption",
    "Departure",
    "ReportContent",
    "Row",
    "ScenarioDetail",
    "comparison_table",
    "report_page",
    "row_sentence",
    "rows",
    "write_report",
]
