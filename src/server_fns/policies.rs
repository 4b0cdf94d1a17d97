//! What a company's people may buy and use.

#![allow(clippy::too_many_arguments, reason = "the fields of a form")]

use leptos::prelude::*;

use crate::shared::{error::AppError, policy::PolicyView};
#[cfg(feature = "ssr")]
use crate::{
    domain::policies::{self, SaveError},
    server_fns::guard,
    shared::{
        ids::PlanId,
        money::{Money, PositiveMoney},
        permissions::OrganizationMay,
        place::CountryCode,
        policy::{Allowed, LIST_MAX, Rules, Switch, Target, TopUp},
    },
};

/// The most data a cap can be, in megabytes.
#[cfg(feature = "ssr")]
const MB_MAX: i64 = 1_000_000_000;

/// What is decided for the company, a team or an employee, and what counts there. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "policies/view")]
pub async fn view(policy_for: String) -> Result<PolicyView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    let target = Target::parse(&policy_for).ok_or(AppError::NotFound)?;
    policies::view(&asked.backend, &member, target)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Decides all rules of one target. Scope: member(EditPolicies).
#[server(prefix = "/do", endpoint = "policies/save")]
pub async fn save(
    policy_for: String,
    allowed_how: String,
    allowed_plans: Option<Vec<String>>,
    allowed_countries: String,
    roaming_how: String,
    blocked_countries: String,
    roaming_stop_how: Option<String>,
    reach_how: Option<String>,
    reach_countries: Option<String>,
    cap_how: String,
    cap_mb: String,
    team_cap_how: String,
    team_cap_mb: String,
    suspend_how: String,
    top_up_how: String,
    top_up_plan: String,
    top_up_below: String,
    top_up_most: String,
    approve_how: String,
    approve_above: String,
    managers_how: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditPolicies)?;
    let target = Target::parse(&policy_for).ok_or(AppError::NotFound)?;
    let rules = Rules {
        allowed: allowed(
            &allowed_how,
            &allowed_plans.unwrap_or_default(),
            &allowed_countries,
        )?,
        blocked: match roaming_how.as_str() {
            "all" => Some(vec![]),
            "listed" => Some(some_of(
                countries("blocked_countries", &blocked_countries)?,
                "blocked_countries",
            )?),
            _ => None,
        },
        reached: match reach_how.as_deref() {
            Some("all") => Some(vec![]),
            Some("listed") => {
                let listed = countries("reach_countries", &reach_countries.unwrap_or_default())?;
                if listed.is_empty() {
                    return Err(AppError::invalid(
                        "reach_countries",
                        "Please name a country, or allow messages and calls to every country.",
                    ));
                }
                Some(listed)
            }
            _ => None,
        },
        stop_roaming: yes_or_no(&roaming_stop_how.unwrap_or_default()),
        data_cap_mb: switch(&cap_how, || megabytes("cap_mb", &cap_mb))?,
        team_cap_mb: switch(&team_cap_how, || megabytes("team_cap_mb", &team_cap_mb))?,
        suspend_at_cap: yes_or_no(&suspend_how),
        top_up: switch(&top_up_how, || {
            Ok(TopUp {
                plan: top_up_plan
                    .parse()
                    .map_err(|_| AppError::invalid("top_up_plan", "Please choose a plan."))?,
                below_mb: megabytes("top_up_below", &top_up_below)?,
                at_most: top_up_most
                    .trim()
                    .parse::<u8>()
                    .ok()
                    .filter(|times| (1..=20).contains(times))
                    .ok_or_else(|| AppError::invalid("top_up_most", "Please enter a number from 1 to 20."))?,
            })
        })?,
        approve_above: switch(&approve_how, || {
            Money::parse(approve_above.trim(), asked.shop.brand.currency)
                .ok()
                .and_then(PositiveMoney::new)
                .map(PositiveMoney::get)
                .ok_or_else(|| {
                    AppError::invalid("approve_above", "Please enter an amount above zero, such as 50.")
                })
        })?,
        managers_approve: yes_or_no(&managers_how),
    };
    policies::save(&asked.backend, &member, target, &rules, &asked.origin())
        .await
        .map_err(|error| match error {
            SaveError::NotFound => AppError::NotFound,
            SaveError::NoPlan => AppError::Refused(
                "Nothing was saved: one of the plans does not exist. Please look at the list again.".into(),
            ),
            SaveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/policies?of={}&saved=saved", target.word()));
    Ok(())
}

#[cfg(feature = "ssr")]
fn yes_or_no(how: &str) -> Option<bool> {
    match how {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// `on` reads the value, `off` is off, and everything else leaves it to the place above.
#[cfg(feature = "ssr")]
fn switch<T>(how: &str, value: impl FnOnce() -> Result<T, AppError>) -> Result<Option<Switch<T>>, AppError> {
    match how {
        "on" => Ok(Some(Switch::On(value()?))),
        "off" => Ok(Some(Switch::Off)),
        _ => Ok(None),
    }
}

#[cfg(feature = "ssr")]
fn megabytes(field: &str, text: &str) -> Result<i64, AppError> {
    text.trim()
        .parse::<i64>()
        .ok()
        .filter(|mb| (1..=MB_MAX).contains(mb))
        .ok_or_else(|| AppError::invalid(field, "Please enter a whole number of megabytes, such as 5000."))
}

#[cfg(feature = "ssr")]
fn allowed(how: &str, plans: &[String], listed: &str) -> Result<Option<Allowed>, AppError> {
    match how {
        "all" => Ok(Some(Allowed::default())),
        "listed" => {
            let found = Allowed {
                plans: plans.iter().filter_map(|id| id.parse::<PlanId>().ok()).collect(),
                countries: countries("allowed_countries", listed)?,
            };
            if found.plans.is_empty() && found.countries.is_empty() {
                return Err(AppError::invalid(
                    "allowed_countries",
                    "Please name a country or tick a plan, or choose that every plan is allowed.",
                ));
            }
            if found.plans.len() > LIST_MAX {
                return Err(AppError::invalid(
                    "allowed_countries",
                    "Please tick at most 200 plans.",
                ));
            }
            Ok(Some(found))
        }
        _ => Ok(None),
    }
}

#[cfg(feature = "ssr")]
fn countries(field: &str, text: &str) -> Result<Vec<CountryCode>, AppError> {
    let mut found = text
        .split([',', ' ', ';', '\n'])
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .take(LIST_MAX + 1)
        .map(str::parse)
        .collect::<Result<Vec<CountryCode>, _>>()
        .map_err(|_| {
            AppError::invalid(
                field,
                "Please write countries as two letters with commas between them: FR, DE, US.",
            )
        })?;
    found.sort_unstable();
    found.dedup();
    if found.len() > LIST_MAX {
        return Err(AppError::invalid(field, "Please name at most 200 countries."));
    }
    Ok(found)
}

#[cfg(feature = "ssr")]
fn some_of(found: Vec<CountryCode>, field: &str) -> Result<Vec<CountryCode>, AppError> {
    if found.is_empty() {
        return Err(AppError::invalid(
            field,
            "Please name a country, or allow roaming everywhere.",
        ));
    }
    Ok(found)
}
