"""What is known of a show: focuses with corrections laid over them, what is published, search, the demo."""
