//! Requests, budgets, policies and message quotas.

use axum::{Extension, extract::Query};
use serde::Deserialize;

use super::{File, Heading::*, Taker, row};
use crate::{
    domain::{
        approvals::{self, ApprovalFilter},
        budgets, policies, quotas,
    },
    server_fns::guard::Asked,
    shared::{permissions::OrganizationMay, policy::Target},
};

/// The address of the requests.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RequestQuery {
    state: String,
}

/// `/business/requests.csv`
pub async fn requests(Extension(asked): Extension<Asked>, Query(query): Query<RequestQuery>) -> File {
    let taker = Taker::of(asked, OrganizationMay::AskForMore)?;
    let headings = [
        Text("What"),
        Text("Asked by"),
        Text("Amount"),
        Text("Currency"),
        Text("State"),
        Time("When"),
    ];
    let (backend, member) = (taker.backend.clone(), taker.member.clone());
    let read = move |after: Option<String>| {
        let (backend, member) = (backend.clone(), member.clone());
        let filter = ApprovalFilter::parse(&query.state, &after.unwrap_or_default());
        async move {
            let list = approvals::list(&backend, &member, &filter).await?;
            Ok(list.page.map(|request| {
                row![
                    request.what,
                    request.requester,
                    request.amount,
                    request.amount.map(|amount| amount.currency().code()),
                    request.state.in_words(),
                    request.asked_at,
                ]
            }))
        }
    };
    taker.paged("requests", &headings, read).await
}

/// `/business/budgets.csv`
pub async fn budgets(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewSpend)?;
    let view = taker.read(budgets::list(&taker.backend, &taker.member).await)?;
    let rows = view.budgets.into_iter().map(|budget| {
        row![
            budget.title(),
            budget.period.in_words(),
            budget.amount,
            budget.spent,
            budget.held,
            budget.left,
            budget.amount.currency().code(),
            format!("{} %", budget.percent()),
            budget.before,
            budget.at_limit.in_words(),
            budget.from,
            budget.until,
        ]
    });
    let rows = rows.collect();
    let headings = [
        Text("Budget"),
        Text("Begins anew every"),
        Text("Limit"),
        Text("Spent"),
        Text("On its way"),
        Text("Left"),
        Text("Currency"),
        Text("Used"),
        Text("Spent before the limit was set"),
        Text("At the limit"),
        Time("From"),
        Time("Until"),
    ];
    taker.whole("budgets", &headings, rows).await
}

/// `/business/policies.csv`: who has rules of their own.
pub async fn policies(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewSpend)?;
    let view = taker.found(policies::view(&taker.backend, &taker.member, Target::Company).await)?;
    let rows = view
        .overrides
        .into_iter()
        .map(|own| row![own.called(), own.rules])
        .collect();
    let headings = [Text("Who"), Text("Rules of their own")];
    taker.whole("policies", &headings, rows).await
}

/// `/business/messages/quotas/teams.csv`
pub async fn quotas_of_teams(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewSpend)?;
    let view = taker.read(quotas::show(&taker.backend, &taker.member).await)?;
    let rows = view
        .teams
        .into_iter()
        .map(|team| row![team.name, team.quota.used, team.quota.limit_in_words()])
        .collect();
    let headings = [Text("Team"), Text("Used"), Text("Limit")];
    taker.whole("message-quotas-of-teams", &headings, rows).await
}

/// `/business/messages/quotas/members.csv`
pub async fn quotas_of_members(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewSpend)?;
    let view = taker.read(quotas::show(&taker.backend, &taker.member).await)?;
    let rows = view
        .members
        .into_iter()
        .map(|member| row![member.called(), member.quota.used, member.quota.limit_in_words()])
        .collect();
    let headings = [Text("Member"), Text("Used"), Text("Limit")];
    taker.whole("message-quotas-of-members", &headings, rows).await
}
