//! The SQL of the messages room.

mod facts;
mod moves;
mod settings;
mod views;

pub(super) use self::{facts::*, moves::*, settings::*, views::*};

use crate::{
    domain::{error::Internal, orders::place::Payer, tenancy::shop::SettlementMode},
    shared::message::MessageState,
};

fn state(text: &str) -> Result<MessageState, Internal> {
    MessageState::parse(text).ok_or_else(|| Internal::broken(format!("a message is {text}")))
}

fn mode(text: &str) -> Result<SettlementMode, Internal> {
    SettlementMode::parse(text).ok_or_else(|| Internal::broken("unknown settlement mode"))
}

fn payer(word: &str) -> Result<Payer, Internal> {
    match word {
        "customer" => Ok(Payer::Customer),
        "float" => Ok(Payer::Float),
        _ => Err(Internal::broken(format!("a message is paid by {word}"))),
    }
}
