"""A definition as a graph, and the graph as a Mermaid flowchart."""
