//! Messages on their way: written, locked, moved from state to state.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{facts::Holder, mode, payer, state};
use crate::{
    domain::{
        error::Internal, messages::draft::Checked, orders::place::Payer, scope::Buys,
        tenancy::shop::SettlementMode,
    },
    providers::messages::CarriedMessage,
    shared::{
        ids::{
            ApiKeyId, EmployeeId, MessageId, NumberId, OrganizationId, ResellerId, TeamId, UserId, WalletId,
        },
        message::MessageState,
        price::PriceStack,
        sms::Encoding,
    },
};

pub(in crate::domain::messages) struct NewMessage<'a> {
    pub id: MessageId,
    pub number: NumberId,
    pub provider: &'a str,
    pub wallet: WalletId,
    pub payer: Payer,
    pub settlement_mode: SettlementMode,
    pub checked: &'a Checked,
    pub now: DateTime<Utc>,
}

/// False when the id is taken. Waits for another writer of it to commit.
pub(in crate::domain::messages) async fn insert_out(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    new: &NewMessage<'_>,
) -> Result<bool, Internal> {
    let Checked {
        to,
        body,
        measure,
        stack,
        company,
        ..
    } = new.checked;
    let made = sqlx::query_scalar!(
        r#"with made as (
               insert into messages (id, reseller_id, user_id, number_id, direction, peer, country, body, encoding,
                                     segments, state, provider, payer, wallet_id, settlement_mode, price_stack,
                                     charged_micros, currency, api_key_id, created_at, updated_at, organization_id,
                                     employee_id, team_id, cost_centre)
               values ($1, $2, $3, $4, 'out', $5, $6, $7, $8, $9, 'queued', $10, $11, $12, $13, $14, $15, $16, $17,
                       $18, $18, $19, $20, $21, $22)
               on conflict do nothing returning 1),
           event as (
               insert into message_events (reseller_id, message_id, kind, at) select $2, $1, 'held', $18 from made)
           select count(*) as "made!" from made"#,
        new.id.uuid(),
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        new.number.uuid(),
        to.e164,
        to.country.as_str(),
        body,
        measure.encoding.as_str(),
        i32::try_from(measure.segments).unwrap_or(i32::MAX),
        new.provider,
        new.payer.as_str(),
        new.wallet.uuid(),
        new.settlement_mode.as_str(),
        serde_json::to_value(stack)?,
        stack.charged.micros(),
        stack.charged.currency().code(),
        buyer.api_key().map(ApiKeyId::uuid),
        new.now,
        company.as_ref().map(|of| of.organization.uuid()),
        company.as_ref().and_then(|of| of.employee).map(EmployeeId::uuid),
        company.as_ref().and_then(|of| of.team).map(TeamId::uuid),
        company.as_ref().map_or("", |of| of.cost_centre.as_str()),
    )
    .fetch_one(conn)
    .await?;
    Ok(made == 1)
}

pub(in crate::domain::messages) struct NewReceived<'a> {
    pub id: MessageId,
    pub holder: &'a Holder,
    /// To whom it belongs.
    pub user: UserId,
    pub provider: &'a str,
    pub provider_id: &'a str,
    pub peer: &'a str,
    pub body: &'a str,
    pub encoding: Encoding,
    pub segments: i32,
    pub now: DateTime<Utc>,
}

/// False when the vendor's message is here already.
pub(in crate::domain::messages) async fn insert_in(
    conn: &mut PgConnection,
    new: &NewReceived<'_>,
) -> Result<bool, sqlx::Error> {
    let made = sqlx::query_scalar!(
        r#"with made as (
               insert into messages (id, reseller_id, user_id, number_id, direction, peer, body, encoding, segments,
                                     state, provider, provider_message_id, created_at, updated_at, organization_id)
               values ($1, $2, $3, $4, 'in', $5, $6, $7, $8, 'received', $9, $10, $11, $11, $12)
               on conflict do nothing returning 1),
           event as (
               insert into message_events (reseller_id, message_id, kind, at)
               select $2, $1, 'received', $11 from made)
           select count(*) as "made!" from made"#,
        new.id.uuid(),
        new.holder.reseller.uuid(),
        new.user.uuid(),
        new.holder.number.uuid(),
        new.peer,
        new.body,
        new.encoding.as_str(),
        new.segments,
        new.provider,
        new.provider_id,
        new.now,
        new.holder.organization.map(OrganizationId::uuid),
    )
    .fetch_one(conn)
    .await?;
    Ok(made == 1)
}

/// A message we wrote with all that finishing it takes, its row locked.
pub(in crate::domain::messages) struct OpenMessage {
    pub id: MessageId,
    pub number: NumberId,
    pub from: String,
    pub peer: String,
    pub body: String,
    pub segments: i32,
    pub state: MessageState,
    pub payer: Payer,
    pub settlement_mode: SettlementMode,
    pub stack: PriceStack,
    pub provider: String,
    pub provider_message_id: Option<String>,
    pub attempts: i32,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

pub(in crate::domain::messages) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
) -> Result<Option<OpenMessage>, Internal> {
    let row = sqlx::query!(
        r#"select m.number_id as "number: NumberId", n.e164, m.peer, m.body, m.segments, m.state,
                  m.payer as "payer!", m.settlement_mode as "settlement_mode!", m.price_stack as "price_stack!",
                  m.provider, m.provider_message_id, m.attempts, m.submitted_at, m.created_at,
                  m.organization_id as "organization: OrganizationId"
           from messages m
           join virtual_numbers n on n.reseller_id = m.reseller_id and n.id = m.number_id
           where m.reseller_id = $1 and m.id = $2 and m.direction = 'out' for no key update of m"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(OpenMessage {
            id,
            number: row.number,
            from: row.e164,
            peer: row.peer,
            body: row.body,
            segments: row.segments,
            state: state(&row.state)?,
            payer: payer(&row.payer, row.organization)?,
            settlement_mode: mode(&row.settlement_mode)?,
            stack: serde_json::from_value(row.price_stack)?,
            provider: row.provider,
            provider_message_id: row.provider_message_id,
            attempts: row.attempts,
            submitted_at: row.submitted_at,
            created_at: row.created_at,
        })
    })
    .transpose()
}

pub(in crate::domain::messages) async fn set_sending(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update messages set state = 'sending', submitted_at = $3, updated_at = $3
             where reseller_id = $1 and id = $2 and state = 'queued' returning 1)
         insert into message_events (reseller_id, message_id, kind, at) select $1, $2, 'submitted', $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::messages) async fn set_queued(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "with moved as (
             update messages set state = 'queued', submitted_at = null, attempts = attempts + 1, updated_at = $3
             where reseller_id = $1 and id = $2 and state = 'sending' returning 1)
         insert into message_events (reseller_id, message_id, kind, at) select $1, $2, 'busy', $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::messages) async fn set_unknown(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "with moved as (
             update messages set state = 'unknown', updated_at = $3
             where reseller_id = $1 and id = $2 and state = 'sending' returning 1)
         insert into message_events (reseller_id, message_id, kind, at) select $1, $2, 'unknown', $3 from moved",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::messages) async fn count_attempt(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messages set attempts = attempts + 1, updated_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::messages) async fn set_accepted(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    provider_message_id: &str,
    is_assumed: bool,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update messages set state = 'accepted', provider_message_id = $3, is_assumed = $4, updated_at = $5, captured_at = $5
             where reseller_id = $1 and id = $2 and state in ('queued', 'sending', 'unknown') returning 1)
         insert into message_events (reseller_id, message_id, kind, at)
         select $1, $2, event.kind, $5 from moved, (values ('accepted'), ('captured')) as event (kind)",
        reseller.uuid(),
        id.uuid(),
        provider_message_id,
        is_assumed,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::messages) async fn set_refused(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    refusal: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with moved as (
             update messages set state = 'refused', refusal = $3, updated_at = $4
             where reseller_id = $1 and id = $2 and state in ('queued', 'sending', 'unknown') returning 1)
         insert into message_events (reseller_id, message_id, kind, detail, at)
         select $1, $2, event.kind, event.detail, $4
         from moved, (values ('refused', $3), ('released', '')) as event (kind, detail)",
        reseller.uuid(),
        id.uuid(),
        refusal,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Goes on to a state the vendor reported; false for one it has, or one it is behind already. Writes the timeline.
pub(in crate::domain::messages) async fn set_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: MessageId,
    to: MessageState,
    error_code: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let earlier: Vec<String> = [MessageState::Accepted, MessageState::Sent]
        .into_iter()
        .filter(|state| state.rank() < to.rank())
        .map(|state| state.as_str().to_owned())
        .collect();
    let done = sqlx::query!(
        "with moved as (
             update messages set state = $3, error_code = coalesce($5, error_code), updated_at = $6
             where reseller_id = $1 and id = $2 and state = any($4) returning 1)
         insert into message_events (reseller_id, message_id, kind, detail, at)
         select $1, $2, $3, coalesce($5, ''), $6 from moved",
        reseller.uuid(),
        id.uuid(),
        to.as_str(),
        &earlier,
        error_code,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The place of the first that no message here is known to be.
pub(in crate::domain::messages) async fn first_free(
    conn: &mut PgConnection,
    provider: &str,
    candidates: &[CarriedMessage],
) -> Result<Option<usize>, sqlx::Error> {
    let ids: Vec<String> = candidates
        .iter()
        .map(|candidate| candidate.provider_id.clone())
        .collect();
    let known = sqlx::query_scalar!(
        r#"select provider_message_id as "id!" from messages
           where provider = $1 and direction = 'out' and provider_message_id = any($2)"#,
        provider,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.iter().position(|id| !known.contains(id)))
}

/// True while the same text to the same number is being sent once more.
pub(in crate::domain::messages) async fn has_twin(
    conn: &mut PgConnection,
    reseller: ResellerId,
    message: &OpenMessage,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from messages
                          where reseller_id = $1 and number_id = $2 and peer = $3 and body = $4 and id <> $5
                            and state = 'sending') as "has!""#,
        reseller.uuid(),
        message.number.uuid(),
        message.peer,
        message.body,
        message.id.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// Messages nobody has taken further since then.
pub(in crate::domain::messages) async fn idle(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, MessageId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: MessageId" from messages
           where state in ('queued', 'sending', 'unknown') and updated_at < $1 order by updated_at limit $2"#,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}

/// The texts of a user's messages are gone; the rows stay, since money points at them.
pub(in crate::domain::messages) async fn empty_texts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messages set body = '' where reseller_id = $1 and owner_id = $2 and body <> ''",
        reseller.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}
