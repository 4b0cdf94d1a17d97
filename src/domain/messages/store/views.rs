//! Messages as people and systems read them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::state;
use crate::{
    domain::{
        error::Internal,
        numbers::format::display,
        scope::{Buys, Reach},
        time_cursor::TimeCursor,
    },
    shared::{
        ids::{ContactId, MessageId, NumberId, ResellerId, UserId},
        message::{ConversationRow, MessageRow, MessageState, QuietHours, SendingNumber},
        money::Money,
        order::TimelineRow,
    },
};

/// The last message with each peer that fits, newest first, behind `after`. What is looked for stands in the text, the
/// number or the contact's name.
pub(in crate::domain::messages) async fn conversations(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    wanted: &str,
    after: Option<TimeCursor>,
    limit: i64,
) -> Result<Vec<(TimeCursor, ConversationRow)>, Internal> {
    let digits: String = wanted.chars().filter(char::is_ascii_digit).collect();
    let rows = sqlx::query!(
        r#"with last as (
               select distinct on (m.number_id, m.peer) m.id, m.number_id, m.peer, m.direction, m.state, m.body,
                      m.created_at, c.name
               from messages m
               left join contacts c on c.reseller_id = m.reseller_id and c.owner_id = m.owner_id and c.e164 = m.peer
               where m.reseller_id = $1 and m.owner_id = $2
                 and ($8::uuid[] is null or m.number_id = any($8) or (m.user_id = $9 and m.number_id = any($10)))
                 and ($3 = '' or position(lower($3) in lower(m.body)) > 0 or position(lower($3) in lower(c.name)) > 0
                      or (length($4) >= 3 and position($4 in m.peer) > 0))
               order by m.number_id, m.peer, m.created_at desc, m.id desc)
           select l.id as "id!", l.number_id as "number!: NumberId", n.e164, l.peer as "peer!",
                  l.direction as "direction!", l.state as "state!", left(l.body, 120) as "excerpt!",
                  l.created_at as "at!", l.name as "contact?",
                  (select count(*) from messages u
                   where u.reseller_id = $1 and u.number_id = l.number_id and u.peer = l.peer and u.owner_id = $2
                     and ($8::uuid[] is null or u.number_id = any($8) or u.user_id = $9)
                     and u.direction = 'in' and u.read_at is null) as "unread!"
           from last l join virtual_numbers n on n.reseller_id = $1 and n.id = l.number_id
           where $5::timestamptz is null or (l.created_at, l.id) < ($5, $6)
           order by l.created_at desc, l.id desc limit $7"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        wanted,
        digits,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit,
        buyer.reach().and_then(Reach::whole),
        buyer.reach().map(Reach::user),
        buyer.reach().map_or(&[][..], Reach::shared),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let cursor = TimeCursor {
                at: row.at,
                id: row.id,
            };
            let shown = ConversationRow {
                number: row.number,
                number_display: display(&row.e164),
                peer_display: display(&row.peer),
                peer: row.peer,
                contact: row.contact,
                is_out: row.direction == "out",
                state: state(&row.state)?,
                excerpt: row.excerpt,
                unread: row.unread,
                at: row.at,
            };
            Ok((cursor, shown))
        })
        .collect()
}

/// Numbers that can write messages, and those that could and are gone with messages left.
pub(in crate::domain::messages) async fn numbers(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    providers: &[String],
) -> Result<Vec<SendingNumber>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select n.id as "id: NumberId", n.e164, n.label, n.state in ('active', 'grace') as "is_active!",
                  q.from_minute as "from?", q.until_minute as "until?"
           from virtual_numbers n
           left join message_quiet_hours q on q.reseller_id = n.reseller_id and q.number_id = n.id
           where n.reseller_id = $1 and n.owner_id = $2 and n.has_sms and n.provider = any($3)
             and ($4::uuid[] is null or n.id = any($4) or n.id = any($5))
           order by n.purchased_at desc limit 200"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        providers,
        buyer.reach().and_then(Reach::whole),
        buyer.reach().map_or(&[][..], Reach::shared),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SendingNumber {
            id: row.id,
            display: display(&row.e164),
            label: row.label,
            is_active: row.is_active,
            quiet: row
                .from
                .zip(row.until)
                .map(|(from, until)| QuietHours { from, until }),
        })
        .collect())
}

/// Which messages of a customer, or of a whole shop.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain::messages) struct Wanted<'a> {
    /// Whose they are.
    pub owner: Option<Uuid>,
    /// Of a company's, those a member is let near.
    pub reach: Option<&'a Reach>,
    pub id: Option<MessageId>,
    /// Of this number with this peer.
    pub with: Option<(NumberId, &'a str)>,
    pub after: Option<TimeCursor>,
    pub limit: i64,
}

/// A message with whose it is.
pub(in crate::domain::messages) struct Found {
    pub row: MessageRow,
    pub user: UserId,
    pub number: NumberId,
    pub number_e164: String,
    pub peer: String,
    pub contact: Option<(ContactId, String)>,
    pub encoding: String,
}

/// They that fit, newest first. Planned for what is asked, so only in a search's transaction.
pub(in crate::domain::messages) async fn messages(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wanted: Wanted<'_>,
) -> Result<Vec<Found>, Internal> {
    let rows = sqlx::query!(
        r#"select m.id as "id: MessageId", m.user_id as "user: UserId", m.number_id as "number: NumberId", n.e164,
                  m.peer, m.direction, m.body, m.encoding, m.segments, m.state, m.charged_micros, m.currency,
                  m.refusal, m.created_at, c.id as "contact?: ContactId", c.name as "name?"
           from messages m
           join virtual_numbers n on n.reseller_id = m.reseller_id and n.id = m.number_id
           left join contacts c on c.reseller_id = m.reseller_id and c.owner_id = m.owner_id and c.e164 = m.peer
           where m.reseller_id = $1
             and ($2::uuid is null or m.owner_id = $2)
             and ($9::uuid[] is null or m.number_id = any($9) or (m.user_id = $10 and m.number_id = any($11)))
             and ($3::uuid is null or m.id = $3)
             and ($4::uuid is null or (m.number_id = $4 and m.peer = $5))
             and ($6::timestamptz is null or (m.created_at, m.id) < ($6, $7::uuid))
           order by m.created_at desc, m.id desc limit $8"#,
        reseller.uuid(),
        wanted.owner,
        wanted.id.map(MessageId::uuid),
        wanted.with.map(|(number, _)| number.uuid()),
        wanted.with.map_or("", |(_, peer)| peer),
        wanted.after.map(|cursor| cursor.at),
        wanted.after.map(|cursor| cursor.id),
        wanted.limit,
        wanted.reach.and_then(Reach::whole),
        wanted.reach.map(Reach::user),
        wanted.reach.map_or(&[][..], Reach::shared),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let charged = match (row.charged_micros, &row.currency) {
                (Some(micros), Some(currency)) => Some(Money::from_micros(micros, currency.parse()?)),
                _ => None,
            };
            Ok(Found {
                row: MessageRow {
                    id: row.id,
                    is_out: row.direction == "out",
                    body: row.body,
                    segments: row.segments,
                    state: state(&row.state)?,
                    charged,
                    refusal: row.refusal,
                    at: row.created_at,
                },
                user: row.user,
                number: row.number,
                number_e164: row.e164,
                peer: row.peer,
                contact: row.contact.zip(row.name),
                encoding: row.encoding,
            })
        })
        .collect()
}

/// Marks what came in from a peer as read.
pub(in crate::domain::messages) async fn set_read(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
    peer: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messages set read_at = $5
         where reseller_id = $1 and owner_id = $2 and number_id = $3 and peer = $4 and direction = 'in'
           and read_at is null",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
        peer,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The contact of a peer without messages yet.
pub(in crate::domain::messages) async fn contact(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    peer: &str,
) -> Result<Option<(ContactId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: ContactId", name from contacts where reseller_id = $1 and owner_id = $2 and e164 = $3"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        peer,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.name)))
}

/// What happened to a message, oldest first.
pub(in crate::domain::messages) async fn timeline(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    charged: Option<Money>,
) -> Result<Vec<TimelineRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, detail, at from message_events where reseller_id = $1 and message_id = $2 order by seq limit 100",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TimelineRow {
            at: row.at,
            title: title(&row.kind).to_owned(),
            amount: charged.filter(|_| matches!(row.kind.as_str(), "held" | "captured" | "released")),
            detail: row.detail,
        })
        .collect())
}

fn title(kind: &str) -> &'static str {
    match kind {
        "held" => "Money set aside",
        "submitted" => "Handed to our supplier",
        "busy" => "Our supplier was busy; tried again",
        "unknown" => "No clear answer yet",
        "accepted" => "Taken by our supplier",
        "captured" => "Paid from your balance",
        "refused" => "Our supplier said no",
        "released" => "Money back in your balance",
        "received" => "Received",
        other => MessageState::parse(other).map_or("Changed", MessageState::label),
    }
}

/// A number of the shop by what it is, for a system that writes in its own customers' names.
pub(in crate::domain::messages) async fn number_by_e164(
    conn: &mut PgConnection,
    reseller: ResellerId,
    e164: &str,
) -> Result<Option<(NumberId, UserId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: NumberId", user_id as "user: UserId" from virtual_numbers
           where reseller_id = $1 and e164 = $2 and organization_id is null
             and state in ('active', 'suspended', 'grace')"#,
        reseller.uuid(),
        e164,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.user)))
}

impl Found {
    /// Behind this message the next page begins.
    pub(in crate::domain::messages) fn cursor(&self) -> TimeCursor {
        TimeCursor {
            at: self.row.at,
            id: Uuid::from(self.row.id),
        }
    }
}
