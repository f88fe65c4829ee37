"""Typed text in the hands of unseen writers: what the faults', the legibility's and the similarity's figures are over."""
