//! A company's provider as the adapter needs it.

use secrecy::SecretString;

use super::{CALLBACK, store::connections::Row};
use crate::{
    backend::Backend,
    domain::error::Internal,
    providers::sign_in::Connection,
    shared::ids::{OrganizationId, ResellerId},
};

const SECRET: &str = "organization_sign_ins.client_secret";

/// Opens the secret. `host` is where people come back to.
pub(super) fn open(
    backend: &Backend,
    reseller: ResellerId,
    row: &Row,
    host: &str,
) -> Result<Connection, Internal> {
    let secret = backend.seal.open(
        reseller,
        SECRET,
        &row.organization.to_string(),
        &row.client_secret,
    )?;
    let secret = String::from_utf8(secret).map_err(|_| Internal::broken("a sealed secret is no text"))?;
    Ok(Connection {
        issuer: row.issuer.clone(),
        client_id: row.client_id.clone(),
        client_secret: SecretString::from(secret),
        groups_claim: row.groups_claim.clone(),
        redirect_uri: backend.address.url(host, CALLBACK),
    })
}

/// Seals a secret for the company's row.
pub(super) fn seal(
    backend: &Backend,
    reseller: ResellerId,
    organization: OrganizationId,
    secret: &str,
) -> Result<Vec<u8>, Internal> {
    let place = organization.to_string();
    Ok(backend.seal.close(reseller, SECRET, &place, secret.as_bytes())?)
}
