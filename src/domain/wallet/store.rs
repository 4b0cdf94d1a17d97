//! The SQL of the wallet room. The only files that write `wallets`, `holds` and the ledger.

mod credit;
mod followed;
mod given;
mod holds;
mod ledger;
mod statement;
mod wallets;

pub(super) use self::{credit::*, followed::*, given::*, holds::*, ledger::*, statement::*, wallets::*};
