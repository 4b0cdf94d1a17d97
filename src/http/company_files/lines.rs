//! Lines, what was ordered for one and asked of its carrier, and plans given to many. Never a code that installs a line.

use axum::{
    Extension,
    extract::{Path, Query},
};
use serde::Deserialize;

use super::{Cell, File, Heading::*, Taker, row};
use crate::{
    domain::lines::{self, LineFilter},
    pages::words,
    server_fns::guard::Asked,
    shared::{
        error::AppError,
        ids::{LineBatchId, LineId},
        line::{LineRow, LineView},
        permissions::OrganizationMay,
    },
};

/// Rows read at once while a file is sent.
const ROWS: i64 = 500;

/// The list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LineQuery {
    team: String,
    plan: String,
    employee: String,
    state: String,
}

/// `/business/lines.csv`: the lines of the filter within reach.
pub async fn lines(Extension(asked): Extension<Asked>, Query(query): Query<LineQuery>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewEmployees)?;
    let headings = [
        Text("Line"),
        Text("Employee"),
        Text("ICCID"),
        Text("Team"),
        Text("Plan"),
        Text("Place"),
        Text("State"),
        Text("Used"),
        Text("Used bytes"),
        Text("Allowance bytes"),
        Time("As of"),
        Time("Made"),
        Time("Runs until"),
        Time("Ended"),
    ];
    let (backend, member) = (taker.backend.clone(), taker.member.clone());
    let read = move |after: Option<String>| {
        let (backend, member) = (backend.clone(), member.clone());
        let after = after.unwrap_or_default();
        let filter = LineFilter::parse(&query.team, &query.plan, &query.employee, &query.state, &after);
        async move { Ok(lines::list(&backend, &member, &filter, ROWS).await?.map(line)) }
    };
    taker.paged("lines", &headings, read).await
}

fn line(row: LineRow) -> Vec<Cell> {
    let used = words::line_usage(&row);
    row![
        row.id.to_string(),
        row.employee_name,
        row.iccid,
        row.team.map_or_else(|| "None".to_owned(), |team| team.name),
        row.plan_name,
        row.place,
        words::esim_state(row.state).label,
        used,
        row.used_bytes,
        row.allowance_bytes,
        row.as_of,
        row.issued_at,
        row.expires_at,
        row.ended_at,
    ]
}

/// `/business/lines/{id}/orders.csv`
pub async fn orders(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> File {
    let (taker, view) = of_line(asked, &id).await?;
    let rows = view.orders.into_iter().map(|order| {
        row![
            order.plan_name.clone(),
            order.how_in_words(),
            order.placed_at,
            words::order_state(order.state).label,
            order.refusal,
            order.charged,
            order.charged.currency().code(),
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Plan"),
        Text("What"),
        Time("When"),
        Text("State"),
        Text("Why"),
        Text("Price"),
        Text("Currency"),
    ];
    taker.whole("orders-of-line", &headings, rows).await
}

/// `/business/lines/{id}/wishes.csv`: what was asked of the carrier.
pub async fn wishes(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> File {
    let (taker, view) = of_line(asked, &id).await?;
    let rows = view.wishes.into_iter().map(|wish| {
        row![
            wish.verb.in_words(),
            wish.asked_by.unwrap_or_else(|| "By itself".to_owned()),
            wish.why.in_words(),
            wish.reason,
            wish.requested_at,
            wish.state.in_words(),
            wish.refusal,
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Asked"),
        Text("Who"),
        Text("Why"),
        Text("Reason"),
        Time("When"),
        Text("State"),
        Text("Answer"),
    ];
    taker.whole("asked-of-carrier", &headings, rows).await
}

async fn of_line(asked: Asked, id: &str) -> Result<(Taker, LineView), super::Refused> {
    let taker = Taker::of(asked, OrganizationMay::ViewEmployees)?;
    let id: LineId = id.parse().map_err(|_| AppError::NotFound)?;
    let view = taker.found(lines::view(&taker.backend, &taker.member, id).await)?;
    Ok((taker, view))
}

/// `/business/lines/batches.csv`: what was assigned lately.
pub async fn batches(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ManageLines)?;
    let found = taker.read(lines::batches(&taker.backend, &taker.member).await)?;
    let rows = found
        .into_iter()
        .map(|batch| row![batch.plan_name, batch.people, batch.started_at])
        .collect();
    let headings = [Text("Plan"), Text("Employees"), Time("Assigned")];
    taker.whole("assigned", &headings, rows).await
}

/// `/business/lines/batches/{id}/employees.csv`
pub async fn batch(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ManageLines)?;
    let id: LineBatchId = id.parse().map_err(|_| AppError::NotFound)?;
    let view = taker.found(lines::batch(&taker.backend, &taker.member, id).await)?;
    let rows = view.rows_to_read().into_iter().map(|entry| {
        row![
            entry.name,
            entry.state.in_words(),
            entry.fault,
            entry.line.map(|line| line.to_string()),
            i64::from(entry.tries),
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Employee"),
        Text("State"),
        Text("What to do"),
        Text("Line"),
        Text("Tries"),
    ];
    taker.whole("assigned-employees", &headings, rows).await
}
