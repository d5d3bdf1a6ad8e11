"""Renderers of results, which never import torch: the board, HTML pages, CSV."""
