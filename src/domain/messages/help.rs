//! Somebody wrote HELP to a number: they are told whom to ask. The number's owner pays, as for every message.

use super::{
    draft::{Draft, DraftError},
    send::{Dispatch, SendError, send},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        orders::place::Payer,
        scope::{Scope, System},
    },
    providers::ProviderError,
    shared::ids::MessageId,
};

/// Words that ask for help, as networks and carriers know them.
pub(super) const HELP: [&str; 2] = ["HELP", "INFO"];

/// Why it is to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum HelpError {
    #[error("the vendor does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(HelpError);

/// Answers `asked` by the message `reply`: once a day and person, so that two machines do not help each other for ever. What
/// cannot be sent or paid for stays unsaid.
pub async fn answer_help(
    backend: &Backend,
    system: &System,
    asked: MessageId,
    reply: MessageId,
) -> Result<(), HelpError> {
    let mut tx = backend.begin(system).await?;
    let found = store::help_asked(&mut tx, system.reseller(), asked).await?;
    tx.commit().await?;
    let Some(help) = found.filter(|help| !help.was_answered) else {
        return Ok(());
    };
    let body = format!(
        "{}: for help, write to {}. Reply STOP to get no more messages.",
        help.shop, help.support_email
    );
    let request = |payer| Dispatch {
        id: reply,
        draft: Draft {
            number: help.number,
            to: help.peer.clone(),
            body,
        },
        payer,
        max_price: None,
        daily_cap: None,
    };
    let sent = match help.organization {
        None => send(backend, &system.renews_for(help.user), &request(Payer::Customer)).await,
        Some(organization) => {
            let buyer = system.buyer_of(organization, help.user);
            send(backend, &buyer, &request(Payer::Organization(organization))).await
        }
    };
    match sent {
        Ok(_) => Ok(()),
        Err(SendError::Internal(error) | SendError::Draft(DraftError::Internal(error))) => Err(error.into()),
        Err(SendError::Draft(DraftError::Unavailable(error))) => Err(HelpError::Unavailable(error)),
        Err(error) => {
            tracing::info!(message_id = %asked, %error, "nobody was told whom to ask");
            Ok(())
        }
    }
}
