"""What operators and data scientists look at: what runs, what room is left, how often the machine was right."""
