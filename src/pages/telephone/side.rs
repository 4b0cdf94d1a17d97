//! Whose telephone a page is about.

use leptos::server_fn::ServerFn;

use crate::shared::error::AppError;

/// Where the page is, and who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `/account`: the reader's own.
    Person,
    /// `/business`: the company's.
    Company,
}

impl Side {
    /// How its addresses begin.
    pub const fn base(self) -> &'static str {
        self.say("/account", "/business")
    }

    /// The class of a page's head.
    pub const fn head(self) -> &'static str {
        self.say("account-head", "surface-head")
    }

    /// The words for this reader.
    pub const fn say(self, person: &'static str, company: &'static str) -> &'static str {
        match self {
            Self::Person => person,
            Self::Company => company,
        }
    }
}

/// A server function that a form of either side posts to.
pub trait Posted: ServerFn<Error = AppError, Output = ()> + Clone + Send + Sync + 'static {}

impl<F> Posted for F where F: ServerFn<Error = AppError, Output = ()> + Clone + Send + Sync + 'static {}
