//! The SQL of the low balance room.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{error::Internal, wallet::open::Owner},
    shared::{
        currency::Currency,
        ids::ResellerId,
        money::{Money, PositiveMoney},
        wallet::BalanceAlert,
    },
};

pub(super) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
) -> Result<Option<BalanceAlert>, sqlx::Error> {
    let row = sqlx::query!(
        "select threshold_micros, is_low from balance_alerts
         where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4",
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| BalanceAlert {
        currency,
        threshold: Some(Money::from_micros(row.threshold_micros, currency)),
        is_low: row.is_low,
    }))
}

/// Sets the amount. The row is written first and the balance read afterwards: money that moves meanwhile is seen, or counts
/// with the next movement.
pub(super) async fn put(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    threshold: PositiveMoney,
) -> Result<(), sqlx::Error> {
    let threshold = threshold.get();
    let id = owner.id_at(reseller.uuid());
    sqlx::query!(
        "insert into balance_alerts (reseller_id, owner_kind, owner_id, currency, threshold_micros, is_low)
         values ($1, $2, $3, $4, $5, false)
         on conflict (reseller_id, owner_kind, owner_id, currency)
         do update set threshold_micros = excluded.threshold_micros, told = balance_alerts.crossings",
        reseller.uuid(),
        owner.kind(),
        id,
        threshold.currency().code(),
        threshold.micros(),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update balance_alerts a
         set is_low = coalesce((select sum(w.balance_micros) from wallets w
                                where w.reseller_id = a.reseller_id and w.owner_kind = a.owner_kind
                                  and w.owner_id = a.owner_id and w.currency = a.currency), 0) < a.threshold_micros
         where a.reseller_id = $1 and a.owner_kind = $2 and a.owner_id = $3 and a.currency = $4",
        reseller.uuid(),
        owner.kind(),
        id,
        threshold.currency().code(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn remove(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from balance_alerts
         where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4",
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Somebody who is to be told.
pub(super) struct Low {
    pub reseller: ResellerId,
    pub owner: Owner,
    pub currency: Currency,
}

/// Of every shop.
pub(super) async fn waiting(conn: &mut PgConnection, most: i64) -> Result<Vec<Low>, Internal> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", owner_kind, owner_id, currency from balance_alerts
           where told < crossings order by reseller_id, owner_id limit $1"#,
        most,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Low {
                reseller: row.reseller,
                owner: owner(&row.owner_kind, row.owner_id)?,
                currency: row.currency.parse()?,
            })
        })
        .collect()
}

fn owner(kind: &str, id: Uuid) -> Result<Owner, Internal> {
    match kind {
        "customer" => Ok(Owner::Customer(id.into())),
        "organization" => Ok(Owner::Organization(id.into())),
        kind => Err(Internal::broken(format!("a balance of {kind} is watched"))),
    }
}

/// What was taken to be told.
pub(super) struct Crossing {
    pub threshold: Money,
    /// Which time it was.
    pub nth: i64,
}

/// Marks every crossing told; `None` when nobody has to be told any more, because somebody else did or it is above again.
pub(super) async fn take(conn: &mut PgConnection, low: &Low) -> Result<Option<Crossing>, sqlx::Error> {
    let row = sqlx::query!(
        "update balance_alerts set told = crossings
         where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and told < crossings
         returning threshold_micros, is_low, crossings",
        low.reseller.uuid(),
        low.owner.kind(),
        low.owner.id_at(low.reseller.uuid()),
        low.currency.code(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.filter(|row| row.is_low).map(|row| Crossing {
        threshold: Money::from_micros(row.threshold_micros, low.currency),
        nth: row.crossings,
    }))
}
