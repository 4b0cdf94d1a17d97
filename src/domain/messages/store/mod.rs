//! The SQL of the messages room.

mod facts;
mod help;
mod moves;
mod settings;
mod views;

pub(super) use self::{facts::*, help::*, moves::*, settings::*, views::*};

use crate::{
    domain::{error::Internal, orders::place::Payer, tenancy::shop::SettlementMode},
    shared::{ids::OrganizationId, message::MessageState},
};

fn state(text: &str) -> Result<MessageState, Internal> {
    MessageState::parse(text).ok_or_else(|| Internal::broken(format!("a message is {text}")))
}

fn mode(text: &str) -> Result<SettlementMode, Internal> {
    SettlementMode::parse(text).ok_or_else(|| Internal::broken("unknown settlement mode"))
}

fn payer(word: &str, organization: Option<OrganizationId>) -> Result<Payer, Internal> {
    match (word, organization) {
        ("customer", None) => Ok(Payer::Customer),
        ("float", None) => Ok(Payer::Float),
        ("organization", Some(organization)) => Ok(Payer::Organization(organization)),
        _ => Err(Internal::broken(format!("a message is paid by {word}"))),
    }
}
