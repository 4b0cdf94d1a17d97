//! The SQL of the calls room.

mod agents;
mod facts;
mod moves;
mod open;
mod views;
mod voicemails;

pub(super) use self::{agents::*, facts::*, moves::*, open::*, views::*, voicemails::*};

use crate::{
    domain::{error::Internal, tenancy::shop::SettlementMode},
    shared::{call::CallState, number::NumberState},
};

fn state(text: &str) -> Result<CallState, Internal> {
    CallState::parse(text).ok_or_else(|| Internal::broken(format!("a call is {text}")))
}

fn mode(text: &str) -> Result<SettlementMode, Internal> {
    SettlementMode::parse(text).ok_or_else(|| Internal::broken("unknown settlement mode"))
}

fn number_state(text: &str) -> Result<NumberState, Internal> {
    match text {
        "active" => Ok(NumberState::Active),
        "suspended" => Ok(NumberState::Suspended),
        "grace" => Ok(NumberState::Grace),
        "released" => Ok(NumberState::Released),
        "quarantined" => Ok(NumberState::Quarantined),
        _ => Err(Internal::broken(format!("a number is {text}"))),
    }
}

fn seconds(count: i32) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

fn count(seconds: u32) -> i32 {
    i32::try_from(seconds).unwrap_or(i32::MAX)
}
