//! Keys of the REST interface, and what a request with an idempotency key answered.
//!
//! Owns `api_keys`, `idempotency_keys`. Keeps true: a key is shown once and only its hash is kept; a key belongs to one
//! reseller and works on that reseller's hosts and the platform's; a request with an idempotency key is answered once,
//! and again the same.

mod claim;
mod create_key;
mod identify;
mod issue_key;
mod key;
mod key_scope;
mod keys_of;
mod list_keys;
mod revoke_key;
mod store;
pub mod sweep;
mod withdraw_key;

pub use claim::{Claim, Claimed, Request, Stored, claim, finish, forget, reopen};
pub use create_key::{CreateKey, create_key};
pub use identify::{IdentifyError, KnownKey, identify};
pub use issue_key::{IssueKeyError, KEYS_MAX, issue_key};
pub use key::{ApiKey, KeyKind};
pub use key_scope::KeyScope;
pub use keys_of::keys_of;
pub use list_keys::{ApiKeyRow, list_keys};
pub use revoke_key::revoke_key;
pub use withdraw_key::withdraw_key;
