//! What the directory reads of its people.

use super::{Person, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Directory, Scope, WorksIn},
    },
    shared::ids::UserId,
};

/// A part of the list, and how long the whole is.
#[derive(Debug)]
pub struct Found {
    pub total: usize,
    pub people: Vec<Person>,
}

/// Members from the `start`th on (counted from 1), `count` of them; with an address, only who has it. Held in memory:
/// a company has 500 members at most.
pub async fn list(
    backend: &Backend,
    directory: &Directory,
    email: Option<&str>,
    start: usize,
    count: usize,
) -> Result<Found, Internal> {
    let mut tx = backend.begin(directory).await?;
    let mut people = store::people::list(&mut tx, directory.reseller(), directory.organization()).await?;
    tx.commit().await?;
    if let Some(email) = email {
        people.retain(|person| person.email.eq_ignore_ascii_case(email));
    }
    Ok(Found {
        total: people.len(),
        people: people
            .into_iter()
            .skip(start.saturating_sub(1))
            .take(count)
            .collect(),
    })
}

/// `None` for somebody who is not in the company.
pub async fn find(
    backend: &Backend,
    directory: &Directory,
    user: UserId,
) -> Result<Option<Person>, Internal> {
    let mut tx = backend.begin(directory).await?;
    let found = store::people::find(&mut tx, directory.reseller(), directory.organization(), user).await?;
    tx.commit().await?;
    Ok(found)
}
