//! An employee of the demo.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{details::Details, store};
use crate::{
    domain::{accounts::Email, error::Internal},
    shared::ids::{EmployeeId, OrganizationId, ResellerId, TeamId},
};

/// Who it is.
#[derive(Debug)]
pub struct Seeded<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub phone_model: &'a str,
    pub cost_centre: &'a str,
    pub team: TeamId,
}

/// In the caller's transaction. The address is the first name at northwind.test.
pub async fn seed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    new: &Seeded<'_>,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let email = Email::parse(&format!("{}@northwind.test", new.first_name))
        .map_err(|_| Internal::broken("the demo's employee has no address"))?;
    let details = Details {
        email,
        first_name: new.first_name.to_owned(),
        last_name: new.last_name.to_owned(),
        phone_model: new.phone_model.to_owned(),
        cost_centre: new.cost_centre.to_owned(),
        team: Some(new.team),
        starts_on: now.date_naive(),
        ends_on: None,
    };
    store::insert(conn, reseller, organization, EmployeeId::new(), &details, now).await?;
    Ok(())
}
