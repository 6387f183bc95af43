"""`pullquote`, or `python -m bot`."""

from bot.terminal.app import main

if __name__ == "__main__":
    main()
