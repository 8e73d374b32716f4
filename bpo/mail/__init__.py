"""Messages to clients: the settings of a mail server, a message as the bytes of an .eml file, and its way to the server."""
