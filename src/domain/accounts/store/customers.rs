//! Customers as a reseller's own system sees them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        accounts::{Billing, CreateCustomer, CustomerRecord},
        error::Internal,
    },
    shared::ids::{ResellerId, UserId},
};

pub async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
) -> Result<Option<CustomerRecord>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: UserId", email, first_name, last_name, external_id, billing, created_at from users
           where reseller_id = $1 and id = $2 and role = 'user' and status = 'active'"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let billing = Billing::parse(&row.billing)
            .ok_or_else(|| Internal::broken(format!("a customer is billed by {}", row.billing)))?;
        Ok(CustomerRecord {
            id: row.id,
            email: row.email,
            first_name: row.first_name,
            last_name: row.last_name,
            external_id: row.external_id,
            billing,
            created_at: row.created_at,
        })
    })
    .transpose()
}

/// Which of a new customer's names another one has.
pub enum Taken {
    Email,
    ExternalId,
}

pub async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &CreateCustomer,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Taken>, Internal> {
    let done = sqlx::query!(
        "insert into users (id, reseller_id, email, password_hash, first_name, last_name, role, email_verified_at,
                            created_at, last_seen_at, billing, external_id)
         values ($1, $2, $3, $4, $5, $6, 'user', $7, $7, $7, $8, $9)",
        new.id.uuid(),
        reseller.uuid(),
        new.email.as_str(),
        password_hash,
        new.first_name.as_str(),
        new.last_name.as_str(),
        now,
        new.billing.as_str(),
        new.external_id,
    )
    .execute(conn)
    .await;
    let taken = match done {
        Ok(_) => return Ok(Ok(())),
        Err(error) => match error.as_database_error().and_then(|error| error.constraint()) {
            Some("users_email_once_per_reseller") => Taken::Email,
            Some("users_external_id_once") => Taken::ExternalId,
            _ => return Err(error.into()),
        },
    };
    Ok(Err(taken))
}
