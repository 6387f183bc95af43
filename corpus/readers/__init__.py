"""From a file to a document; a module for each form."""
