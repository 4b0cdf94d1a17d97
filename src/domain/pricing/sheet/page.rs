//! The file to take away.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        pricing::{
            rule::{Markup, StoredRule},
            store,
        },
        scope::Manages,
    },
    shared::{ids::RuleId, paging::Page, price::Service},
};

/// Rules read at once while the file is sent.
const PAGE_ROWS: usize = 500;

/// The columns, in their order in the file that is taken away. One that comes back may have them in any order.
pub const HEADER: [&str; 11] = [
    "rule",
    "name",
    "service",
    "country",
    "plan",
    "plan_name",
    "adds",
    "value",
    "currency",
    "from",
    "until",
];

/// Lines of the shop's rules that are valid or will be; those after the rule `after`.
pub async fn page(
    backend: &Backend,
    scope: &impl Manages,
    after: Option<RuleId>,
) -> Result<Page<Vec<String>>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let rules = store::sheets::rules_after(
        &mut tx,
        scope.reseller(),
        after,
        PAGE_ROWS as i64 + 1,
        backend.now(),
    )
    .await?;
    let plans: Vec<_> = rules.iter().filter_map(|stored| stored.rule.plan).collect();
    let names = store::rules::plan_names(&mut tx, &plans).await?;
    tx.commit().await?;
    let page = Page::of(rules, PAGE_ROWS, |stored| stored.id.to_string());
    Ok(page.map(|stored| {
        let plan_name = stored.rule.plan.and_then(|plan| names.get(&plan)).cloned();
        cells(stored, plan_name.unwrap_or_default())
    }))
}

fn cells(stored: StoredRule, plan_name: String) -> Vec<String> {
    let rule = stored.rule;
    let (adds, value, currency) = match rule.markup {
        Markup::Percent(percent) => ("percent", percent.normalize().to_string(), String::new()),
        Markup::Fixed(amount) => ("fixed", amount.amount(), amount.currency().to_string()),
    };
    vec![
        stored.id.to_string(),
        rule.name,
        rule.service.map(Service::as_str).unwrap_or_default().into(),
        rule.country
            .map(|country| country.to_string())
            .unwrap_or_default(),
        rule.plan.map(|plan| plan.to_string()).unwrap_or_default(),
        plan_name,
        adds.into(),
        value,
        currency,
        moment(stored.valid_from),
        stored.valid_until.map(moment).unwrap_or_default(),
    ]
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
