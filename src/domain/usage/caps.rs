//! What a company's rules say to what was used: somebody is told near a cap, lines stop at it and go on when there is room
//! again; data used where roaming is blocked is told, and stops the line where that is wanted; and a line that runs low
//! gets more data by itself.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sqlx::PgConnection;

use super::{
    roaming::{Abroad, roaming},
    store::caps::{self as store, Worn},
};
use crate::{
    backend::Backend,
    domain::{
        alerts::{self, Alert},
        error::Internal,
        lines::{self, NewWish, OrderPlan, PlanStep},
        policies::{self, CapUse, Decision, TopUpWish, Used},
        scope::{Scope, System},
    },
    shared::{
        alerts::AlertKind,
        ids::{LineId, OrganizationId},
        line::{LineVerb, WishWhy},
    },
};

/// After readings were entered, in a job: a page must not make a line stop or buy. What is done here is asked again at the
/// next reading, so nothing is lost when it fails.
pub async fn caps(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    lines: &[LineId],
) -> Result<(), Internal> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut tx = backend.begin(system).await?;
    let now = backend.now();
    let worn = store::worn(&mut tx, system.reseller(), organization, lines, now).await?;
    let abroad = store::used_in(&mut tx, system.reseller(), organization, lines, now).await?;
    let people: Vec<_> = worn.iter().map(|line| (line.team, line.employee)).collect();
    let rules = policies::effective_of(&mut tx, system, organization, &people).await?;
    let mut told = BTreeSet::new();
    let mut wishes = vec![];
    for line in &worn {
        let Some(rules) = rules.get(&line.employee.uuid()) else {
            continue;
        };
        let used = Used {
            employee_bytes: line.employee_bytes,
            team_bytes: line.team_bytes,
        };
        let cap = policies::check_use(rules, used);
        if told.insert(line.employee.uuid()) {
            tell(&mut tx, backend, system, organization, line, cap).await?;
        }
        let abroad = roaming(&mut tx, backend, system, organization, (line, rules), &abroad).await?;
        steer(
            &mut tx,
            backend,
            system,
            organization,
            line,
            (cap.decision, abroad),
        )
        .await?;
        if cap.decision != Decision::Suspend
            && abroad == Abroad::Fine
            && let Some(left) = line.left_bytes
        {
            let wish =
                policies::top_up_wish(&mut tx, system, organization, rules, (line.line, left), now).await?;
            wishes.extend(wish.map(|wish| (line.line, wish)));
        }
    }
    let owner = lines::owner(&mut tx, system, organization).await?;
    tx.commit().await?;
    if let Some(owner) = owner {
        let job = system.at(organization, owner);
        for (line, wish) in wishes {
            top_up(backend, &job, line, wish).await?;
        }
    }
    Ok(())
}

async fn tell(
    conn: &mut PgConnection,
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: &Worn,
    cap: CapUse,
) -> Result<(), Internal> {
    let Some(percent) = cap.percent else {
        return Ok(());
    };
    let rule = alerts::rule(conn, system, organization, AlertKind::Cap).await?;
    let Some(threshold) = rule.passed(percent) else {
        return Ok(());
    };
    let detail = match cap.decision {
        Decision::Suspend => "The line is stopped until next month, or until the cap is raised.",
        Decision::Warn | Decision::Nothing => "Nothing is stopped. Ask for a higher cap if it is needed.",
    };
    let alert = Alert {
        organization,
        kind: AlertKind::Cap,
        subject: line.employee.uuid(),
        period: line.month.clone(),
        threshold,
        team: line.team,
        title: format!("{} has used {threshold} % of this month's data cap", line.name),
        detail: detail.into(),
        path: format!("/business/employees/{}", line.employee),
    };
    alerts::raise(conn, backend, system, &alert).await?;
    Ok(())
}

/// Prepaid lines cannot be stopped: their carrier has no way to.
async fn steer(
    conn: &mut PgConnection,
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: &Worn,
    said: (Decision, Abroad),
) -> Result<(), Internal> {
    let (verb, why, reason) = match said {
        (Decision::Suspend, _) if line.can_be_stopped => (
            LineVerb::Suspend,
            WishWhy::Cap,
            "This month's data cap is reached.",
        ),
        (Decision::Suspend, _) => return Ok(()),
        (_, Abroad::Stop) if line.can_be_stopped => (
            LineVerb::Suspend,
            WishWhy::Roaming,
            "Data was used where roaming is blocked.",
        ),
        _ if line.stands_for_cap => (
            LineVerb::Reactivate,
            WishWhy::Cap,
            "There is room under the data cap again.",
        ),
        (_, Abroad::Fine) if line.stands_for_roaming => (
            LineVerb::Reactivate,
            WishWhy::Roaming,
            "No data was used this month where roaming is blocked.",
        ),
        _ => return Ok(()),
    };
    let wish = NewWish {
        organization,
        line: line.line,
        verb,
        why,
        reason,
        origin: None,
        job_after: TimeDelta::zero(),
    };
    lines::put_wish(conn, system, backend.now(), &wish).await?;
    Ok(())
}

/// An order like any other: what the company may not buy is refused, and asked again at the next reading.
async fn top_up(
    backend: &Backend,
    job: &crate::domain::scope::JobAt,
    line: LineId,
    wish: TopUpWish,
) -> Result<(), Internal> {
    let order = OrderPlan {
        key: wish.key,
        line,
        plan: wish.plan,
        step: PlanStep::Add,
        max_price: None,
        daily_cap: None,
    };
    match lines::order_plan(backend, job, &order).await {
        Ok(order) => tracing::info!(line_id = %line, order_id = %order, "a line got more data by itself"),
        Err(lines::OrderPlanError::Internal(error)) => return Err(error),
        Err(error) => tracing::warn!(line_id = %line, %error, "a line got no more data"),
    }
    Ok(())
}
