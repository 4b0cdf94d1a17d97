//! What the owner sees of the company's sign-in and its directory.

use super::{
    CALLBACK,
    store::{connections, groups},
};
use crate::{
    backend::Backend,
    domain::{
        directory,
        error::Internal,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::sign_in::{ConnectionView, SignInView},
};

/// Everything but the secrets. `host` is the shop's own, which the provider and the directory have to know.
pub async fn settings(backend: &Backend, member: &Member, host: &str) -> Result<SignInView, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let connection = connections::find(&mut tx, reseller, organization).await?;
    let groups = groups::list(&mut tx, reseller, organization).await?;
    let teams = teams::choices(&mut tx, member).await?;
    let directory = directory::settings(&mut tx, member).await?;
    tx.commit().await?;
    Ok(SignInView {
        connection: connection.map(view).transpose()?,
        groups,
        teams,
        redirect_uri: backend.address.url(host, CALLBACK),
        scim_url: backend.address.url(host, "/scim/v2"),
        directory,
        fresh_token: None,
    })
}

fn view(row: connections::Row) -> Result<ConnectionView, Internal> {
    Ok(ConnectionView {
        last_test: row.last_test.map(serde_json::from_value).transpose()?,
        short_name: row.short_name,
        issuer: row.issuer,
        client_id: row.client_id,
        groups_claim: row.groups_claim,
        default_role: row.default_role,
        is_on: row.is_on,
        is_enforced: row.is_enforced,
        is_proven: row.is_proven,
    })
}
