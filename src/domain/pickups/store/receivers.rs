//! Whose line it is.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Team, check, state};
use crate::{
    domain::error::Internal,
    shared::{
        esim::EsimState,
        ids::{LineId, OrganizationId, PickupId, ResellerId, TeamId},
        pickup::PickupCheck,
    },
};

/// The employee of a line, the company and the plan.
pub struct Receiver {
    pub organization: OrganizationId,
    pub line: LineId,
    pub company: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub team: Team,
    pub plan: String,
    pub state: EsimState,
    /// What links of the company ask for now.
    pub check: PickupCheck,
}

impl Receiver {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

pub async fn receiver(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<Receiver>, Internal> {
    let row = sqlx::query!(
        r#"select o.name as company, o.pickup_check, e.email, e.first_name, e.last_name, e.team_id as "team: TeamId",
                  d.name as plan, l.state, p.asks_for as "asks_for?"
           from lines l
           join organizations o on o.reseller_id = l.reseller_id and o.id = l.organization_id
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                and e.id = l.employee_id
           join esim_data_plans d on d.id = l.plan_id
           left join line_pickups p on p.reseller_id = l.reseller_id and p.organization_id = l.organization_id
                and p.line_id = l.id and p.revoked_at is null
           where l.reseller_id = $1 and l.organization_id = $2 and l.id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Receiver {
            organization,
            line,
            company: row.company,
            email: row.email,
            first_name: row.first_name,
            last_name: row.last_name,
            team: row.team,
            plan: row.plan,
            state: state(&row.state)?,
            check: check(row.asks_for.as_deref().unwrap_or(&row.pickup_check))?,
        })
    })
    .transpose()
}

/// A line to be handed over on paper.
pub struct SheetRow {
    pub line: LineId,
    pub company: String,
    pub employee: String,
    pub team: Team,
    pub plan: String,
    pub link: Option<SheetLinkRow>,
}

/// Its link, when it was not taken back.
pub struct SheetLinkRow {
    pub id: PickupId,
    pub token_sealed: Vec<u8>,
    pub check: PickupCheck,
    pub attempts: i32,
    pub expires_at: DateTime<Utc>,
}

pub async fn sheets(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    lines: &[LineId],
) -> Result<Vec<SheetRow>, Internal> {
    let lines: Vec<Uuid> = lines.iter().map(|line| line.uuid()).collect();
    let rows = sqlx::query!(
        r#"select l.id as "line: LineId", o.name as company, e.first_name, e.last_name, e.team_id as "team: TeamId",
                  d.name as plan, p.id as "id?: PickupId", p.token_sealed as "token_sealed?", p.asks_for as "asks_for?",
                  p.attempts as "attempts?", p.expires_at as "expires_at?"
           from lines l
           join organizations o on o.reseller_id = l.reseller_id and o.id = l.organization_id
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                and e.id = l.employee_id
           join esim_data_plans d on d.id = l.plan_id
           left join line_pickups p on p.reseller_id = l.reseller_id and p.organization_id = l.organization_id
                and p.line_id = l.id and p.revoked_at is null
           where l.reseller_id = $1 and l.organization_id = $2 and l.id = any($3)
           order by e.surname_key, l.id"#,
        reseller.uuid(),
        organization.uuid(),
        &lines,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let link = match (
                row.id,
                row.token_sealed,
                row.asks_for,
                row.attempts,
                row.expires_at,
            ) {
                (Some(id), Some(token_sealed), Some(word), Some(attempts), Some(expires_at)) => {
                    Some(SheetLinkRow {
                        id,
                        token_sealed,
                        check: check(&word)?,
                        attempts,
                        expires_at,
                    })
                }
                _ => None,
            };
            Ok(SheetRow {
                line: row.line,
                company: row.company,
                employee: format!("{} {}", row.first_name, row.last_name),
                team: row.team,
                plan: row.plan,
                link,
            })
        })
        .collect()
}
