"""Figures: data in, figure out, one module a figure and one style for all."""

from uptake.figures.best_programmes import best_programmes_figure
from uptake.figures.cost import cost_figure, cost_points
from uptake.figures.departure import activity_after_departure, departure_figure
from uptake.figures.difference import difference_figure, forest_figure
from uptake.figures.gallery import GalleryData, SavedFigure, draw_gallery
from uptake.figures.heat_map import heat_map_figure
from uptake.figures.lever_scatter import lever_scatter_figure
from uptake.figures.lineup import Lineup, ScenarioMark, lineup, source_line
from uptake.figures.participation import participation_figure
from uptake.figures.people import PeopleState, people_figure
from uptake.figures.retention import retention_figure
from uptake.figures.study_gallery import draw_study
from uptake.figures.study_panels import study_panels_figure
from uptake.figures.study_view import StudyView
from uptake.figures.style import FigurePaths, file_name, headline_of, save
from uptake.study.frontier import CostPoint, efficient

__all__ = [
    "CostPoint",
    "FigurePaths",
    "GalleryData",
    "Lineup",
    "PeopleState",
    "SavedFigure",
    "ScenarioMark",
    "StudyView",
    "activity_after_departure",
    "best_programmes_figure",
    "cost_figure",
    "cost_points",
    "departure_figure",
    "difference_figure",
    "draw_gallery",
    "draw_study",
    "efficient",
    "file_name",
    "forest_figure",
    "headline_of",
    "heat_map_figure",
    "lever_scatter_figure",
    "lineup",
    "participation_figure",
    "people_figure",
    "retention_figure",
    "save",
    "source_line",
    "study_panels_figure",
]
