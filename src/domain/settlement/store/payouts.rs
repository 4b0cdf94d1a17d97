//! What is payable, and payouts.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        error::Internal,
        settlement::{
            payable::Payable,
            payout::{PayoutRow, PayoutState},
        },
    },
    shared::{
        currency::Currency,
        ids::{PayoutId, ResellerId, UserId},
        money::Money,
    },
};

pub(in crate::domain::settlement) async fn payable(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Payable, Internal> {
    let row = sqlx::query!(
        r#"select r.currency, r.payout_minimum_micros, unpaid.payable as "payable!", unpaid.pending as "pending!",
                  unpaid.next_at
           from resellers r
           cross join lateral (
               select coalesce(sum(e.amount_micros) filter (where e.available_at <= $2), 0)::bigint as payable,
                      coalesce(sum(e.amount_micros) filter (where e.available_at > $2), 0)::bigint as pending,
                      min(e.available_at) filter (where e.available_at > $2) as next_at
               from earnings e
               where e.reseller_id = r.id and e.payout_id is null and e.currency = r.currency) as unpaid
           where r.id = $1"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    let currency: Currency = row.currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(Payable {
        payable: money(row.payable),
        pending: money(row.pending),
        next_at: row.next_at,
        minimum: money(row.payout_minimum_micros),
    })
}

/// Locks every payable row and sums them; rows written meanwhile are not among them.
pub(in crate::domain::settlement) async fn take_payable(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<(Vec<Uuid>, Money), Internal> {
    let row = sqlx::query!(
        r#"select (select currency from resellers where id = $1) as "currency!",
                  coalesce(array_agg(id), '{}') as "ids!", coalesce(sum(amount_micros), 0)::bigint as "sum!"
           from (select e.id, e.amount_micros from earnings e
                 join resellers r on r.id = e.reseller_id and r.currency = e.currency
                 where e.reseller_id = $1 and e.payout_id is null and e.available_at <= $2
                 order by e.id for no key update of e) as row"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.ids, Money::from_micros(row.sum, row.currency.parse()?)))
}

pub(in crate::domain::settlement) async fn payout_minimum(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Money, Internal> {
    let row = sqlx::query!(
        "select currency, payout_minimum_micros from resellers where id = $1",
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::from_micros(
        row.payout_minimum_micros,
        row.currency.parse()?,
    ))
}

pub(in crate::domain::settlement) struct NewPayout<'a> {
    pub id: PayoutId,
    pub key: &'a str,
    pub amount: Money,
    pub sealed: Vec<u8>,
    pub hint: String,
    pub requested_by: Option<UserId>,
    pub now: DateTime<Utc>,
}

pub(in crate::domain::settlement) async fn insert_payout(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewPayout<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into payouts (id, reseller_id, key, amount_micros, currency, state, destination_sealed,
                              destination_hint, requested_by, requested_at)
         values ($1, $2, $3, $4, $5, 'requested', $6, $7, $8, $9)",
        new.id.uuid(),
        reseller.uuid(),
        new.key,
        new.amount.micros(),
        new.amount.currency().code(),
        new.sealed,
        new.hint,
        new.requested_by.map(UserId::uuid),
        new.now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::settlement) async fn assign(
    conn: &mut PgConnection,
    reseller: ResellerId,
    payout: PayoutId,
    rows: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update earnings set payout_id = $2 where reseller_id = $1 and id = any($3)",
        reseller.uuid(),
        payout.uuid(),
        rows,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::settlement) async fn free_rows(
    conn: &mut PgConnection,
    reseller: ResellerId,
    payout: PayoutId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update earnings set payout_id = null where reseller_id = $1 and payout_id = $2",
        reseller.uuid(),
        payout.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::settlement) async fn payout_of_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<Option<(PayoutId, Vec<u8>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PayoutId", destination_sealed from payouts where reseller_id = $1 and key = $2"#,
        reseller.uuid(),
        key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.destination_sealed)))
}

/// What deciding about a payout takes, its row locked.
pub(in crate::domain::settlement) struct LockedPayout {
    pub amount: Money,
    pub state: PayoutState,
    pub requested_by: Option<UserId>,
    pub bank_reference: Option<String>,
}

pub(in crate::domain::settlement) async fn lock_payout(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PayoutId,
) -> Result<Option<LockedPayout>, Internal> {
    let row = sqlx::query!(
        r#"select amount_micros, currency, state, requested_by as "requested_by: UserId", bank_reference
           from payouts where reseller_id = $1 and id = $2 for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(LockedPayout {
            amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
            state: PayoutState::parse(&row.state)?,
            requested_by: row.requested_by,
            bank_reference: row.bank_reference,
        })
    })
    .transpose()
}

pub(in crate::domain::settlement) async fn decide(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PayoutId,
    state: PayoutState,
    by: Option<UserId>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payouts set state = $3, decided_by = $4, reason = $5, decided_at = $6
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        state.as_str(),
        by.map(UserId::uuid),
        reason,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::settlement) async fn set_paid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PayoutId,
    bank_reference: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payouts set state = 'paid', bank_reference = $3, paid_at = $4
         where reseller_id = $1 and id = $2 and state = 'approved'",
        reseller.uuid(),
        id.uuid(),
        bank_reference,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// `reseller` none: everybody's; `state` empty: every one; `before` none: from the newest.
pub(in crate::domain::settlement) async fn payouts(
    conn: &mut PgConnection,
    reseller: Option<ResellerId>,
    state: &str,
    before: Option<PayoutId>,
    limit: i64,
) -> Result<Vec<PayoutRow>, Internal> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PayoutId", p.reseller_id as "reseller: ResellerId", r.slug, p.amount_micros, p.currency,
                  p.state, p.destination_hint, p.requested_by as "requested_by: UserId", p.requested_at, p.decided_at,
                  p.reason, p.exported_at, p.paid_at, p.bank_reference
           from payouts p join resellers r on r.id = p.reseller_id
           where ($1::uuid is null or p.reseller_id = $1) and ($3::text = '' or p.state = $3)
             and ($4::uuid is null or p.id < $4)
           order by p.id desc limit $2"#,
        reseller.map(ResellerId::uuid),
        limit,
        state,
        before.map(PayoutId::uuid),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PayoutRow {
                id: row.id,
                reseller: row.reseller,
                slug: row.slug,
                amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
                state: PayoutState::parse(&row.state)?,
                destination_hint: row.destination_hint,
                requested_by: row.requested_by,
                requested_at: row.requested_at,
                decided_at: row.decided_at,
                reason: row.reason,
                exported_at: row.exported_at,
                paid_at: row.paid_at,
                bank_reference: row.bank_reference,
            })
        })
        .collect()
}

pub(in crate::domain::settlement) async fn reseller_of_payout(
    conn: &mut PgConnection,
    id: PayoutId,
) -> Result<Option<ResellerId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select reseller_id as "id: ResellerId" from payouts where id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Marks every approved payout of the currency that is in no file yet. Each file gets a moment of its own, by which it
/// is found again; `None` when there is nothing to mark.
pub(in crate::domain::settlement) async fn mark_exported(
    conn: &mut PgConnection,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query!(r#"select pg_advisory_xact_lock(hashtextextended('payout_export', 0)) as "lock: ()""#)
        .fetch_one(&mut *conn)
        .await?;
    let marked = sqlx::query_scalar!(
        r#"update payouts
           set exported_at = greatest($2::timestamptz, (select max(exported_at) + interval '1 microsecond'
                                                        from payouts where currency = $1))
           where state = 'approved' and exported_at is null and currency = $1
           returning exported_at as "exported_at!""#,
        currency.code(),
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(marked.first().copied())
}

/// A payout in a file, its account still sealed.
pub(in crate::domain::settlement) struct ExportedRow {
    pub id: PayoutId,
    pub reseller: ResellerId,
    pub slug: String,
    pub amount: Money,
    pub sealed: Vec<u8>,
    pub requested_at: DateTime<Utc>,
}

pub(in crate::domain::settlement) async fn exported(
    conn: &mut PgConnection,
    currency: Currency,
    exported_at: DateTime<Utc>,
) -> Result<Vec<ExportedRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PayoutId", p.reseller_id as "reseller: ResellerId", r.slug, p.amount_micros,
                  p.destination_sealed, p.requested_at
           from payouts p join resellers r on r.id = p.reseller_id
           where p.currency = $1 and p.exported_at = $2 order by p.id"#,
        currency.code(),
        exported_at,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ExportedRow {
            id: row.id,
            reseller: row.reseller,
            slug: row.slug,
            amount: Money::from_micros(row.amount_micros, currency),
            sealed: row.destination_sealed,
            requested_at: row.requested_at,
        })
        .collect())
}
