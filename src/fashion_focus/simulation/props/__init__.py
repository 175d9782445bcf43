"""What is about the products: rooms, tables, hands and arms, and what a stream's software lays over the picture."""
