//! The log of the catalogue's syncs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        esims::sync_log::{Diff, Kept},
    },
    shared::{
        currency::Currency,
        ids::SyncId,
        money::Money,
        supply::{ChangeRow, SyncRow},
    },
};

/// Our copy by the vendor's id.
pub(in crate::domain::esims) async fn kept(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<BTreeMap<String, Kept>, Internal> {
    let rows = sqlx::query!(
        "select provider_product_id, name, cost_micros, cost_currency, minimum_price_micros, minimum_price_currency,
                is_active
         from esim_data_plans where provider = $1",
        provider,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let minimum = match (row.minimum_price_micros, row.minimum_price_currency) {
                (Some(micros), Some(currency)) => Some(Money::from_micros(micros, currency.parse()?)),
                _ => None,
            };
            let kept = Kept {
                name: row.name,
                cost: Money::from_micros(row.cost_micros, row.cost_currency.parse()?),
                minimum,
                is_active: row.is_active,
            };
            Ok((row.provider_product_id, kept))
        })
        .collect()
}

pub(in crate::domain::esims) async fn insert_sync(
    conn: &mut PgConnection,
    provider: &str,
    products: i64,
    diff: &Diff,
    failure: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let id = SyncId::new();
    sqlx::query!(
        "insert into catalogue_syncs (id, provider, at, products, added, gone, changed, failure)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.uuid(),
        provider,
        now,
        products,
        diff.added,
        diff.gone,
        diff.changed,
        failure,
    )
    .execute(&mut *conn)
    .await?;
    let texts = |text: fn(&ChangeRow) -> &str| -> Vec<String> {
        diff.changes.iter().map(|row| text(row).to_owned()).collect()
    };
    let micros = |money: fn(&ChangeRow) -> Option<Money>| -> Vec<Option<i64>> {
        diff.changes
            .iter()
            .map(|row| money(row).map(Money::micros))
            .collect()
    };
    let currencies: Vec<Option<String>> = diff
        .changes
        .iter()
        .map(|row| {
            row.after
                .or(row.before)
                .map(|money| money.currency().code().to_owned())
        })
        .collect();
    sqlx::query!(
        r#"insert into catalogue_changes (sync_id, position, kind, product, name, before_micros, after_micros, currency)
           select $1, (row_number() over ())::integer, l.*
           from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[]) as l"#,
        id.uuid(),
        &texts(|row| &row.kind),
        &texts(|row| &row.product),
        &texts(|row| &row.name),
        &micros(|row| row.before) as &[Option<i64>],
        &micros(|row| row.after) as &[Option<i64>],
        &currencies as &[Option<String>],
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::esims) async fn syncs(
    conn: &mut PgConnection,
    after: Option<SyncId>,
    limit: usize,
) -> Result<Vec<SyncRow>, sqlx::Error> {
    sqlx::query_as!(
        SyncRow,
        r#"select id as "id: SyncId", provider, at, products, added, gone, changed, failure from catalogue_syncs
           where $1::uuid is null or id < $1 order by id desc limit $2"#,
        after.map(SyncId::uuid),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::esims) async fn sync(
    conn: &mut PgConnection,
    id: SyncId,
) -> Result<Option<SyncRow>, sqlx::Error> {
    sqlx::query_as!(
        SyncRow,
        r#"select id as "id: SyncId", provider, at, products, added, gone, changed, failure from catalogue_syncs
           where id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::esims) async fn changes(
    conn: &mut PgConnection,
    id: SyncId,
) -> Result<Vec<ChangeRow>, Internal> {
    let rows = sqlx::query!(
        "select kind, product, name, before_micros, after_micros, currency from catalogue_changes
         where sync_id = $1 order by position",
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency: Option<Currency> = row.currency.map(|code| code.parse()).transpose()?;
            let money = |micros: Option<i64>| Some(Money::from_micros(micros?, currency?));
            Ok(ChangeRow {
                kind: row.kind,
                product: row.product,
                name: row.name,
                before: money(row.before_micros),
                after: money(row.after_micros),
            })
        })
        .collect()
}
