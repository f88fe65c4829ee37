"""Pictures of ink on paper, made as a camera or a scanner would see it, and how well their lines are found and read."""
