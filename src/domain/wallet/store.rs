//! The SQL of the wallet room. The only file that writes `wallets`, `holds` and the ledger.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    balance::{Balance, Purse},
    capture::OpenHold,
    grant::{Funder, Grant},
    hold::{NewHold, Purpose},
    owner::Owner,
    transfer::{Account, Transfer},
};
use crate::{
    domain::{error::Internal, scope::Buys},
    shared::{
        currency::Currency,
        ids::{HoldId, OrderId, ResellerId, TransferId, WalletId},
        money::Money,
        wallet::{Bucket, CreditRow, StatementRow},
    },
};

pub(super) async fn open_wallet(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner_kind: &str,
    owner: Uuid,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<WalletId, sqlx::Error> {
    // Insert, then read: reading first would let two callers both find nothing.
    sqlx::query!(
        "insert into wallets (id, reseller_id, owner_kind, owner_id, currency, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        WalletId::new().uuid(),
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select id as "id: WalletId" from wallets
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and bucket = 'cash'"#,
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn cash_wallet(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner_kind: &str,
    owner: Uuid,
    currency: Currency,
) -> Result<Option<WalletId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: WalletId" from wallets
           where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4 and bucket = 'cash'"#,
        reseller.uuid(),
        owner_kind,
        owner,
        currency.code(),
    )
    .fetch_optional(conn)
    .await
}

/// Locks wallets in id order; the caller checks that all came back. Not `for update`: that would wait for everybody
/// who refers to the wallet by a foreign key, and two orders of one wallet would wait for each other.
pub(super) async fn lock_wallets(
    conn: &mut PgConnection,
    reseller: ResellerId,
    ids: &[WalletId],
) -> Result<Vec<Balance>, Internal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select id as "id: WalletId", currency, balance_micros, held_micros, credit_limit_micros from wallets
           where reseller_id = $1 and id = any($2) order by id for no key update"#,
        reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            balance_of(
                row.id,
                &row.currency,
                row.balance_micros,
                row.held_micros,
                row.credit_limit_micros,
            )
        })
        .collect()
}

/// A wallet money can be taken from.
pub(super) struct Spendable {
    pub balance: Balance,
    pub is_frozen: bool,
    owner_kind: String,
    owner: Uuid,
    bucket: Option<Bucket>,
    expires_at: Option<DateTime<Utc>>,
}

impl Spendable {
    pub(super) fn is_of(&self, owner_kind: &str, owner: Uuid) -> bool {
        self.owner_kind == owner_kind && self.owner == owner
    }

    pub(super) fn is_cash(&self) -> bool {
        self.bucket.is_none()
    }

    /// What goes first burns first: the credit that expires soonest, then the kinds of credit, cash last.
    pub(super) fn burn_order(&self) -> (bool, Option<DateTime<Utc>>, Option<usize>, WalletId) {
        let kind = Bucket::ALL.iter().position(|bucket| Some(*bucket) == self.bucket);
        (self.is_cash(), self.expires_at, kind, self.balance.id)
    }
}

/// Locks the cash and the live credit of these owners, in id order like every other lock here; or the cash alone.
pub(super) async fn lock_spendable(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owners: &[Owner],
    currency: Currency,
    now: DateTime<Utc>,
    is_cash_only: bool,
) -> Result<Vec<Spendable>, Internal> {
    let kinds: Vec<String> = owners.iter().map(|owner| owner.kind().to_owned()).collect();
    let ids: Vec<Uuid> = owners.iter().map(|owner| owner.id_at(reseller.uuid())).collect();
    let rows = sqlx::query!(
        r#"select id as "id: WalletId", owner_kind, owner_id, bucket, expires_at, balance_micros, held_micros,
                  credit_limit_micros, frozen_at is not null as "is_frozen!"
           from wallets
           where reseller_id = $1 and currency = $2
             and (owner_kind, owner_id) in (select * from unnest($3::text[], $4::uuid[]))
             and (bucket = 'cash' or (not $6 and balance_micros > held_micros and expires_at > $5))
           order by id for no key update"#,
        reseller.uuid(),
        currency.code(),
        &kinds,
        &ids,
        now,
        is_cash_only,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Spendable {
                balance: balance_of(
                    row.id,
                    currency.code(),
                    row.balance_micros,
                    row.held_micros,
                    row.credit_limit_micros,
                )?,
                is_frozen: row.is_frozen,
                owner_kind: row.owner_kind,
                owner: row.owner_id,
                bucket: bucket(&row.bucket)?,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

pub(super) async fn purse(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Option<Purse>, Internal> {
    // Credit whose time is over counts no more, except for what an order in flight still holds of it.
    let row = sqlx::query!(
        r#"select (select c.id from wallets c where c.reseller_id = $1 and c.owner_kind = $2 and c.owner_id = $3
                     and c.currency = $4 and c.bucket = 'cash') as "id: WalletId",
                  coalesce(sum(case when bucket = 'cash' or expires_at > $5 then balance_micros else held_micros end),
                           0)::bigint as "balance!",
                  coalesce(sum(held_micros), 0)::bigint as "held!",
                  coalesce(sum(credit_limit_micros), 0)::bigint as "credit_limit!",
                  coalesce(sum(balance_micros) filter (where bucket = 'cash'), 0)::bigint as "cash!",
                  coalesce(bool_or(frozen_at is not null), false) as "is_frozen!"
           from wallets where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4
             and (bucket = 'cash' or balance_micros <> 0)"#,
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
        now,
    )
    .fetch_one(conn)
    .await?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(row.id.map(|id| Purse {
        id,
        balance: money(row.balance),
        held: money(row.held),
        credit_limit: money(row.credit_limit),
        cash: money(row.cash),
        is_frozen: row.is_frozen,
    }))
}

fn balance_of(
    id: WalletId,
    currency: &str,
    balance: i64,
    held: i64,
    credit_limit: i64,
) -> Result<Balance, Internal> {
    let currency: Currency = currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(Balance {
        id,
        balance: money(balance),
        held: money(held),
        credit_limit: money(credit_limit),
    })
}

pub(super) async fn transfer_by_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<Option<(TransferId, Vec<u8>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: TransferId", fingerprint from ledger_transfers where reseller_id = $1 and key = $2"#,
        reseller.uuid(),
        key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.fingerprint)))
}

/// A transfer with what it does to the wallets, which the caller has locked.
pub(super) struct NewTransfer<'a> {
    pub transfer: &'a Transfer,
    pub actor: Option<Uuid>,
    /// Account, amount, and the wallet's balance afterwards.
    pub entries: &'a [(Account, Money, Option<Money>)],
    /// The wallets as they are afterwards.
    pub figures: &'a [Balance],
    pub captured: &'a [OpenHold],
    pub now: DateTime<Utc>,
}

/// Key, entries, figures and ended holds in one statement, called by `post` alone: all of it, or, where the key is
/// taken, `None`. The database proves the sum as soon as the statement ends. Waits for a poster of the same key.
pub(super) async fn write_transfer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewTransfer<'_>,
) -> Result<Option<TransferId>, sqlx::Error> {
    let (transfer, entries, figures) = (new.transfer, new.entries, new.figures);
    let accounts: Vec<String> = entries
        .iter()
        .map(|(account, ..)| account.as_str().to_owned())
        .collect();
    let wallets: Vec<Option<Uuid>> = entries
        .iter()
        .map(|(account, ..)| account.wallet().map(WalletId::uuid))
        .collect();
    let amounts: Vec<i64> = entries.iter().map(|(_, amount, _)| amount.micros()).collect();
    let after: Vec<Option<i64>> = entries
        .iter()
        .map(|(.., after)| after.map(Money::micros))
        .collect();
    let changed: Vec<Uuid> = figures.iter().map(|wallet| wallet.id.uuid()).collect();
    let balances: Vec<i64> = figures.iter().map(|wallet| wallet.balance.micros()).collect();
    let held: Vec<i64> = figures.iter().map(|wallet| wallet.held.micros()).collect();
    let captured: Vec<Uuid> = new.captured.iter().map(|hold| hold.id.uuid()).collect();
    sqlx::query_scalar!(
        r#"with taken as (
               insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type,
                                             reference_id, currency, actor_id, at)
               values ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11)
               on conflict on constraint transfer_key_once do nothing returning id),
           written as (
               insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros,
                                           balance_before_micros, balance_after_micros)
               select $1, taken.id, account, wallet, $9, amount, after - amount, after
               from taken, unnest($12::text[], $13::uuid[], $14::bigint[], $15::bigint[]) with ordinality
                    as leg (account, wallet, amount, after, position)
               order by position),
           changed as (
               update wallets w set balance_micros = figure.balance, held_micros = figure.held
               from taken, unnest($16::uuid[], $17::bigint[], $18::bigint[]) as figure (id, balance, held)
               where w.reseller_id = $1 and w.id = figure.id),
           captured as (
               update holds h set state = 'captured', transfer_id = taken.id, closed_at = $11
               from taken where h.reseller_id = $1 and h.id = any($19) and h.state = 'open')
           select id as "id: TransferId" from taken"#,
        reseller.uuid(),
        TransferId::new().uuid(),
        transfer.kind.as_str(),
        transfer.key,
        transfer.fingerprint(),
        transfer.description,
        transfer.reference.kind,
        transfer.reference.id,
        transfer.currency.code(),
        new.actor,
        new.now,
        &accounts,
        &wallets as &[Option<Uuid>],
        &amounts,
        &after as &[Option<i64>],
        &changed,
        &balances,
        &held,
        &captured,
    )
    .fetch_optional(conn)
    .await
}

/// Writes the holds and adds them to their wallets' held money, which the caller has locked.
pub(super) async fn insert_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    purpose: Purpose,
    holds: &[NewHold],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = holds.iter().map(|hold| hold.id.uuid()).collect();
    let wallets: Vec<Uuid> = holds.iter().map(|hold| hold.wallet.uuid()).collect();
    let amounts: Vec<i64> = holds.iter().map(|hold| hold.amount.micros()).collect();
    let keys: Vec<String> = holds
        .iter()
        .map(|hold| format!("hold:{purpose}:{}", hold.wallet))
        .collect();
    let currency = holds.first().map_or("", |hold| hold.amount.currency().code());
    sqlx::query!(
        "with new as (select * from unnest($4::uuid[], $5::uuid[], $6::bigint[], $7::text[])
                          as hold (id, wallet, amount, key)),
              taken as (update wallets w set held_micros = held_micros + new.amount from new
                        where w.reseller_id = $1 and w.id = new.wallet)
         insert into holds (id, reseller_id, wallet_id, order_id, withdrawal_id, key, amount_micros, currency, created_at)
         select id, $1, wallet, $2, $3, key, amount, $8, $9 from new",
        reseller.uuid(),
        purpose.order(),
        purpose.withdrawal(),
        &ids,
        &wallets,
        &amounts,
        &keys,
        currency,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Locks the purpose's wallets and holds, in wallet order like every other lock here.
pub(super) async fn lock_open_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    purpose: Purpose,
) -> Result<Vec<(OpenHold, Balance)>, Internal> {
    let rows = sqlx::query!(
        r#"select h.id as "id: HoldId", w.id as "wallet: WalletId", h.amount_micros, w.currency, w.balance_micros,
                  w.held_micros, w.credit_limit_micros, w.owner_kind = 'reseller_float' as "is_float!"
           from holds h join wallets w on w.reseller_id = h.reseller_id and w.id = h.wallet_id
           where h.reseller_id = $1 and (h.order_id = $2 or h.withdrawal_id = $3) and h.state = 'open'
           order by w.id for no key update"#,
        reseller.uuid(),
        purpose.order(),
        purpose.withdrawal(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let wallet = balance_of(
                row.wallet,
                &row.currency,
                row.balance_micros,
                row.held_micros,
                row.credit_limit_micros,
            )?;
            let hold = OpenHold {
                id: row.id,
                wallet: row.wallet,
                amount: Money::from_micros(row.amount_micros, wallet.balance.currency()),
                is_float: row.is_float,
            };
            Ok((hold, wallet))
        })
        .collect()
}

/// Ends the holds and takes them off their wallets' held money; a capture does it with its posting.
pub(super) async fn release_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    holds: &[OpenHold],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = holds.iter().map(|hold| hold.id.uuid()).collect();
    sqlx::query!(
        "with released as (
             update holds set state = 'released', closed_at = $3
             where reseller_id = $1 and id = any($2) and state = 'open' returning wallet_id, amount_micros)
         update wallets w set held_micros = w.held_micros - released.amount_micros
         from released where w.reseller_id = $1 and w.id = released.wallet_id",
        reseller.uuid(),
        &ids,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// `None` is cash.
fn bucket(word: &str) -> Result<Option<Bucket>, Internal> {
    let known = Bucket::ALL.into_iter().find(|bucket| bucket.as_str() == word);
    match (known, word) {
        (None, "cash") => Ok(None),
        (Some(bucket), _) => Ok(Some(bucket)),
        (None, _) => Err(Internal::broken(format!("a wallet of {word}"))),
    }
}

/// What is left of the buyer's live credit, soonest end first.
pub(super) async fn credits(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    currency: Currency,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CreditRow>, Internal> {
    let rows = sqlx::query!(
        r#"select bucket, balance_micros - held_micros as "left!", expires_at as "expires_at!" from wallets
           where reseller_id = $1 and owner_kind = 'customer' and owner_id = $2 and currency = $3
             and bucket <> 'cash' and balance_micros > held_micros and expires_at > $4
           order by expires_at, id limit $5"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        currency.code(),
        now,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let bucket = bucket(&row.bucket)?.ok_or_else(|| Internal::broken("credit that is cash"))?;
            Ok(CreditRow {
                bucket,
                left: Money::from_micros(row.left, currency),
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// A new, empty wallet for credit that is not cash.
pub(super) async fn open_bucket(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WalletId,
    new: &Grant,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into wallets (id, reseller_id, owner_kind, owner_id, currency, bucket, expires_at, funded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.uuid(),
        reseller.uuid(),
        new.owner.kind(),
        new.owner.id_at(reseller.uuid()),
        new.amount.get().currency().code(),
        new.bucket.as_str(),
        new.expires_at,
        new.funder.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The wallet a grant's key made, if it was posted before.
pub(super) async fn bucket_of_key(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: &str,
) -> Result<Option<WalletId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select e.wallet_id as "wallet!: WalletId" from ledger_transfers t
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           where t.reseller_id = $1 and t.key = $2 and e.wallet_id is not null"#,
        reseller.uuid(),
        key,
    )
    .fetch_optional(conn)
    .await
}

/// Locks all of an owner's wallets, in id order.
pub(super) async fn lock_contents(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Owner,
    currency: Currency,
) -> Result<Vec<(bool, bool, Balance)>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: WalletId", bucket = 'cash' as "is_cash!", frozen_at is not null as "is_frozen!",
                  balance_micros, held_micros, credit_limit_micros
           from wallets where reseller_id = $1 and owner_kind = $2 and owner_id = $3 and currency = $4
             and (bucket = 'cash' or balance_micros <> 0)
           order by id for no key update"#,
        reseller.uuid(),
        owner.kind(),
        owner.id_at(reseller.uuid()),
        currency.code(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let balance = balance_of(
                row.id,
                currency.code(),
                row.balance_micros,
                row.held_micros,
                row.credit_limit_micros,
            )?;
            Ok((row.is_cash, row.is_frozen, balance))
        })
        .collect()
}

/// Credit whose time is over and that nothing holds, across resellers.
pub(super) async fn expired_buckets(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, WalletId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: WalletId" from wallets
           where bucket <> 'cash' and balance_micros > held_micros and expires_at <= $1 order by expires_at limit $2"#,
        now,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}

/// Locks a wallet of credit; `None` when it is cash or nobody's.
pub(super) async fn lock_bucket(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Option<(Balance, Funder)>, Internal> {
    let row = sqlx::query!(
        r#"select currency, balance_micros, held_micros, credit_limit_micros, funded_by as "funded_by!"
           from wallets where reseller_id = $1 and id = $2 and bucket <> 'cash' for no key update"#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let funder = if row.funded_by == "platform" {
            Funder::Platform
        } else {
            Funder::Reseller
        };
        let balance = balance_of(
            wallet,
            &row.currency,
            row.balance_micros,
            row.held_micros,
            row.credit_limit_micros,
        )?;
        Ok((balance, funder))
    })
    .transpose()
}

/// How many movements a wallet has seen: makes the key of its next expiry.
pub(super) async fn last_entry(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(max(seq), 0) as "seq!" from ledger_entries where reseller_id = $1 and wallet_id = $2"#,
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_credit_limit(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    limit: Money,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update wallets set credit_limit_micros = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
        limit.micros(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn set_frozen(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
    since: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update wallets set frozen_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
        since,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn statement(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    currency: Currency,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, StatementRow)>, Internal> {
    let rows = sqlx::query_as!(
        EntryRecord,
        r#"select e.seq, e.transfer_id as "transfer_id: TransferId", t.at, t.description, t.reference_type,
                  t.reference_id, w.bucket, e.amount_micros, e.balance_after_micros as "balance_after_micros!"
           from wallets w
           join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where w.reseller_id = $1 and w.owner_kind = 'customer' and w.owner_id = $2 and w.currency = $3
             and e.seq < $4
           order by e.seq desc limit $5"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        currency.code(),
        before,
        limit,
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

pub(super) async fn currency(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wallet: WalletId,
) -> Result<Option<Currency>, Internal> {
    let code = sqlx::query_scalar!(
        "select currency from wallets where reseller_id = $1 and id = $2",
        reseller.uuid(),
        wallet.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(code.map(|code| code.parse()).transpose()?)
}

pub(super) async fn entries(
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
