//! The SQL of this room. It reads other rooms' tables and writes only `customer_notes`.

mod customers;
mod holdings;
mod lookups;
mod notes;
mod orders;
mod people;
mod timeline;

pub(super) use self::{customers::*, holdings::*, lookups::*, notes::*, orders::*, people::*, timeline::*};
use crate::{domain::error::Internal, shared::crm::AccountStatus};

fn status(word: &str) -> Result<AccountStatus, Internal> {
    AccountStatus::parse(word).ok_or_else(|| Internal::broken(format!("an account that is {word}")))
}

fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}
