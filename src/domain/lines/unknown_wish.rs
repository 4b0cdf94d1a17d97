//! The case of a wish whose carrier never says what became of it.

use serde_json::json;

use super::store::wishes::Wish;
use crate::{
    domain::{
        operations::{case::Found, hints},
        scope::{Scope, System},
    },
    shared::{
        ids::{LineWishId, OrganizationId},
        line::LineVerb,
    },
};

/// What an operator reads, and what the verbs need.
pub(super) fn found(system: &System, organization: OrganizationId, id: LineWishId, wish: &Wish) -> Found {
    let Wish {
        provider,
        provider_line,
        iccid,
        company,
        ..
    } = wish;
    let done = match wish.verb {
        LineVerb::Suspend => "suspended",
        LineVerb::Reactivate => "reactivated",
        LineVerb::Terminate => "ended",
    };
    let summary = format!(
        "{provider} does not say whether line {provider_line} (ICCID {iccid}, {company}) was {done}. It was asked for at \
         {since}. Nothing is charged for it; until it is clear, nothing else can be done with the line. {hint} It is asked \
         again every five minutes and settles by itself as soon as the provider answers; if it never does: \
         `clouddail cases settle CASE --done` or `--not-done`, with a reason.",
        since = wish.requested_at.format("%Y-%m-%d %H:%M UTC"),
        hint = hints::where_to_look(provider, provider_line),
    );
    let details = json!({
        "organization": organization,
        "wish": id,
        "line": wish.line,
        "provider": provider,
        "reference": provider_line,
        "iccid": iccid,
        "verb": wish.verb.as_str(),
        "why": wish.why.in_words(),
        "requested_at": wish.requested_at,
    });
    Found {
        reseller: Some(system.reseller()),
        kind: "line_unknown".into(),
        reference: id.to_string(),
        provider: Some(provider.clone()),
        summary,
        details,
    }
}
