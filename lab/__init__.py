"""What makes and measures the anonymiser, and is no part of the product: names, training, evaluation, canaries."""
