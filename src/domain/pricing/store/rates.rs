//! Exchange rates; kept for ever, the newest is the one in use.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        pricing::{level::Level, old_rates::OldRate, set_rate::SetRate},
    },
    shared::{currency::Currency, ids::ResellerId, price::FxSnapshot},
};

/// The newest rate of each currency into `quote`.
pub(in crate::domain::pricing) async fn into(
    conn: &mut PgConnection,
    quote: Currency,
    now: DateTime<Utc>,
) -> Result<Vec<(Currency, FxSnapshot)>, Internal> {
    let rows = sqlx::query!(
        "select distinct on (base) base, rate, as_of, source from fx_rates
         where quote = $1 and as_of <= $2 order by base, as_of desc",
        quote.code(),
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let fx = FxSnapshot {
                rate: row.rate.normalize(),
                as_of: row.as_of,
                source: row.source,
            };
            Ok((row.base.parse()?, fx))
        })
        .collect()
}

/// A currency of the level's shops into which no rate from `from` is known.
pub(in crate::domain::pricing) async fn missing(
    conn: &mut PgConnection,
    level: Level,
    from: Currency,
    now: DateTime<Utc>,
) -> Result<Option<Currency>, Internal> {
    let code = sqlx::query_scalar!(
        "select r.currency from resellers r
         where ($1::uuid is null or r.id = $1) and r.currency <> $2
           and not exists (select from fx_rates f where f.base = $2 and f.quote = r.currency and f.as_of <= $3)
         order by r.currency limit 1",
        level.reseller().map(ResellerId::uuid),
        from.code(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(code.map(|code| code.parse()).transpose()?)
}

/// False when a rate of that moment is kept already.
pub(in crate::domain::pricing) async fn insert(
    conn: &mut PgConnection,
    rate: &SetRate,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into fx_rates (base, quote, rate, as_of, source) values ($1, $2, $3, $4, $5) on conflict do nothing",
        rate.base.code(),
        rate.quote.code(),
        rate.rate,
        rate.as_of,
        rate.source,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::pricing) async fn older_than(
    conn: &mut PgConnection,
    limit: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<OldRate>, Internal> {
    let rows = sqlx::query!(
        "select base, quote, as_of, source from (
             select distinct on (base, quote) base, quote, as_of, source from fx_rates
             where as_of <= $2 and quote in (select currency from resellers)
             order by base, quote, as_of desc) newest
         where as_of < $1 order by base, quote",
        limit,
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OldRate {
                base: row.base.parse()?,
                quote: row.quote.parse()?,
                as_of: row.as_of,
                source: row.source,
            })
        })
        .collect()
}

/// The newest rate of each pair.
pub(in crate::domain::pricing) async fn newest(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<Vec<SetRate>, Internal> {
    let rows = sqlx::query!(
        "select distinct on (base, quote) base, quote, rate, as_of, source from fx_rates
         where as_of <= $1 order by base, quote, as_of desc limit 500",
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SetRate {
                base: row.base.parse()?,
                quote: row.quote.parse()?,
                rate: row.rate.normalize(),
                as_of: row.as_of,
                source: row.source,
            })
        })
        .collect()
}
