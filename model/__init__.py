"""The networks at run time: sampling, density and gradients with NumPy alone. Imports nothing else of this project."""
