"""PyTorch: networks, losses, data, recipes and export to ONNX. Nothing outside this room imports torch."""
