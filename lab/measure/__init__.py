"""What the shipped networks are worth: calibration, robustness, drift, a sheet of samples to look at."""
