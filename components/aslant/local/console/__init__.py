"""The text that a person sees when the server starts: outputs, commands to try, sample request bodies."""
