"""What leaves the database: the traceability matrix as workbook, web page, CSV, JSON and Markdown."""

from pipeline.export.matrix import Matrix, MatrixFilters, export_matrix, load_matrix

__all__ = ["Matrix", "MatrixFilters", "export_matrix", "load_matrix"]
