//! What the company's sign-in is set up with. Never a token: its beginning alone, as shown.

use axum::Extension;

use super::{Cell, File, Heading::*, Taker, row};
use crate::{
    domain::sign_in,
    server_fns::guard::Asked,
    shared::{permissions::OrganizationMay, sign_in::SignInView},
};

async fn settings(asked: Asked) -> Result<(Taker, SignInView), super::Refused> {
    let taker = Taker::of(asked, OrganizationMay::ManageSignIn)?;
    let host = taker.asked().shop.host.clone();
    let view = taker.read(sign_in::settings(&taker.backend, &taker.member, &host).await)?;
    Ok((taker, view))
}

/// `/business/sign-in/groups.csv`
pub async fn groups(Extension(asked): Extension<Asked>) -> File {
    let (taker, view) = settings(asked).await?;
    let rows = view.groups.into_iter().map(|group| {
        let leads = group.team.map_or_else(|| "No team".to_owned(), |team| team.name);
        row![group.value, group.role.in_words(), leads]
    });
    let rows = rows.collect();
    let headings = [Text("Group"), Text("Role here"), Text("Leads")];
    taker.whole("groups", &headings, rows).await
}

/// `/business/sign-in/domains.csv`
pub async fn domains(Extension(asked): Extension<Asked>) -> File {
    let (taker, view) = settings(asked).await?;
    let rows = view.directory.domains.into_iter().map(|domain| {
        row![
            domain.domain,
            format!(
                "TXT at {} with the text {}",
                domain.record_name, domain.record_value
            ),
            if domain.verified_at.is_some() {
                "Proven"
            } else {
                "Not proven"
            },
            domain.checked_at,
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Domain"),
        Text("Record in the DNS"),
        Text("State"),
        Time("Looked"),
    ];
    taker.whole("domains", &headings, rows).await
}

/// `/business/sign-in/tokens.csv`
pub async fn tokens(Extension(asked): Extension<Asked>) -> File {
    let (taker, view) = settings(asked).await?;
    let rows = view.directory.tokens.into_iter().map(|token| {
        row![
            format!("{}…", token.prefix),
            token.created_at,
            Cell::time_or(token.last_used_at, "Never"),
        ]
    });
    let rows = rows.collect();
    let headings = [Text("Token"), Time("Made"), Time("Last use")];
    taker.whole("tokens", &headings, rows).await
}
