"""The household's application, with its promise and its authorisation of inquiries."""
