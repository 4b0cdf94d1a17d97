//! What the month's invoice comes to so far. Nothing is written down.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    store::{drafts, settings},
    tax::split,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{
        company_invoice::{CentreSum, DocumentLine, SoFarView},
        currency::Currency,
        ids::OrganizationId,
        money::Money,
        paging::Page,
    },
};

/// Lines on a page.
pub const SO_FAR_ROWS: usize = 50;
/// Lines read at once for a file: each time the whole month is added up.
pub const SO_FAR_FILE_ROWS: usize = 5_000;

/// The month that is drafted next, with what would stand on its invoice now, split and rounded as when it is issued; `None`
/// while nothing was bought in it. `after` is the position of a line; at most `rows` lines.
pub async fn so_far(
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    currency: Currency,
    after: Option<i32>,
    rows: usize,
) -> Result<Option<SoFarView>, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let company = drafts::Company {
        reseller,
        organization,
        currency,
    };
    let mut tx = backend.begin_search(scope).await?;
    let Some(month) = drafts::next_month(&mut tx, reseller, &company, now).await? else {
        return Ok(None);
    };
    let movements = drafts::movements(&mut tx, reseller, &company, month.closes_at).await?;
    // What is given back of an earlier invoice becomes a credit note.
    let (own, others): (Vec<_>, Vec<_>) = movements
        .into_iter()
        .partition(|line| line.takes_back_from.is_none());
    let times: Vec<_> = own.iter().map(|line| line.at).collect();
    let days = drafts::days_of(&mut tx, &month.timezone, &times).await?;
    let settings = settings::settings(&mut tx, reseller).await?;
    tx.commit().await?;

    let percent = settings
        .as_ref()
        .map_or(Decimal::ZERO, |settings| settings.tax_percent);
    let zero = Money::zero(currency);
    let mut centres: BTreeMap<String, CentreSum> = BTreeMap::new();
    let mut lines = vec![];
    for (position, (line, day)) in (1..).zip(own.into_iter().zip(days)) {
        let part = split(line.charged, percent)?;
        let sum = centres
            .entry(line.cost_centre.clone())
            .or_insert_with(|| CentreSum {
                cost_centre: line.cost_centre.clone(),
                lines: 0,
                net: zero,
                tax: zero,
                total: zero,
            });
        sum.lines += 1;
        sum.net = sum.net.plus(part.net)?;
        sum.tax = sum.tax.plus(part.tax)?;
        sum.total = sum.total.plus(part.total)?;
        lines.push(DocumentLine {
            position,
            at: line.at,
            day,
            cost_centre: line.cost_centre,
            what: line.what,
            quantity: 1,
            unit: part.net,
            net: part.net,
            tax_percent: percent,
            tax: part.tax,
            total: part.total,
            charged: line.charged,
            order: line.order,
        });
    }
    let centres: Vec<CentreSum> = centres.into_values().collect();
    let sum = |of: fn(&CentreSum) -> Money| centres.iter().try_fold(zero, |sum, centre| sum.plus(of(centre)));
    let (net, tax, total) = (sum(|of| of.net)?, sum(|of| of.tax)?, sum(|of| of.total)?);
    let charged = lines.iter().try_fold(zero, |sum, line| sum.plus(line.charged))?;
    let credited = others.iter().try_fold(zero, |sum, line| sum.plus(line.charged))?;
    // In the order of the document.
    lines.sort_by(|one, other| (&one.cost_centre, one.position).cmp(&(&other.cost_centre, other.position)));
    let from = after
        .and_then(|after| lines.iter().position(|line| line.position == after))
        .map_or(0, |at| at + 1);
    let lines = lines.into_iter().skip(from).take(rows + 1).collect();
    Ok(Some(SoFarView {
        period: month.period,
        timezone: month.timezone,
        ends_at: month.closes_at,
        as_of: now,
        tax: settings.map(|settings| (settings.tax_label, settings.tax_percent, net, tax)),
        total,
        charged,
        credited: credited.negated()?,
        centres,
        lines: Page::of(lines, rows, |line| line.position.to_string()),
    }))
}
