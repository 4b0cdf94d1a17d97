//! The SQL of the quotas room.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::take::{Full, Take};
use crate::{
    domain::error::Internal,
    shared::ids::{OrganizationId, ResellerId, TeamId, UserId},
};

pub(super) mod limits;
pub(super) mod names;
pub(super) mod page;

pub(super) use limits::{is_overage_allowed, member, pool, set_member, set_pool, set_team, team};
pub(super) use names::name;

/// Whom a message counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Company(OrganizationId),
    Team(TeamId),
    Member(UserId),
}

impl Whose {
    const fn word(self) -> &'static str {
        match self {
            Self::Company(_) => "company",
            Self::Team(_) => "team",
            Self::Member(_) => "member",
        }
    }

    pub const fn id(self) -> Uuid {
        match self {
            Self::Company(id) => id.uuid(),
            Self::Team(id) => id.uuid(),
            Self::Member(id) => id.uuid(),
        }
    }

    pub const fn kind(self) -> Full {
        match self {
            Self::Company(_) => Full::Company,
            Self::Team(_) => Full::Team,
            Self::Member(_) => Full::Member,
        }
    }
}

/// What somebody used of a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counter {
    pub whose: Whose,
    pub used: i64,
    pub limit: Option<i64>,
}

impl Counter {
    /// Below zero where more was used than the limit is now.
    pub fn left(&self) -> i64 {
        self.limit.map_or(i64::MAX, |limit| limit - self.used)
    }
}

/// First day of the company's month.
pub(super) async fn month(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<NaiveDate, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select date_trunc('month', $3::timestamptz at time zone timezone)::date as "month!"
           from organizations where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_one(conn)
    .await
}

fn words(whose: &[Whose]) -> (Vec<String>, Vec<Uuid>) {
    whose.iter().map(|one| (one.word().to_owned(), one.id())).unzip()
}

/// Begins the counters that are not there yet.
pub(super) async fn open(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
    whose: &[Whose],
) -> Result<(), sqlx::Error> {
    let (words, ids) = words(whose);
    sqlx::query!(
        "insert into sms_used (reseller_id, organization_id, month, whose, whose_id)
         select $1, $2, $3, one.whose, one.id
         from unnest($4::text[], $5::uuid[]) with ordinality one (whose, id, place) order by place
         on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        month,
        &words,
        &ids,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The counters with their limits. The company's is locked, and with it whoever else takes.
pub(super) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
    whose: &[Whose],
) -> Result<Vec<Counter>, Internal> {
    sqlx::query!(
        "select used from sms_used
         where reseller_id = $1 and organization_id = $2 and month = $3 and whose = 'company' for no key update",
        reseller.uuid(),
        organization.uuid(),
        month,
    )
    .fetch_one(&mut *conn)
    .await?;
    let (words, ids) = words(whose);
    let rows = sqlx::query!(
        r#"select u.whose, u.whose_id, u.used,
                  case u.whose
                      when 'company' then (select p.month_limit from sms_pools p
                          where p.reseller_id = $1 and p.organization_id = $2)
                      when 'team' then (select t.month_limit from sms_team_limits t
                          where t.reseller_id = $1 and t.organization_id = $2 and t.team_id = u.whose_id)
                      else (select m.month_limit from sms_member_limits m
                          where m.reseller_id = $1 and m.organization_id = $2 and m.user_id = u.whose_id)
                  end as month_limit
           from sms_used u join unnest($4::text[], $5::uuid[]) one (whose, id)
                on one.whose = u.whose and one.id = u.whose_id
           where u.reseller_id = $1 and u.organization_id = $2 and u.month = $3"#,
        reseller.uuid(),
        organization.uuid(),
        month,
        &words,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    whose
        .iter()
        .map(|one| {
            let row = rows
                .iter()
                .find(|row| row.whose == one.word() && row.whose_id == one.id())
                .ok_or_else(|| Internal::broken("a counter of messages vanished"))?;
            Ok(Counter {
                whose: *one,
                used: row.used,
                limit: row.month_limit,
            })
        })
        .collect()
}

/// Adds to each counter; a negative number gives back.
pub(super) async fn add(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
    whose: &[Whose],
    segments: i64,
) -> Result<(), sqlx::Error> {
    // One after the other, the company's first: all who change counters wait there for each other.
    for one in whose {
        sqlx::query!(
            "update sms_used set used = used + $6
             where reseller_id = $1 and organization_id = $2 and month = $3 and whose = $4 and whose_id = $5",
            reseller.uuid(),
            organization.uuid(),
            month,
            one.word(),
            one.id(),
            segments,
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

pub(super) async fn is_taken(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    message: Uuid,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from sms_takes
               where reseller_id = $1 and organization_id = $2 and message_id = $3 and given_back_at is null) as "is!""#,
        reseller.uuid(),
        organization.uuid(),
        message,
    )
    .fetch_one(conn)
    .await
}

/// Enters the take, anew for a message whose former one was given back.
pub(super) async fn insert_take(
    conn: &mut PgConnection,
    reseller: ResellerId,
    take: &Take,
    month: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sms_takes (reseller_id, organization_id, message_id, user_id, team_id, segments, month, taken_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (reseller_id, organization_id, message_id)
         do update set user_id = excluded.user_id, team_id = excluded.team_id, segments = excluded.segments,
             month = excluded.month, taken_at = excluded.taken_at, given_back_at = null",
        reseller.uuid(),
        take.organization.uuid(),
        take.message,
        take.member.uuid(),
        take.team.map(TeamId::uuid),
        take.segments,
        month,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What a message took.
pub(super) struct Taken {
    pub member: UserId,
    pub team: Option<TeamId>,
    pub segments: i32,
    pub month: NaiveDate,
}

pub(super) async fn set_given_back(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    message: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Taken>, sqlx::Error> {
    sqlx::query_as!(
        Taken,
        r#"update sms_takes set given_back_at = $4
           where reseller_id = $1 and organization_id = $2 and message_id = $3 and given_back_at is null
           returning user_id as "member: UserId", team_id as "team: TeamId", segments, month"#,
        reseller.uuid(),
        organization.uuid(),
        message,
        now,
    )
    .fetch_optional(conn)
    .await
}
