//! Everything that happened to one customer, from the rooms' own tables, the newest first. Each source is read by its
//! own index and no further than a page.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::crm::cursor::Cursor,
    shared::ids::{OrderId, ResellerId, UserId},
};

/// A line as stored: `what` and `detail` mean what their source says.
pub(in crate::domain::crm) struct Happened {
    pub source: String,
    pub at: DateTime<Utc>,
    pub id: Uuid,
    pub what: String,
    pub detail: String,
    pub amount: Option<i64>,
    pub currency: Option<String>,
    /// Somebody else than the customer acted.
    pub has_actor: bool,
    /// Their name, where they belong to the shop.
    pub by: Option<String>,
    pub order: Option<OrderId>,
}

pub(in crate::domain::crm) async fn timeline(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    after: Cursor,
    limit: i64,
) -> Result<Vec<Happened>, sqlx::Error> {
    sqlx::query_as!(
        Happened,
        r#"select t.source as "source!", t.at as "at!", t.id as "id!", t.what as "what!", t.detail as "detail!",
                  t.amount, t.currency, t.actor is not null as "has_actor!",
                  nullif(coalesce(nullif(trim(s.first_name || ' ' || s.last_name), ''), s.email), '') as by,
                  t.order_id as "order: OrderId"
           from (
               (select 'order' as source, o.created_at as at, o.id,
                       coalesce(l.item ->> 'e164', l.item ->> 'name', o.kind) as what, o.state as detail,
                       o.charged_micros as amount, o.currency::text as currency, null::uuid as actor, o.id as order_id
                from orders o
                join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
                where o.reseller_id = $1 and o.user_id = $2 and o.created_at <= $4 and (o.created_at, o.id) < ($4, $5)
                order by o.created_at desc, o.id desc limit $6)
               union all
               (select 'payment', p.created_at, p.id, p.provider, p.state, p.amount_micros, p.currency::text, null, null
                from payments p
                where p.reseller_id = $1 and p.user_id = $2 and p.created_at <= $4 and (p.created_at, p.id) < ($4, $5)
                order by p.created_at desc, p.id desc limit $6)
               union all
               (select 'refund', r.at, r.id, r.destination, r.reason, r.amount_micros, r.currency::text, r.actor_id,
                       r.order_id
                from orders o join refunds r on r.reseller_id = o.reseller_id and r.order_id = o.id
                where o.reseller_id = $1 and o.user_id = $2 and o.state = 'refunded' and (r.at, r.id) < ($4, $5)
                order by r.at desc, r.id desc limit $6)
               union all
               (select 'credit', t.at, t.id, t.kind, t.description, sum(e.amount_micros)::bigint, t.currency::text,
                       t.actor_id, null
                from wallets w
                join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
                join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
                where w.reseller_id = $1 and w.owner_kind = 'customer' and w.owner_id = $2
                  and t.kind in ('opening', 'adjustment', 'grant', 'grant_expiry', 'withdrawal', 'dispute_opened',
                                 'dispute_won', 'dispute_lost')
                  and (t.at, t.id) < ($4, $5)
                group by t.at, t.id, t.kind, t.description, t.currency, t.actor_id
                order by t.at desc, t.id desc limit $6)
               union all
               (select 'mail', m.created_at, m.id, m.subject, m.state, null, null, null, null
                from mails m
                where m.reseller_id = $1 and m.user_id = $2 and m.created_at <= $4 and (m.created_at, m.id) < ($4, $5)
                order by m.created_at desc, m.id desc limit $6)
               union all
               (select 'note', n.at, n.id, '', n.text, null, null, n.author_id, null
                from customer_notes n
                where n.reseller_id = $1 and n.user_id = $2 and n.at <= $4 and (n.at, n.id) < ($4, $5)
                order by n.at desc, n.id desc limit $6)
               union all
               (select 'own', a.at, a.id, a.action, coalesce(host(a.address), ''), null, null, null, null
                from audit_logs a
                where a.reseller_id = $1 and a.actor_id = $2 and a.at <= $4 and (a.at, a.id) < ($4, $5)
                order by a.at desc, a.id desc limit $6)
               union all
               (select 'staff', a.at, a.id, a.action, coalesce(a.after ->> 'reason', ''), null, null,
                       coalesce(a.on_behalf_of, a.actor_id), null
                from audit_logs a
                where a.reseller_id = $1 and a.entity = $3 and a.actor_id is distinct from $2 and a.at <= $4
                  and a.action not in ('credit.given', 'credit.taken', 'customer.noted')
                  and (a.at, a.id) < ($4, $5)
                order by a.at desc, a.id desc limit $6)
           ) t
           left join users s on s.reseller_id = $1 and s.id = t.actor and s.id <> $2
           order by t.at desc, t.id desc limit $6"#,
        reseller.uuid(),
        user.uuid(),
        user.to_string(),
        after.at,
        after.id,
        limit,
    )
    .fetch_all(conn)
    .await
}
