//! What a company's people may buy: the rules, and where each one comes from.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    company::TeamChoice,
    ids::{EmployeeId, PlanId, TeamId},
    money::Money,
    place::CountryCode,
};

/// Plans and countries a list may have.
pub const LIST_MAX: usize = 200;

/// A rule that can be said to be off, so that a team or an employee is free of what the company decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch<T> {
    Off,
    On(T),
}

impl<T> Switch<T> {
    /// What it is switched to.
    pub fn on(self) -> Option<T> {
        match self {
            Self::Off => None,
            Self::On(value) => Some(value),
        }
    }
}

/// Plans that may be bought: these, and every plan for these countries alone. Both empty: every plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    pub plans: Vec<PlanId>,
    pub countries: Vec<CountryCode>,
}

impl Allowed {
    /// Whether a plan for these countries may be bought.
    pub fn has(&self, plan: PlanId, countries: &[CountryCode]) -> bool {
        let is_open = self.plans.is_empty() && self.countries.is_empty();
        let is_within =
            !countries.is_empty() && countries.iter().all(|country| self.countries.contains(country));
        is_open || self.plans.contains(&plan) || is_within
    }
}

/// More data by itself when a line runs low.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUp {
    pub plan: PlanId,
    /// With less than this left (megabytes of 10^6 bytes).
    pub below_mb: i64,
    /// Times in a month of the company.
    pub at_most: u8,
}

/// What is decided at one place; `None` leaves it to the place above.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allowed>,
    /// Countries without roaming; empty: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Vec<CountryCode>>,
    /// Whether lines stop that used data in one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_roaming: Option<bool>,
    /// Countries that may be written to and called; empty: every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<Vec<CountryCode>>,
    /// What one employee may use in a month (megabytes).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_cap_mb: Option<Switch<i64>>,
    /// What a whole team may use in a month (megabytes).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_cap_mb: Option<Switch<i64>>,
    /// Whether lines stop at a cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspend_at_cap: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_up: Option<Switch<TopUp>>,
    /// A dearer order needs somebody's approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approve_above: Option<Switch<Money>>,
    /// Whether managers approve what is asked for their own teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managers_approve: Option<bool>,
}

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecidedBy {
    /// Nobody decided: as it is without policies.
    Nobody,
    Company,
    Team,
    Employee,
}

impl DecidedBy {
    /// Where it comes from, beside what it says.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Nobody => "not decided",
            Self::Company => "from the company",
            Self::Team => "from the team",
            Self::Employee => "from the employee",
        }
    }
}

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided<T> {
    pub value: T,
    pub by: DecidedBy,
}

/// Everything in force for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective {
    pub allowed: Decided<Allowed>,
    pub blocked: Decided<Vec<CountryCode>>,
    pub stop_roaming: Decided<bool>,
    pub reached: Decided<Vec<CountryCode>>,
    pub data_cap_mb: Decided<Switch<i64>>,
    pub team_cap_mb: Decided<Switch<i64>>,
    pub suspend_at_cap: Decided<bool>,
    pub top_up: Decided<Switch<TopUp>>,
    pub approve_above: Decided<Switch<Money>>,
    pub managers_approve: Decided<bool>,
}

impl Effective {
    /// The most specific decision wins, rule by rule.
    pub fn of(company: &Rules, team: &Rules, employee: &Rules) -> Self {
        let levels = [
            (employee, DecidedBy::Employee),
            (team, DecidedBy::Team),
            (company, DecidedBy::Company),
        ];
        Self {
            allowed: win(&levels, |rules| rules.allowed.clone(), Allowed::default()),
            blocked: win(&levels, |rules| rules.blocked.clone(), vec![]),
            stop_roaming: win(&levels, |rules| rules.stop_roaming, false),
            reached: win(&levels, |rules| rules.reached.clone(), vec![]),
            data_cap_mb: win(&levels, |rules| rules.data_cap_mb, Switch::Off),
            team_cap_mb: win(&levels, |rules| rules.team_cap_mb, Switch::Off),
            suspend_at_cap: win(&levels, |rules| rules.suspend_at_cap, false),
            top_up: win(&levels, |rules| rules.top_up, Switch::Off),
            approve_above: win(&levels, |rules| rules.approve_above, Switch::Off),
            managers_approve: win(&levels, |rules| rules.managers_approve, false),
        }
    }
}

/// The first that decides.
fn win<T>(levels: &[(&Rules, DecidedBy); 3], rule: impl Fn(&Rules) -> Option<T>, otherwise: T) -> Decided<T> {
    levels
        .iter()
        .find_map(|(rules, by)| rule(rules).map(|value| Decided { value, by: *by }))
        .unwrap_or(Decided {
            value: otherwise,
            by: DecidedBy::Nobody,
        })
}

/// Why a policy does not let an order pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Breach {
    PlanNotAllowed {
        plan: String,
        by: DecidedBy,
    },
    /// The plan is for blocked countries alone, by name.
    Roaming {
        countries: Vec<String>,
        by: DecidedBy,
    },
    /// Nobody writes there or calls.
    Abroad {
        country: String,
        by: DecidedBy,
    },
    /// The line stands still at its data cap: more data would not flow.
    AtCap,
    NeedsApproval {
        above: Money,
        by: DecidedBy,
    },
}

impl std::error::Error for Breach {}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words())
    }
}

impl Breach {
    /// A sentence that says what is refused, by whom, and what to do. Says nothing of money.
    pub fn in_words(&self) -> String {
        match self {
            Self::PlanNotAllowed { plan, by } => format!(
                "{plan} is not among the plans that may be bought, by the policy of {}. Choose another plan, or ask \
                 an owner or admin to allow it.",
                by.in_words()
            ),
            Self::Roaming { countries, by } => format!(
                "Roaming in {} is blocked by the policy of {}. Choose a plan for another country, or ask an owner or \
                 admin.",
                some(countries),
                by.in_words()
            ),
            Self::Abroad { country, by } => format!(
                "Messages and calls to {country} are blocked by the policy of {}. An owner or admin can allow the \
                 country at Policies.",
                by.in_words()
            ),
            Self::AtCap => {
                "The line is stopped at its monthly data cap, so more data would not flow. Ask for a \
                            higher cap at Requests."
                    .into()
            }
            Self::NeedsApproval { above, by } => format!(
                "Orders above {above} need an approval, by the policy of {}. Ask for it at Requests; somebody else \
                 approves it.",
                by.in_words()
            ),
        }
    }
}

/// The first of a list: a plan can be for half the world.
fn some(names: &[String]) -> String {
    const NAMED: usize = 3;
    match names.len().checked_sub(NAMED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..NAMED].join(", ")),
    }
}

/// Whom a policy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    Company,
    Team(TeamId),
    Employee(EmployeeId),
}

impl Target {
    /// The word in addresses and forms: `company`, a team's id or an employee's.
    pub fn word(self) -> String {
        match self {
            Self::Company => "company".into(),
            Self::Team(id) => id.to_string(),
            Self::Employee(id) => id.to_string(),
        }
    }

    /// Reads the word; nothing is the company.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "" | "company" => Some(Self::Company),
            text => text
                .parse()
                .map(Self::Team)
                .or_else(|_| text.parse().map(Self::Employee))
                .ok(),
        }
    }

    /// The level its rules are decided at.
    pub const fn level(self) -> DecidedBy {
        match self {
            Self::Company => DecidedBy::Company,
            Self::Team(_) => DecidedBy::Team,
            Self::Employee(_) => DecidedBy::Employee,
        }
    }
}

/// A plan to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChoice {
    pub id: PlanId,
    /// Place, data and days.
    pub name: String,
}

/// A team or an employee with rules of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideRow {
    pub target: Target,
    pub name: String,
    /// How many rules it decides.
    pub rules: i64,
}

impl OverrideRow {
    /// `Team Sales`, or an employee's name.
    pub fn called(&self) -> String {
        match self.target {
            Target::Team(_) => format!("Team {}", self.name),
            Target::Company | Target::Employee(_) => self.name.clone(),
        }
    }
}

/// The page of policies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyView {
    pub target: Target,
    /// Of the team or the employee; the company's own.
    pub name: String,
    /// What is decided here.
    pub own: Rules,
    /// What counts here.
    pub effective: Effective,
    pub overrides: Vec<OverrideRow>,
    pub teams: Vec<TeamChoice>,
    pub plans: Vec<PlanChoice>,
    pub may_edit: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_decision_wins_rule_by_rule() {
        let company = Rules {
            data_cap_mb: Some(Switch::On(5_000)),
            suspend_at_cap: Some(true),
            ..Rules::default()
        };
        let team = Rules {
            data_cap_mb: Some(Switch::On(8_000)),
            ..Rules::default()
        };
        let employee = Rules {
            data_cap_mb: Some(Switch::Off),
            ..Rules::default()
        };
        let found = Effective::of(&company, &team, &employee);
        assert_eq!(
            (found.data_cap_mb.value, found.data_cap_mb.by),
            (Switch::Off, DecidedBy::Employee)
        );
        assert_eq!(
            (found.suspend_at_cap.value, found.suspend_at_cap.by),
            (true, DecidedBy::Company)
        );
        assert_eq!(found.approve_above.by, DecidedBy::Nobody);
        let found = Effective::of(&company, &team, &Rules::default());
        assert_eq!(found.data_cap_mb.value, Switch::On(8_000));
    }

    #[test]
    fn a_sentence_names_three_countries_of_many() {
        let breach = |names: &[&str]| Breach::Roaming {
            countries: names.iter().map(|name| (*name).to_owned()).collect(),
            by: DecidedBy::Company,
        };
        let said = breach(&["France", "Italy", "Spain", "Chad", "Togo"]).in_words();
        assert!(
            said.contains("in France, Italy, Spain and 2 more is blocked"),
            "{said}"
        );
        assert!(
            breach(&["France", "Italy", "Spain"])
                .in_words()
                .contains("Italy, Spain is blocked")
        );
    }

    #[test]
    fn rules_are_kept_as_they_were_written() {
        let rules = Rules {
            data_cap_mb: Some(Switch::Off),
            team_cap_mb: Some(Switch::On(7)),
            managers_approve: Some(false),
            ..Rules::default()
        };
        let text = serde_json::to_string(&rules).unwrap();
        assert_eq!(
            text,
            r#"{"data_cap_mb":"off","team_cap_mb":{"on":7},"managers_approve":false}"#
        );
        assert_eq!(serde_json::from_str::<Rules>(&text).unwrap(), rules);
        assert_eq!(serde_json::from_str::<Rules>("{}").unwrap(), Rules::default());
    }
}
