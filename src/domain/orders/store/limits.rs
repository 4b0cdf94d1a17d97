//! What the platform lets a shop sell, and what it sold today.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::ids::ResellerId;

/// Limits and switches of a shop; the sum is read only where there is a limit to it.
pub(in crate::domain::orders) struct Found {
    pub sells_numbers: bool,
    pub sells_esims: bool,
    pub order_max_micros: Option<i64>,
    pub day_max_micros: Option<i64>,
    pub sold_today_micros: i64,
}

/// `None` for a shop without limits, which most are.
pub(in crate::domain::orders) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    midnight: DateTime<Utc>,
) -> Result<Option<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"select coalesce(f.numbers, true) as "sells_numbers!", coalesce(f.esims, true) as "sells_esims!",
                  l.order_max_micros as "order_max_micros?", l.day_max_micros as "day_max_micros?",
                  case when l.day_max_micros is null then 0 else
                      (select coalesce(sum(o.charged_micros), 0)::bigint from orders o
                       where o.reseller_id = $1 and o.created_at >= $2 and o.state <> 'released')
                  end as "sold_today_micros!"
           from (select * from reseller_limits where reseller_id = $1) l
           full join (select * from reseller_features where reseller_id = $1) f on f.reseller_id = l.reseller_id"#,
        reseller.uuid(),
        midnight,
    )
    .fetch_optional(conn)
    .await
}
