//! Members, invitations, teams, and what was wrong in a file of employees.

use axum::{Extension, extract::Path};

use super::{Cell, File, Heading::*, Taker, row};
use crate::{
    domain::{employees, members, teams},
    server_fns::guard::Asked,
    shared::{error::AppError, ids::ImportId, permissions::OrganizationMay},
};

/// `/business/members.csv`
pub async fn members(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewCompany)?;
    let view = taker.read(members::list(&taker.backend, &taker.member).await)?;
    let rows = view.members.into_iter().map(|member| {
        row![
            member.called(),
            member.email,
            member.role.in_words(),
            if member.is_active { "Active" } else { "Deactivated" },
            member.teams.join(", "),
            Cell::time_or(member.last_seen_at, "Not signed in"),
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Person"),
        Text("E-mail"),
        Text("Role"),
        Text("State"),
        Text("Leads"),
        Time("Last seen"),
    ];
    taker.whole("members", &headings, rows).await
}

/// `/business/members/invitations.csv`
pub async fn invitations(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewCompany)?;
    let view = taker.read(members::list(&taker.backend, &taker.member).await)?;
    let rows = view.invitations.into_iter().map(|invited| {
        row![
            invited.email,
            invited.role.in_words(),
            invited.team,
            invited.mailed_at,
            invited.expires_at,
            if invited.is_expired { "Expired" } else { "Open" },
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Invited"),
        Text("Role"),
        Text("Team"),
        Time("Mailed"),
        Time("Works until"),
        Text("State"),
    ];
    taker.whole("invitations", &headings, rows).await
}

/// `/business/teams.csv`
pub async fn teams(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewCompany)?;
    let view = taker.read(teams::list(&taker.backend, &taker.member).await)?;
    let rows = view.teams.into_iter().map(|team| {
        let led_by = team.led_by();
        row![team.name, team.employees, led_by]
    });
    let rows = rows.collect();
    let headings = [Text("Team"), Text("Employees"), Text("Led by")];
    taker.whole("teams", &headings, rows).await
}

/// `/business/employees/import/{id}/refused.csv`
pub async fn refused(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> File {
    let taker = Taker::of(asked, OrganizationMay::EditEmployees)?;
    let id: ImportId = id.parse().map_err(|_| AppError::NotFound)?;
    let view = taker.found(employees::preview(&taker.backend, &taker.member, id).await)?;
    let rows = view.refused.into_iter().map(|refused| {
        let faults = refused.in_words();
        row![refused.line, refused.who, faults]
    });
    let rows = rows.collect();
    let headings = [Text("Line"), Text("Who"), Text("What is wrong")];
    taker.whole("refused-employees", &headings, rows).await
}
