//! Rules as people read them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    level::Level,
    rule::{Markup, Rule, StoredRule},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        place,
        scope::{Manages, Operates},
    },
    shared::{ids::PlanId, price::Service, pricing::RuleRow},
};

/// The shop's rules that are valid or will be, in words.
pub async fn rule_rows(backend: &Backend, scope: &impl Manages) -> Result<Vec<RuleRow>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    let rules = store::rules::list(&mut tx, Level::Shop(scope.reseller()), now).await?;
    let names = store::rules::plan_names(&mut tx, &plans(&rules)).await?;
    tx.commit().await?;
    Ok(rows(rules, &names, now))
}

/// The platform's rules that are valid or will be, in words.
pub async fn platform_rule_rows(
    backend: &Backend,
    _operator: &impl Operates,
) -> Result<Vec<RuleRow>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let rules = store::rules::list(&mut tx, Level::Platform, now).await?;
    let names = store::rules::plan_names(&mut tx, &plans(&rules)).await?;
    tx.commit().await?;
    Ok(rows(rules, &names, now))
}

fn plans(rules: &[StoredRule]) -> Vec<PlanId> {
    rules.iter().filter_map(|stored| stored.rule.plan).collect()
}

fn rows(rules: Vec<StoredRule>, names: &HashMap<PlanId, String>, now: DateTime<Utc>) -> Vec<RuleRow> {
    rules
        .into_iter()
        .map(|stored| RuleRow {
            id: stored.id,
            adds: adds(stored.rule.markup),
            on: on(&stored.rule, names),
            name: stored.rule.name,
            valid_from: stored.valid_from,
            valid_until: stored.valid_until,
            is_valid: stored.valid_from <= now,
        })
        .collect()
}

pub(super) fn adds(markup: Markup) -> String {
    match markup {
        Markup::Percent(percent) => format!("+{} %", percent.normalize()),
        Markup::Fixed(amount) => format!("+{amount:?}"),
    }
}

pub(super) fn on(rule: &Rule, names: &HashMap<PlanId, String>) -> String {
    let mut text = match (rule.plan, rule.service) {
        (Some(plan), _) => match names.get(&plan) {
            Some(name) => format!("the plan {name}"),
            None => "a plan that is gone".into(),
        },
        (None, Some(service)) => service_words(service).to_owned(),
        (None, None) => "everything".into(),
    };
    if let Some(country) = rule.country {
        text.push_str(&format!(" in {}", place::country(country).name));
    }
    if let Some(provider) = &rule.provider {
        text.push_str(&format!(" from {provider}"));
    }
    text
}

const fn service_words(service: Service) -> &'static str {
    match service {
        Service::NumberPurchase => "the first month of numbers",
        Service::NumberMonth => "further months of numbers",
        Service::Sms => "text messages",
        Service::VoiceMinute => "call minutes",
        Service::DataPlan => "data plans",
        Service::Package => "packages",
    }
}
