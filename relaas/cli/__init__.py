"""The ``relaas`` command. Each sub-command is imported when it is used, so that law commands never wait for Django."""
