//! The settings page.

use super::{list_sessions, store::users};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Customer, Scope},
    },
    shared::account::Settings,
};

/// The customer's settings and sessions.
pub async fn settings(backend: &Backend, customer: &Customer) -> Result<Settings, Internal> {
    let mut tx = backend.begin(customer).await?;
    let user = users::by_id(&mut tx, customer.reseller(), customer.user()).await?;
    tx.commit().await?;
    let user = user.ok_or_else(|| Internal::broken("a session without an active user"))?;
    Ok(Settings {
        email: user.email,
        first_name: user.first_name,
        last_name: user.last_name,
        locale: user.locale,
        timezone: user.timezone,
        is_verified: user.is_verified,
        sessions: list_sessions(backend, customer).await?,
    })
}
