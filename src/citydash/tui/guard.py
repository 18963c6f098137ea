"""What keeps a widget, a screen or the application alive when one of its handlers fails: Textual would end them."""

from textual.message import Message
from textual.message_pump import MessagePump


class Guarded(MessagePump):
    """Mixed in before Textual's class: an error while a message is handled is said, and the next message comes."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # noqa: BLE001 - said on the screen
            self.app._handle_exception(error)  # noqa: SLF001 - the one way to Textual's own end
