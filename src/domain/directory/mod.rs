//! A company's directory: which addresses are the company's, and what its own directory (SCIM) says of its people.
//!
//! Owns `organization_email_domains`, `organization_directories`, `directory_tokens`, `directory_entries`. Keeps true: a
//! token is shown once and only its hash is kept; a directory reaches its own company's members alone and never the last
//! owner; it makes accounts only in domains that the DNS proves to be the company's, and changes names and addresses only of
//! accounts that were made for the company; whoever it deactivates is signed out in the same transaction.

mod create;
mod domains;
mod identify;
mod leaver;
mod leavers_lines;
mod person;
mod read;
mod settings;
mod store;
mod token;
mod tokens;
mod update;

pub use create::{Create, CreateError, create};
pub use domains::{
    AddDomainError, CheckDomainError, add_domain, check_domain, is_company_domain, remove_domain,
};
pub use identify::identify;
pub use leaver::off_board_leaver;
pub use leavers_lines::{leavers_lines, set_leavers_lines};
pub use person::Person;
pub use read::{Found, find, list};
pub use settings::settings;
pub use token::DirectoryToken;
pub use tokens::{IssueTokenError, issue_token, note_made_here, revoke_token};
pub use update::{Update, UpdateError, update};

/// Domains of e-mail addresses a company has.
const DOMAINS_MAX: i64 = 20;
/// Tokens of a company that work at the same time: the old and the new one of a change, for two directories.
const TOKENS_MAX: i64 = 4;
