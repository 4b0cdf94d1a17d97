//! What vendors are asked to do with lines.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{error::Internal, lines::put_wish::NewWish},
    shared::{
        ids::{EmployeeId, LineId, LineWishId, OrganizationId, ResellerId, UserId},
        line::{LineVerb, LineWish, WishState, WishWhy},
    },
};

fn verb(word: &str) -> Result<LineVerb, Internal> {
    LineVerb::parse(word).ok_or_else(|| Internal::broken(format!("an unknown wish {word}")))
}

fn state(word: &str) -> Result<WishState, Internal> {
    WishState::parse(word).ok_or_else(|| Internal::broken(format!("a wish in the unknown state {word}")))
}

fn why(word: &str) -> Result<WishWhy, Internal> {
    WishWhy::parse(word).ok_or_else(|| Internal::broken(format!("a wish for the unknown reason {word}")))
}

/// False when another wish for the line is open.
pub(in crate::domain::lines) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: LineWishId,
    new: &NewWish<'_>,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into line_wishes (id, reseller_id, organization_id, line_id, verb, state, why, asked_by, reason,
                                  requested_at)
         values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9)
         on conflict (reseller_id, organization_id, line_id) where state in ('waiting', 'asked', 'unknown') do nothing",
        id.uuid(),
        reseller.uuid(),
        new.organization.uuid(),
        new.line.uuid(),
        new.verb.as_str(),
        new.why.as_str(),
        by.map(UserId::uuid),
        new.reason,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A wish under way, with where its line is.
pub(in crate::domain::lines) struct Wish {
    pub line: LineId,
    pub verb: LineVerb,
    pub state: WishState,
    pub why: WishWhy,
    pub attempts: i32,
    pub requested_at: DateTime<Utc>,
    pub asked_at: Option<DateTime<Utc>>,
    pub provider: String,
    pub provider_line: String,
    pub iccid: String,
    /// The company's name.
    pub company: String,
}

/// Held until the transaction ends.
pub(in crate::domain::lines) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineWishId,
) -> Result<Option<Wish>, Internal> {
    let row = sqlx::query!(
        r#"select w.line_id as "line: LineId", w.verb, w.state, w.why, w.attempts, w.requested_at, w.asked_at,
                  l.provider, l.provider_line_id, l.iccid, o.name as company
           from line_wishes w
           join organizations o on o.reseller_id = w.reseller_id and o.id = w.organization_id
           join lines l on l.reseller_id = w.reseller_id and l.organization_id = w.organization_id
                       and l.id = w.line_id
           where w.reseller_id = $1 and w.organization_id = $2 and w.id = $3 for no key update of w"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Wish {
            line: row.line,
            verb: verb(&row.verb)?,
            state: state(&row.state)?,
            why: why(&row.why)?,
            attempts: row.attempts,
            requested_at: row.requested_at,
            asked_at: row.asked_at,
            provider: row.provider,
            provider_line: row.provider_line_id,
            iccid: row.iccid,
            company: row.company,
        })
    })
    .transpose()
}

/// Moves an open wish; the time it is asked counts one attempt.
pub(in crate::domain::lines) async fn set_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineWishId,
    to: WishState,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_wishes set state = $4, asked_at = case when $4 = 'asked' then $5 else asked_at end,
                attempts = attempts + case when $4 = 'asked' then 1 else 0 end
         where reseller_id = $1 and organization_id = $2 and id = $3 and state in ('waiting', 'asked', 'unknown')",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        to.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Done, or refused with words. False when it had ended before.
pub(in crate::domain::lines) async fn end(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineWishId,
    refusal: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update line_wishes set state = case when $4::text is null then 'done' else 'refused' end, refusal = $4,
                ended_at = $5
         where reseller_id = $1 and organization_id = $2 and id = $3 and state in ('waiting', 'asked', 'unknown')",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        refusal,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The wishes of a line, newest first.
pub(in crate::domain::lines) async fn of_line(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Vec<LineWish>, Internal> {
    let rows = sqlx::query!(
        r#"select w.id as "id: LineWishId", w.verb, w.state, w.why, u.email as "asked_by?", w.reason, w.refusal,
                  w.requested_at, w.ended_at
           from line_wishes w left join users u on u.reseller_id = w.reseller_id and u.id = w.asked_by
           where w.reseller_id = $1 and w.organization_id = $2 and w.line_id = $3
           order by w.requested_at desc, w.id desc limit 100"#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LineWish {
                id: row.id,
                verb: verb(&row.verb)?,
                state: state(&row.state)?,
                why: why(&row.why)?,
                asked_by: row.asked_by,
                reason: row.reason,
                refusal: row.refusal,
                requested_at: row.requested_at,
                ended_at: row.ended_at,
            })
        })
        .collect()
}

/// Open wishes older than this, across resellers.
pub(in crate::domain::lines) async fn idle(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, OrganizationId, LineWishId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", organization_id as "organization: OrganizationId",
                  id as "id: LineWishId"
           from line_wishes where state in ('waiting', 'asked', 'unknown') and requested_at < $1
           order by requested_at limit $2"#,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller, row.organization, row.id))
        .collect())
}

/// A line that something has to be done with.
pub(in crate::domain::lines) struct Due {
    pub reseller: ResellerId,
    pub organization: OrganizationId,
    pub line: LineId,
    pub verb: LineVerb,
    pub why: WishWhy,
}

/// Lines of employees whose last day is over, by the company's policy or the choice made for them; each once.
/// `only` narrows to one employee.
pub(in crate::domain::lines) async fn of_leavers(
    conn: &mut PgConnection,
    only: Option<EmployeeId>,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Due>, Internal> {
    // Nowhere has a day passed that is still to come a day from now.
    let latest: NaiveDate = (now + chrono::TimeDelta::days(1)).date_naive();
    let rows = sqlx::query!(
        r#"select l.reseller_id as "reseller: ResellerId", l.organization_id as "organization: OrganizationId",
                  l.id as "line: LineId", coalesce(e.leaver_lines, o.leaver_lines) as "verb!"
           from employees e
           join organizations o on o.reseller_id = e.reseller_id and o.id = e.organization_id
           join lines l on l.reseller_id = e.reseller_id and l.organization_id = e.organization_id
                       and l.employee_id = e.id and l.state not in ('terminated', 'recycled')
           where e.ends_on < $2 and e.ends_on < ($1::timestamptz at time zone o.timezone)::date
             and ($3::uuid is null or e.id = $3)
             and coalesce(e.leaver_lines, o.leaver_lines) <> 'keep'
             and not (coalesce(e.leaver_lines, o.leaver_lines) = 'suspend' and l.state = 'suspended')
             and not exists (select from line_wishes w
                             where w.reseller_id = l.reseller_id and w.organization_id = l.organization_id
                               and w.line_id = l.id
                               and (w.state in ('waiting', 'asked', 'unknown')
                                    or w.why = 'leaver' and w.verb = coalesce(e.leaver_lines, o.leaver_lines)
                                       and w.requested_at >= e.ends_on::timestamp at time zone o.timezone))
           order by e.ends_on limit $4"#,
        now,
        latest,
        only.map(EmployeeId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Due {
                reseller: row.reseller,
                organization: row.organization,
                line: row.line,
                verb: verb(&row.verb)?,
                why: WishWhy::Leaver,
            })
        })
        .collect()
}

/// Lines that another one took the place of and that nobody was asked to end.
pub(in crate::domain::lines) async fn replaced(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Due>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.reseller_id as "reseller: ResellerId", l.organization_id as "organization: OrganizationId",
                  l.id as "line: LineId"
           from lines n
           join lines l on l.reseller_id = n.reseller_id and l.organization_id = n.organization_id
                       and l.id = n.replaces_id and l.state not in ('terminated', 'recycled')
           where n.replaces_id is not null
             and not exists (select from line_wishes w
                             where w.reseller_id = l.reseller_id and w.organization_id = l.organization_id
                               and w.line_id = l.id
                               and (w.why = 'replaced' or w.state in ('waiting', 'asked', 'unknown')))
           order by n.id limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Due {
            reseller: row.reseller,
            organization: row.organization,
            line: row.line,
            verb: LineVerb::Terminate,
            why: WishWhy::Replaced,
        })
        .collect())
}
