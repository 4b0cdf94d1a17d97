//! The plans a company can choose from.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::policy::PlanChoice,
};

/// Those on sale for lines at the shop, by place and size; at most 1,000.
pub async fn plans(conn: &mut PgConnection, scope: &impl Scope) -> Result<Vec<PlanChoice>, Internal> {
    let found = store::plans(conn, scope.reseller()).await?;
    Ok(found
        .into_iter()
        .map(|plan| {
            let data = match plan.data_mb {
                None => "unlimited".to_owned(),
                Some(mb) if mb % 1_000 == 0 => format!("{} GB", mb / 1_000),
                Some(mb) => format!("{mb} MB"),
            };
            let says_all = plan.name.contains(&plan.place) && plan.name.contains(&data);
            let name = if says_all {
                plan.name
            } else {
                format!(
                    "{}: {data}, {} days ({})",
                    plan.place, plan.validity_days, plan.name
                )
            };
            PlanChoice { id: plan.id, name }
        })
        .collect())
}
