"""Who works here and who talks to whom.

A `Chart` is the reporting tree, read from an HR export (`read_chart`) or generated
(`synthetic_chart`); `grow` adds vacant positions. `connect` draws the contact graph and gives an
`Organisation`; `from_graph` and `open_community` take a NetworkX graph of your own.
"""

from uptake.organisation.chart import Chart, Labels, build_chart
from uptake.organisation.contacts import TIE_KINDS, Contacts
from uptake.organisation.graph_measures import EMAIL_EU_CORE, GraphMeasures, measure_graph
from uptake.organisation.graphs import from_graph, open_community
from uptake.organisation.growth import grow
from uptake.organisation.hr_exports import ChartReading, read_chart
from uptake.organisation.organisation import LARGEST_GRAPH, Organisation
from uptake.organisation.repairs import Repairs
from uptake.organisation.spans import SPAN_DISTRIBUTIONS, SpanDistribution
from uptake.organisation.summary import ChartSummary, summarise
from uptake.organisation.synthetic import synthetic_chart
from uptake.organisation.ties import TieRates, connect

__all__ = [
    "EMAIL_EU_CORE",
    "LARGEST_GRAPH",
    "SPAN_DISTRIBUTIONS",
    "TIE_KINDS",
    "Chart",
    "ChartReading",
    "ChartSummary",
    "Contacts",
    "GraphMeasures",
    "Labels",
    "Organisation",
    "Repairs",
    "SpanDistribution",
    "TieRates",
    "build_chart",
    "connect",
    "from_graph",
    "grow",
    "measure_graph",
    "open_community",
    "read_chart",
    "summarise",
    "synthetic_chart",
]
