//! A profile the provider made enters its customer's account.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Seal,
    domain::{error::Internal, scope::Scope},
    providers::esims::IssuedEsim,
    shared::ids::{EsimId, OrderId, PlanId, UserId},
};

/// A profile for an order.
#[derive(Debug, Clone)]
pub struct NewEsim {
    pub owner: UserId,
    pub order: OrderId,
    pub plan: PlanId,
    pub provider: String,
    pub issued: IssuedEsim,
}

/// Where an activation code is sealed: this column, the row of this eSIM.
pub(super) const SEALED_COLUMN: &str = "esim_activations.activation_code";

/// Enters the eSIM, its activation code sealed.
pub async fn add(
    conn: &mut PgConnection,
    scope: &impl Scope,
    seal: &Seal,
    now: DateTime<Utc>,
    new: &NewEsim,
) -> Result<EsimId, Internal> {
    let id = EsimId::new();
    let code = new.issued.activation_code.to_lpa();
    let sealed = seal.close(scope.reseller(), SEALED_COLUMN, &id.to_string(), code.as_bytes())?;
    store::insert(conn, scope.reseller(), id, new, &sealed, now).await?;
    Ok(id)
}
