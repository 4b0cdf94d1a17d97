//! A letter as an RFC 5322 message.

use lettre::{
    Address, Message,
    message::{Mailbox, MultiPart},
};

use super::{Letter, MailError};

/// Text and HTML of a letter as alternatives. Its id, at the sender's domain, is the Message-ID.
pub fn message(letter: &Letter) -> Result<Message, MailError> {
    let address = |field: &str, text: &str| -> Result<Address, MailError> {
        text.parse()
            .map_err(|_| MailError(format!("`{field}` is not an address")))
    };
    let from = address("from", &letter.from_email)?;
    let id = format!("<{}@{}>", letter.id, from.domain());
    Message::builder()
        .message_id(Some(id))
        .from(Mailbox::new(Some(letter.from_name.clone()), from))
        .reply_to(Mailbox::new(None, address("reply_to", &letter.reply_to)?))
        .to(Mailbox::new(None, address("to", &letter.to)?))
        .subject(&letter.subject)
        .multipart(MultiPart::alternative_plain_html(
            letter.text.clone(),
            letter.html.clone(),
        ))
        .map_err(|error| MailError(error.to_string()))
}
