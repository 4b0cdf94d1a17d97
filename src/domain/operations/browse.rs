//! The ledger, to be looked at across resellers: newest first, page by page, read only.

pub mod run;
pub mod transfer;
pub mod transfers;
pub mod wallet;
