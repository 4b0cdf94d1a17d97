//! The ledger across resellers, and the runs of its proof. Shops are few, so each is asked by its own keys.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::error::Internal,
    shared::{
        currency::Currency,
        ids::{TransferId, WalletId},
        ledger::{
            CheckRow, EntryRow, LedgerFilter, LedgerWallet, OrderOfTransfer, TransferRow, TransferView,
            VerifyRun, WalletEntryRow,
        },
        money::Money,
        paging::Page,
    },
};

struct Row {
    id: TransferId,
    shop: String,
    kind: String,
    description: String,
    reference_type: String,
    reference: Uuid,
    currency: String,
    moved: i64,
    at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<TransferRow, Internal> {
        let currency: Currency = self.currency.parse()?;
        Ok(TransferRow {
            id: self.id,
            shop: self.shop,
            kind: self.kind,
            description: self.description,
            reference: reference(&self.reference_type, self.reference),
            reference_type: self.reference_type,
            moved: Money::from_micros(self.moved, currency),
            at: self.at,
        })
    }
}

/// As the pages of the thing spell it.
fn reference(kind: &str, id: Uuid) -> String {
    use crate::shared::ids::{CallId, MessageId, OrderId, PaymentId, PayoutId};
    match kind {
        "order" => OrderId::from(id).to_string(),
        "payment" => PaymentId::from(id).to_string(),
        "payout" => PayoutId::from(id).to_string(),
        "message" => MessageId::from(id).to_string(),
        "call" => CallId::from(id).to_string(),
        "wallet" => WalletId::from(id).to_string(),
        _ => id.to_string(),
    }
}

/// Those that fit, the newest first, shop by shop: what narrows has its indexes there. With an account they are found by
/// its entries, without one by themselves; planned for what is asked, the other branch is never run. A transfer with
/// two entries of the account is one row.
pub(in crate::domain::operations) async fn transfers(
    conn: &mut PgConnection,
    filter: &LedgerFilter,
    reference: Option<Uuid>,
    after: Option<TransferId>,
    limit: i64,
) -> Result<Vec<TransferRow>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"select t.id as "id!: TransferId", r.slug as shop, t.kind as "kind!", t.description as "description!",
                  t.reference_type as "reference_type!", t.reference_id as "reference!", t.currency as "currency!",
                  t.at as "at!",
                  (select coalesce(sum(e.amount_micros), 0)::bigint from ledger_entries e
                   where e.reseller_id = t.reseller_id and e.transfer_id = t.id and e.amount_micros > 0) as "moved!"
           from resellers r
           cross join lateral (
               (select * from ledger_transfers t
                where $5::text = '' and t.reseller_id = r.id and ($6::uuid is null or t.id < $6)
                  and ($2::text = '' or t.kind = $2) and ($3::uuid is null or t.reference_id = $3)
                  and ($4::text = '' or t.key = $4)
                order by t.id desc limit $7)
               union all
               (select distinct on (e.transfer_id) t.* from ledger_entries e
                join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
                where $5::text <> '' and e.reseller_id = r.id and e.account = $5
                  and ($6::uuid is null or e.transfer_id < $6)
                  and ($2::text = '' or t.kind = $2) and ($3::uuid is null or t.reference_id = $3)
                  and ($4::text = '' or t.key = $4)
                order by e.transfer_id desc limit $7)) as t
           where $1::text = '' or r.slug = $1
           order by t.id desc limit $7"#,
        filter.shop.trim(),
        filter.kind,
        reference,
        filter.key.trim(),
        filter.account,
        after.map(TransferId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Row::read).collect()
}

pub(in crate::domain::operations) async fn transfer(
    conn: &mut PgConnection,
    id: TransferId,
) -> Result<Option<TransferView>, Internal> {
    let Some(row) = sqlx::query!(
        r#"select r.slug, t.kind, t.key, t.description, t.reference_type, t.reference_id, t.currency, t.at,
                  (select u.email from users u
                   where u.id = t.actor_id
                     and u.reseller_id in (t.reseller_id, (select p.id from resellers p where p.is_platform)))
                      as actor
           from resellers r join ledger_transfers t on t.reseller_id = r.id and t.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(&mut *conn)
    .await?
    else {
        return Ok(None);
    };
    let currency: Currency = row.currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    let legs = sqlx::query!(
        r#"select e.account, e.wallet_id as "wallet: WalletId", w.owner_kind as "owner?", e.amount_micros,
                  e.balance_after_micros
           from resellers r
           join ledger_entries e on e.reseller_id = r.id and e.transfer_id = $1
           left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
           order by e.seq"#,
        id.uuid(),
    )
    .fetch_all(&mut *conn)
    .await?;
    let order = match row.reference_type.as_str() {
        "order" => order(conn, row.reference_id).await?,
        _ => None,
    };
    let entries: Vec<EntryRow> = legs
        .into_iter()
        .map(|leg| EntryRow {
            account: leg.account,
            wallet: leg.wallet,
            owner: leg.owner,
            amount: money(leg.amount_micros),
            balance_after: leg.balance_after_micros.map(money),
        })
        .collect();
    let mut moved = money(0);
    for entry in entries.iter().filter(|entry| entry.amount.is_positive()) {
        moved = moved.plus(entry.amount)?;
    }
    Ok(Some(TransferView {
        transfer: TransferRow {
            id,
            shop: row.slug,
            kind: row.kind,
            description: row.description,
            reference: reference(&row.reference_type, row.reference_id),
            reference_type: row.reference_type,
            moved,
            at: row.at,
        },
        key: row.key,
        actor: row.actor,
        entries,
        order,
    }))
}

async fn order(conn: &mut PgConnection, id: Uuid) -> Result<Option<OrderOfTransfer>, sqlx::Error> {
    sqlx::query_as!(
        OrderOfTransfer,
        r#"select o.reference, o.state, o.provider,
                  coalesce((select n.provider_number_id from virtual_numbers n
                            where n.reseller_id = o.reseller_id and n.order_id = o.id),
                           (select s.provider_order_id from esim_activations s
                            where s.reseller_id = o.reseller_id and s.order_id = o.id)) as provider_reference
           from resellers r join orders o on o.reseller_id = r.id and o.id = $1"#,
        id,
    )
    .fetch_optional(conn)
    .await
}

/// The wallet, without its entries.
pub(in crate::domain::operations) async fn wallet(
    conn: &mut PgConnection,
    id: WalletId,
) -> Result<Option<LedgerWallet>, Internal> {
    let row = sqlx::query!(
        "select r.slug, w.owner_kind, w.bucket, w.currency, w.balance_micros, w.held_micros
         from resellers r join wallets w on w.reseller_id = r.id and w.id = $1",
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency: Currency = row.currency.parse()?;
        Ok(LedgerWallet {
            id,
            shop: row.slug,
            owner: row.owner_kind,
            bucket: row.bucket,
            balance: Money::from_micros(row.balance_micros, currency),
            held: Money::from_micros(row.held_micros, currency),
            entries: Page {
                rows: vec![],
                next: None,
            },
        })
    })
    .transpose()
}

pub(in crate::domain::operations) async fn wallet_entries(
    conn: &mut PgConnection,
    id: WalletId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<WalletEntryRow>, Internal> {
    let rows = sqlx::query!(
        r#"select e.seq as "seq!", e.transfer_id as "transfer: TransferId", t.kind, t.description, t.at, e.currency,
                  e.amount_micros, e.balance_after_micros as "after!"
           from wallets w
           join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where w.reseller_id = (select found.reseller_id from resellers r
                                  join wallets found on found.reseller_id = r.id and found.id = $1)
             and w.id = $1 and ($2::bigint is null or e.seq < $2)
           order by e.seq desc limit $3"#,
        id.uuid(),
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency: Currency = row.currency.parse()?;
            Ok(WalletEntryRow {
                seq: row.seq,
                transfer: row.transfer,
                kind: row.kind,
                description: row.description,
                amount: Money::from_micros(row.amount_micros, currency),
                balance_after: Money::from_micros(row.after, currency),
                at: row.at,
            })
        })
        .collect()
}

/// Keeps a run of the proof, and forgets those of before `forget_before`.
pub(in crate::domain::operations) async fn insert_run(
    conn: &mut PgConnection,
    run: &VerifyRun,
    forget_before: DateTime<Utc>,
) -> Result<(), Internal> {
    sqlx::query!(
        "insert into verify_runs (id, began_at, duration_ms, checks, findings) values ($1, $2, $3, $4, $5)",
        Uuid::now_v7(),
        run.began_at,
        run.duration_ms,
        serde_json::to_value(&run.checks)?,
        run.findings,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from verify_runs where began_at < $1", forget_before)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::domain::operations) async fn last_run(
    conn: &mut PgConnection,
) -> Result<Option<VerifyRun>, Internal> {
    let row = sqlx::query!(
        "select began_at, duration_ms, checks, findings from verify_runs order by id desc limit 1"
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let checks: Vec<CheckRow> = serde_json::from_value(row.checks)?;
        Ok(VerifyRun {
            began_at: row.began_at,
            duration_ms: row.duration_ms,
            checks,
            findings: row.findings,
        })
    })
    .transpose()
}

/// Closed days whose figures are not the ledger's.
pub(in crate::domain::operations) async fn figures_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('%s on %s, %s of %s in %s: %s %s sales, %s refunds, charged %s, share %s, margin %s', r.slug,
                         off.day, off.product, off.provider, off.country, off.side, off.sales, off.refunds,
                         off.charged_micros, off.share_micros, off.platform_micros) as "finding!"
           from figures_closed c
           join resellers r on r.id = c.reseller_id
           cross join lateral (
               (select 'only the figures have' as side, f.* from (
                   select d.* from figures_daily d where d.reseller_id = c.reseller_id
                   except all
                   select l.* from figures_of_ledger(c.reseller_id, '-infinity',
                       c.open_from::timestamp at time zone c.timezone, c.timezone) l) f)
               union all
               (select 'only the ledger has', f.* from (
                   select l.* from figures_of_ledger(c.reseller_id, '-infinity',
                       c.open_from::timestamp at time zone c.timezone, c.timezone) l
                   except all
                   select d.* from figures_daily d where d.reseller_id = c.reseller_id) f)) as off
           limit $1"#,
        super::FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Closed days whose accounts are not the ledger's.
pub(in crate::domain::operations) async fn accounts_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('%s on %s, %s in %s: %s %s transfers, earnings %s, float %s, platform %s, commission %s', r.slug,
                         off.day, off.kind, off.currency, off.side, off.transfers, off.earnings_micros, off.float_micros,
                         off.platform_micros, off.commission_micros) as "finding!"
           from figures_closed c
           join resellers r on r.id = c.reseller_id
           cross join lateral (
               (select 'only the days have' as side, f.* from (
                   select d.* from account_days d where d.reseller_id = c.reseller_id
                   except all
                   select l.* from account_days_of_ledger(c.reseller_id, '-infinity',
                       c.accounts_open_from::timestamp at time zone 'UTC') l) f)
               union all
               (select 'only the ledger has', f.* from (
                   select l.* from account_days_of_ledger(c.reseller_id, '-infinity',
                       c.accounts_open_from::timestamp at time zone 'UTC') l
                   except all
                   select d.* from account_days d where d.reseller_id = c.reseller_id) f)) as off
           limit $1"#,
        super::FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
