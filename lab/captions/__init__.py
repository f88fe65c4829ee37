"""How a caption is best made of ink: designs that are trained small and compared, and what the shipped captioner shows."""
