//! What we write to people: mails in the reseller's name.
//!
//! Owns `mails`. Keeps true: a mail carries the reseller's name, colours and sender, never the platform's; it says
//! what to do when its reader did not ask for it; it holds no activation code, only a link to the page that shows one
//! to its owner; its text is gone once it is out, since it may carry a secret link.

pub mod deliver;
pub mod list;
pub mod sample;
pub mod send;
mod sent_since;
mod store;
pub mod template;
pub mod to_owners;
pub mod to_staff;
pub mod to_user;
pub mod to_users;

pub use sent_since::sent_since;
pub use template::{MailBrand, Notice, RenderedMail, render};
