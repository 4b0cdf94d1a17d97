//! `/business/alerts`: what neared its limit; and who is told of it.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::reseller::set_up::forms::{above, saved},
    files::csv,
};
use crate::{
    components::{
        Checkbox, Column, EmptyState, ListTable, Moment, Pagination, PostForm, StatusBadge, SubmitButton,
        form::{failure, kept, of_field},
    },
    pages::{
        answer::answer,
        list_address::{address, asked_for},
    },
    server_fns::{
        self,
        alerts::{SaveAlertRule, SeeAlerts},
    },
    shared::{
        alerts::{AlertKind, AlertRow, AlertRule, AlertsView, MAILED},
        permissions::OrganizationRole,
    },
};

const PATH: &str = "/business/alerts";

/// The list.
#[component]
pub fn AlertsPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="Alerts"/>
        {Suspend::new(async move {
            let is_first = after.is_empty();
            answer(server_fns::alerts::list_alerts(Some(after)).await, move |view| show(view, is_first))
        })}
    }
}

fn show(view: AlertsView, is_first: bool) -> impl IntoView {
    let AlertsView {
        page,
        unread,
        may_edit,
    } = view;
    let failed = failure::<SeeAlerts>();
    let columns = vec![
        Column::plain("When"),
        Column::plain("What"),
        Column::number("Passed"),
    ];
    let next = page
        .next
        .as_deref()
        .map(|after| address(PATH, &[("after", after)]));
    let first = (!is_first).then(|| PATH.to_owned());
    view! {
        <header class="surface-head">
            <h1>"Alerts"</h1>
            <p>{match unread { 0 => "Nothing new.".to_owned(), 1 => "1 is new.".to_owned(), unread => format!("{unread} are new.") }}</p>
            {may_edit.then(|| view! { <a class="button button-secondary" href="/business/alerts/settings">"Who is told"</a> })}
        </header>
        {saved(&[("seen", "Marked as seen.")])}
        {above(failed.as_ref(), &[])}
        {(unread > 0).then(|| view! {
            <PostForm<SeeAlerts>><SubmitButton kind="secondary">"Mark all as seen"</SubmitButton></PostForm<SeeAlerts>>
        })}
        {if page.rows.is_empty() {
            view! { <EmptyState icon="circle-check" title="Nothing neared its limit" text="When a line's data or a budget is nearly used up, or a line is used where roaming is blocked, it stands here once."/> }.into_any()
        } else {
            view! { <ListTable caption="Alerts" columns csv=csv("/business/alerts.csv")>{page.rows.into_iter().map(row).collect_view()}</ListTable> }.into_any()
        }}
        <Pagination first next/>
    }
}

fn row(row: AlertRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="When"><Moment at=row.at/></td>
            <td data-label="What">
                <span class="cell-lines">
                    <span><a href=row.path>{row.title}</a> {row.is_new.then(|| view! { " " <StatusBadge label="New" mood="attention"/> })}</span>
                    <small>{row.detail}</small>
                </span>
            </td>
            <td class="number" data-label="Passed">{row.kind.passes_percent().then(|| format!("{} %", row.threshold))}</td>
        </tr>
    }
}

/// When somebody is told, and who.
#[component]
pub fn AlertSettingsPage() -> impl IntoView {
    view! {
        <Title text="Who is told"/>
        {Suspend::new(async move { answer(server_fns::alerts::alert_rules().await, settings) })}
    }
}

fn settings(rules: Vec<AlertRule>) -> impl IntoView {
    view! {
        <header class="surface-head">
            <h1>"Who is told"</h1>
            <p>"Each threshold is told once. Everybody who may see spend finds it at " <a href=PATH>"Alerts"</a> "; the roles you tick are mailed too."</p>
        </header>
        {saved(&[("rule", "Saved. It counts for what is told from now on.")])}
        {rules.into_iter().map(|rule| view! { <RuleForm rule/> }).collect_view()}
    }
}

#[component]
fn RuleForm(rule: AlertRule) -> impl IntoView {
    let kind = rule.kind.as_str();
    // One form of several was refused: the others show what holds.
    let is_this = kept("alert_kind").is_some_and(|sent| sent == kind);
    let failed = failure::<SaveAlertRule>().filter(|_| is_this);
    let title_id = format!("{kind}-title");
    let labelled = title_id.clone();
    let value = kept("thresholds")
        .filter(|_| is_this)
        .unwrap_or_else(|| rule.in_words());
    view! {
        <section class="panel" aria-labelledby=labelled>
            <h2 id=title_id>{rule.kind.in_words()}</h2>
            {above(failed.as_ref(), &["thresholds"])}
            <PostForm<SaveAlertRule> class="surface-form">
                <input type="hidden" name="alert_kind" value=kind/>
                {match rule.kind.told_when() {
                    None => view! { <Thresholds kind=rule.kind value error=of_field(failed.as_ref(), "thresholds")/> }.into_any(),
                    Some(words) => view! {
                        <input type="hidden" name="thresholds" value=rule.in_words()/>
                        <p>{words}</p>
                    }
                    .into_any(),
                }}
                <fieldset class="alert-mailed">
                    <legend>"By mail to"</legend>
                    {MAILED
                        .into_iter()
                        .map(|role| view! { <Checkbox label=role_words(role) name=format!("to_{}", role.as_str()) checked=rule.mailed.contains(&role)/> })
                        .collect_view()}
                </fieldset>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<SaveAlertRule>>
        </section>
    }
}

/// Several forms on a page have this field: each has an id of its own, and only the one that was refused shows what was
/// typed.
#[component]
fn Thresholds(kind: AlertKind, value: String, error: Option<String>) -> impl IntoView {
    let id = format!("{}-thresholds", kind.as_str());
    let (note, is_wrong) = (format!("{id}-hint"), error.is_some());
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>"When so much is used"</label>
            <input class="field-input" id=id name="thresholds" value=value maxlength="40" aria-describedby=note.clone() aria-invalid=is_wrong.then_some("true")/>
            {error.map(|error| view! { <p class="field-error">{error}</p> })}
            <p class="field-hint" id=note>"In per cent, such as 80, 100. Empty tells nobody."</p>
        </div>
    }
}

fn role_words(role: OrganizationRole) -> String {
    match role {
        OrganizationRole::Manager => "Managers of the team".to_owned(),
        role => role.in_words().to_owned(),
    }
}
