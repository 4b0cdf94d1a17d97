//! What many owners can spend.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{domain::wallet::follow::Watched, shared::money::Money};

/// In the order asked for; nothing where there is no wallet. Counts like `purse`.
pub(in crate::domain::wallet) async fn availables(
    conn: &mut PgConnection,
    watched: &[Watched],
    now: DateTime<Utc>,
) -> Result<Vec<Money>, sqlx::Error> {
    let resellers: Vec<_> = watched.iter().map(|one| one.reseller.uuid()).collect();
    let kinds: Vec<_> = watched.iter().map(|one| one.owner.kind().to_owned()).collect();
    let owners: Vec<_> = watched
        .iter()
        .map(|one| one.owner.id_at(one.reseller.uuid()))
        .collect();
    let currencies: Vec<_> = watched.iter().map(|one| one.currency.code().to_owned()).collect();
    let found = sqlx::query_scalar!(
        r#"select coalesce(sum(case when w.bucket = 'cash' or w.expires_at > $5 then w.balance_micros
                                    else w.held_micros end + w.credit_limit_micros - w.held_micros), 0)::bigint
                      as "available!"
           from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[])
                with ordinality as asked (reseller, kind, owner, currency, nth)
           left join wallets w on w.reseller_id = asked.reseller and w.owner_kind = asked.kind
                and w.owner_id = asked.owner and w.currency = asked.currency
                and (w.bucket = 'cash' or w.balance_micros <> 0)
           group by asked.nth order by asked.nth"#,
        &resellers,
        &kinds,
        &owners,
        &currencies,
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(found
        .into_iter()
        .zip(watched)
        .map(|(micros, one)| Money::from_micros(micros, one.currency))
        .collect())
}
