//! Entries as their owner reads them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::credit::bucket;
use crate::{
    domain::{error::Internal, scope::Buys, wallet::owner::Owner},
    shared::{
        currency::Currency,
        ids::{OrderId, ResellerId, TransferId, WalletId},
        money::Money,
        wallet::StatementRow,
    },
};

pub(in crate::domain::wallet) async fn statement(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    currency: Currency,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, StatementRow)>, Internal> {
    let owner = Owner::of(buyer);
    let rows = sqlx::query_as!(
        EntryRecord,
        r#"select e.seq, e.transfer_id as "transfer_id: TransferId", t.at, t.description, t.reference_type,
                  t.reference_id, w.bucket, e.amount_micros, e.balance_after_micros as "balance_after_micros!"
           from wallets w
           join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where w.reseller_id = $1 and w.owner_kind = $6 and w.owner_id = $2 and w.currency = $3
             and e.seq < $4
           order by e.seq desc limit $5"#,
        buyer.reseller().uuid(),
        owner.id(buyer),
        currency.code(),
        before,
        limit,
        owner.kind(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| row.line(currency)).collect()
}

/// An entry with the reason of its transfer.
struct EntryRecord {
    seq: i64,
    transfer_id: TransferId,
    at: DateTime<Utc>,
    description: String,
    reference_type: String,
    reference_id: Uuid,
    bucket: String,
    amount_micros: i64,
    balance_after_micros: i64,
}

impl EntryRecord {
    /// Its position, and the line of a statement.
    fn line(self, currency: Currency) -> Result<(i64, StatementRow), Internal> {
        let row = StatementRow {
            transfer_id: self.transfer_id,
            at: self.at,
            reason: self.description,
            amount: Money::from_micros(self.amount_micros, currency),
            bucket: bucket(&self.bucket)?,
            balance_after: Money::from_micros(self.balance_after_micros, currency),
            order_id: (self.reference_type == "order").then(|| OrderId::from(self.reference_id)),
        };
        Ok((self.seq, row))
    }
}

pub(in crate::domain::wallet) async fn entries(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    currency: Currency,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, StatementRow)>, Internal> {
    let rows = sqlx::query_as!(
        EntryRecord,
        r#"select e.seq, e.transfer_id as "transfer_id: TransferId", t.at, t.description, t.reference_type,
                  t.reference_id, w.bucket, e.amount_micros, e.balance_after_micros as "balance_after_micros!"
           from ledger_entries e
           join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where e.reseller_id = $1 and e.wallet_id = $2 and e.seq < $3
           order by e.seq desc limit $4"#,
        reseller.uuid(),
        wallet.uuid(),
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| row.line(currency)).collect()
}
