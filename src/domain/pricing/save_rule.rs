//! Makes or changes a rule of a shop.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{
    level::Level,
    rule::{Markup, Rule, StoredRule},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{currency::Currency, ids::RuleId},
};

const NAME_MAX: usize = 80;
const PERCENT_MAX: Decimal = Decimal::ONE_THOUSAND;
/// As many digits as the database keeps.
const SCALE_MAX: u32 = 6;

/// A rule to be valid in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveRule {
    /// The rule to change; `None` makes a new one.
    pub id: Option<RuleId>,
    pub rule: Rule,
    pub valid_from: DateTime<Utc>,
    /// `None` is open.
    pub valid_until: Option<DateTime<Utc>>,
    /// Ends a rule it ties with at `valid_from`, when that one began earlier.
    pub succeeds: bool,
}

/// Why nothing was saved. Prices stay as they were.
#[derive(Debug, thiserror::Error)]
pub enum SaveRuleError {
    /// Not one of this shop's rules, or it was withdrawn.
    #[error("no such rule")]
    NotFound,
    #[error("a name has 1 to 80 characters")]
    Name,
    #[error("a percentage is 0 to 1000, with at most six decimals")]
    Percent,
    #[error("a fixed markup is not below zero")]
    Fixed,
    /// The fixed amount cannot be converted into a currency it would apply in.
    #[error("no exchange rate from {from} to {to} is known")]
    NoRate { from: Currency, to: Currency },
    #[error("the window ends before it begins")]
    Window,
    #[error("a provider has a name")]
    Provider,
    #[error("ties with '{name}' (valid {} \u{2013} {})", day(Some(valid_from)), day(valid_until.as_ref()))]
    Tied {
        name: String,
        valid_from: DateTime<Utc>,
        valid_until: Option<DateTime<Utc>>,
    },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveRuleError);

fn day(at: Option<&DateTime<Utc>>) -> String {
    at.map_or_else(|| "open".into(), |at| at.format("%-d %b %Y").to_string())
}

/// Saves a rule of the scope's shop. Quotes that live keep their price.
pub async fn save_rule(
    backend: &Backend,
    scope: &impl Manages,
    request: SaveRule,
) -> Result<RuleId, SaveRuleError> {
    let mut tx = backend.begin(scope).await?;
    let saved = save(&mut tx, Level::Shop(scope.reseller()), backend.now(), request).await?;
    audit::record(&mut tx, scope, backend.now(), saved.audit()?).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(saved.after.id)
}

/// A rule before and after.
pub(super) struct Saved {
    before: Option<StoredRule>,
    pub(super) after: StoredRule,
}

impl Saved {
    pub(super) fn audit(&self) -> Result<Audit<'static>, Internal> {
        Ok(Audit {
            action: "price_rule.saved",
            entity: self.after.id.to_string(),
            before: self.before.as_ref().map(serde_json::to_value).transpose()?,
            after: Some(serde_json::to_value(&self.after)?),
            ..Audit::default()
        })
    }
}

/// Saves a rule of either level.
pub(super) async fn save(
    conn: &mut PgConnection,
    level: Level,
    now: DateTime<Utc>,
    request: SaveRule,
) -> Result<Saved, SaveRuleError> {
    let SaveRule {
        id,
        mut rule,
        valid_from,
        valid_until,
        succeeds,
    } = request;
    rule.name = rule.name.trim().to_owned();
    check(&rule)?;
    if valid_until.is_some_and(|until| until <= valid_from) {
        return Err(SaveRuleError::Window);
    }
    // Rules of a level are saved one after the other, so that the check for ties sees all of them.
    store::rules::lock(conn, level).await?;
    let before = match id {
        Some(id) => Some(
            store::rules::find(conn, level, id)
                .await?
                .ok_or(SaveRuleError::NotFound)?,
        ),
        None => None,
    };
    if let Markup::Fixed(amount) = rule.markup {
        let from = amount.currency();
        if let Some(to) = store::rates::missing(conn, level, from, now).await? {
            return Err(SaveRuleError::NoRate { from, to });
        }
    }
    let after = StoredRule {
        id: id.unwrap_or_default(),
        rule,
        valid_from,
        valid_until,
    };
    for tie in store::rules::ties(conn, level, &after).await? {
        if !succeeds || tie.valid_from >= valid_from {
            return Err(SaveRuleError::Tied {
                name: tie.rule.name,
                valid_from: tie.valid_from,
                valid_until: tie.valid_until,
            });
        }
        store::rules::end(conn, level, tie.id, valid_from).await?;
    }
    store::rules::put(conn, level, &after).await?;
    Ok(Saved { before, after })
}

fn check(rule: &Rule) -> Result<(), SaveRuleError> {
    if rule.name.is_empty() || rule.name.chars().count() > NAME_MAX {
        return Err(SaveRuleError::Name);
    }
    if rule
        .provider
        .as_deref()
        .is_some_and(|provider| provider.trim().is_empty())
    {
        return Err(SaveRuleError::Provider);
    }
    match rule.markup {
        Markup::Percent(percent)
            if percent < Decimal::ZERO
                || percent > PERCENT_MAX
                || percent.normalize().scale() > SCALE_MAX =>
        {
            Err(SaveRuleError::Percent)
        }
        Markup::Fixed(amount) if amount.is_negative() => Err(SaveRuleError::Fixed),
        _ => Ok(()),
    }
}
