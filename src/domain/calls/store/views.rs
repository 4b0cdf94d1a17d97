//! Calls and settings as people and systems read them.

use sqlx::PgConnection;
use uuid::Uuid;

use super::state;
use crate::{
    domain::{
        calls::rate::Rates,
        error::Internal,
        numbers::format::display,
        scope::{Buys, Reach},
        time_cursor::TimeCursor,
    },
    shared::{
        call::{CallRow, CallSettings, CallState},
        ids::{CallId, NumberId, ResellerId, UserId},
        money::Money,
        order::TimelineRow,
    },
};

/// Which calls of a customer, or of a whole shop.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain::calls) struct Wanted<'a> {
    /// Whose they are.
    pub owner: Option<Uuid>,
    /// Of a company's, those a member is let near.
    pub reach: Option<&'a Reach>,
    pub id: Option<CallId>,
    pub number: Option<NumberId>,
    /// `out` or `in`.
    pub direction: Option<&'a str>,
    pub after: Option<TimeCursor>,
    pub limit: i64,
}

/// A call with whose it is.
pub(in crate::domain::calls) struct Found {
    pub row: CallRow,
    pub user: UserId,
    pub number_e164: String,
    pub phone: Option<String>,
    pub billed_seconds: Option<i32>,
    pub rates: Rates,
    pub refusal: Option<String>,
    pub voicemail_seconds: Option<i32>,
}

impl Found {
    /// Behind this call the next page begins.
    pub(in crate::domain::calls) fn cursor(&self) -> TimeCursor {
        TimeCursor {
            at: self.row.at,
            id: self.row.id.uuid(),
        }
    }
}

/// They that fit, newest first. Planned for what is asked, so only in a search's transaction.
pub(in crate::domain::calls) async fn calls(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wanted: Wanted<'_>,
) -> Result<Vec<Found>, Internal> {
    let rows = sqlx::query!(
        r#"select c.id as "id: CallId", c.user_id as "user: UserId", c.number_id as "number: NumberId", n.e164, c.peer,
                  c.direction, c.phone, c.state, c.seconds, c.billed_seconds, c.charged_micros, c.currency, c.refusal,
                  c.first_rate, c.second_rate, c.created_at, k.name as "name?", v.seconds as "voicemail?"
           from call_detail_records c
           join virtual_numbers n on n.reseller_id = c.reseller_id and n.id = c.number_id
           left join contacts k on k.reseller_id = c.reseller_id and k.owner_id = c.owner_id and k.e164 = c.peer
           left join voicemails v on v.reseller_id = c.reseller_id and v.call_id = c.id
           where c.reseller_id = $1
             and ($2::uuid is null or c.owner_id = $2)
             and ($9::uuid[] is null or c.number_id = any($9) or (c.user_id = $10 and c.number_id = any($11)))
             and ($3::uuid is null or c.id = $3)
             and ($4::uuid is null or c.number_id = $4)
             and ($5::text is null or c.direction = $5)
             and ($6::timestamptz is null or (c.created_at, c.id) < ($6, $7::uuid))
           order by c.created_at desc, c.id desc limit $8"#,
        reseller.uuid(),
        wanted.owner,
        wanted.id.map(CallId::uuid),
        wanted.number.map(NumberId::uuid),
        wanted.direction,
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
            let currency = row.currency.parse()?;
            Ok(Found {
                row: CallRow {
                    id: row.id,
                    is_out: row.direction == "out",
                    number: row.number,
                    number_display: display(&row.e164),
                    peer_display: display(&row.peer),
                    peer: row.peer,
                    contact: row.name,
                    state: state(&row.state)?,
                    seconds: row.seconds,
                    charged: row
                        .charged_micros
                        .map(|micros| Money::from_micros(micros, currency)),
                    has_voicemail: row.voicemail.is_some(),
                    at: row.created_at,
                },
                user: row.user,
                number_e164: row.e164,
                phone: row.phone,
                billed_seconds: row.billed_seconds,
                rates: Rates {
                    first: row.first_rate.map(serde_json::from_value).transpose()?,
                    second: row.second_rate.map(serde_json::from_value).transpose()?,
                },
                refusal: row.refusal,
                voicemail_seconds: row.voicemail,
            })
        })
        .collect()
}

/// What happened to a call, oldest first.
pub(in crate::domain::calls) async fn timeline(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    charged: Option<Money>,
) -> Result<Vec<TimelineRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, detail, at from call_events where reseller_id = $1 and call_id = $2 order by seq limit 100",
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
            amount: charged.filter(|_| row.kind == "captured"),
            detail: row.detail,
        })
        .collect())
}

fn title(kind: &str) -> &'static str {
    match kind {
        "held" => "Money set aside",
        "incoming" => "Somebody rang your number",
        "submitted" => "Handed to our supplier",
        "unknown" => "No clear answer yet",
        "ringing" => "Ringing",
        "answered" => "Your phone was answered",
        "talked" => "Talked",
        "not_joined" => "Nobody answered",
        "recorded" => "A message was left",
        "lengthened" => "More time set aside",
        "refused" => "Not connected, not charged",
        "captured" => "Paid from your balance",
        "released" => "Nothing to pay; money back in your balance",
        other => CallState::parse(other).map_or("Changed", CallState::label),
    }
}

/// What becomes of calls to a customer's number; `None` when it is somebody else's.
pub(in crate::domain::calls) async fn settings_of(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
) -> Result<Option<CallSettings>, sqlx::Error> {
    if !buyer.may_use(number) {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"select n.e164, n.state in ('active', 'grace') and n.has_voice as "is_active!", s.forward_to as "forward_to?",
                  s.ring_seconds as "ring_seconds?", s.has_voicemail as "has_voicemail?", s.greeting as "greeting?"
           from virtual_numbers n
           left join number_settings s on s.reseller_id = n.reseller_id and s.number_id = n.id
           where n.reseller_id = $1 and n.owner_id = $2 and n.id = $3"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| CallSettings {
        number,
        display: display(&row.e164),
        is_active: row.is_active,
        forward_to: row.forward_to,
        ring_seconds: row.ring_seconds.unwrap_or(25),
        has_voicemail: row.has_voicemail.unwrap_or(true),
        greeting: row.greeting.unwrap_or_default(),
    }))
}

pub(in crate::domain::calls) async fn put_settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
    settings: &CallSettings,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into number_settings (reseller_id, number_id, forward_to, ring_seconds, has_voicemail, greeting)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (reseller_id, number_id) do update
         set forward_to = excluded.forward_to, ring_seconds = excluded.ring_seconds,
             has_voicemail = excluded.has_voicemail, greeting = excluded.greeting",
        reseller.uuid(),
        settings.number.uuid(),
        settings.forward_to,
        settings.ring_seconds,
        settings.has_voicemail,
        settings.greeting,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The vendor's id of a message somebody left.
pub(in crate::domain::calls) async fn recording(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: CallId,
) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select c.provider, v.provider_recording_id from voicemails v
         join call_detail_records c on c.reseller_id = v.reseller_id and c.id = v.call_id
         where v.reseller_id = $1 and c.owner_id = $2 and v.call_id = $3
           and ($4::uuid[] is null or c.number_id = any($4) or (c.user_id = $5 and c.number_id = any($6)))",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        id.uuid(),
        buyer.reach().and_then(Reach::whole),
        buyer.reach().map(Reach::user),
        buyer.reach().map_or(&[][..], Reach::shared),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.provider, row.provider_recording_id)))
}
