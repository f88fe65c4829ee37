"""The panels of the inspector, a file each, under the names that inkapp/inspect has for their numbers."""
