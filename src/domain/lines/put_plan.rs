//! A line has a further plan, or another one.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{add::Bought, store};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::LineId,
};

/// Books the plan at its line; `added` gives more data, `changed` begins anew.
pub async fn put_plan(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    bought: &Bought<'_>,
    line: LineId,
) -> Result<(), Internal> {
    store::insert_plan(conn, scope.reseller(), line, bought, now).await?;
    store::set_plan(conn, scope.reseller(), line, bought).await?;
    Ok(())
}
