//! `/admin/resellers/{id}`: one shop and what an operator decides about it.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{collects, decide::Decide, status_badge, terms::Terms};
use crate::{
    components::{
        DataTable, DefinitionList, EmptyState, Fact, Moment, MoneyText, PostForm, StatusBadge, SubmitButton,
        form::failure,
    },
    pages::{
        admin::{
            logs::acts::acts,
            saved::{refused, saved},
        },
        answer::{answer, id_in_path},
    },
    server_fns::{self, resellers::ResendOwnerInvitation},
    shared::{
        console::{CaseOfShop, DomainOfShop, EntryRow, ResellerDetail, StaffOfShop},
        error::AppError,
        ids::ResellerId,
        permissions::StaffRole,
    },
};

/// The page.
#[component]
pub fn ResellerPage() -> impl IntoView {
    let id = id_in_path();
    view! {
        <Title text="Reseller"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::resellers::view_reseller(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(all: ResellerDetail) -> impl IntoView {
    let badge = status_badge(&all.row);
    let (row, decided, of_terms) = (all.row.clone(), all.clone(), all.clone());
    let audit_href = format!("/admin/audit?shop={}", row.slug);
    view! {
        <p class="back"><a href="/admin/resellers">"Resellers"</a></p>
        <header class="surface-head"><h1>{row.name.clone()}</h1> {badge}</header>
        {saved(|word| Some(match word {
            "invited" => "The owner was sent a new link to choose a password.",
            "created" => "The shop is open in trial. Its owner was sent a link to choose a password.",
            "approved" => "The shop sells now. Its owners were told.",
            "suspended" => "The shop sells nothing any more. Its owners were told why; customers keep what they bought.",
            "reactivated" => "The shop sells again. Its owners were told.",
            "terms" => "The terms are changed for sales from now on.",
            "mode" => "Who collects is changed for orders from now on.",
            "limits" => "The limits hold from now on.",
            _ => return None,
        }.to_owned()))}
        <DefinitionList>
            <Fact name="Host" icon="globe">{row.host.clone().unwrap_or_else(|| "none".into())}</Fact>
            <Fact name="Currency" icon="wallet">{row.currency.clone()}</Fact>
            <Fact name="Money" icon="credit-card">{collects(&row.settlement_mode)}</Fact>
            <Fact name="Commission" icon="receipt">{row.commission_percent.clone()} " %"</Fact>
            <Fact name="Earnings wait" icon="clock">{all.earnings_hold_days.to_string()} " days"</Fact>
            <Fact name="Smallest payout" icon="wallet"><MoneyText amount=all.payout_minimum/></Fact>
            <Fact name="Support" icon="mail">{all.support_email.clone()}</Fact>
            <Fact name="Since" icon="calendar"><Moment at=row.created_at/></Fact>
        </DefinitionList>
        <Decide all=decided/>
        {of_terms.may_set_terms.then(|| view! { <Terms all=of_terms/> })}
        <div class="surface-columns">
            <People id=row.id rows=all.staff may_manage=all.may_manage/>
            <Domains rows=all.domains/>
        </div>
        <Cases rows=all.cases/>
        <Visits rows=all.entries/>
        <section class="panel" aria-labelledby="audit-title">
            <header class="panel-head">
                <h2 id="audit-title">"Last acts"</h2>
                <a href=audit_href>"All of them"</a>
            </header>
            {acts(all.audit)}
        </section>
    }
}

#[component]
fn People(id: ResellerId, rows: Vec<StaffOfShop>, may_manage: bool) -> impl IntoView {
    let waits = rows
        .iter()
        .any(|person| person.role == "owner" && !person.is_verified);
    view! {
        <section class="panel" aria-labelledby="people-title">
            <h2 id="people-title">"Staff"</h2>
            <ul class="rows">
                {rows.into_iter().map(|person| view! {
                    <li class="row">
                        <span class="row-main"><b>{person.name}</b> <small>{person.email}</small></span>
                        <span class="row-side">
                            {StaffRole::parse(&person.role).map(StaffRole::in_words)}
                            {(!person.is_verified).then(|| view! { <StatusBadge label="No password yet" mood="waiting"/> })}
                        </span>
                    </li>
                }).collect_view()}
            </ul>
            {refused(failure::<ResendOwnerInvitation>().as_ref())}
            {(waits && may_manage).then(|| view! {
                <PostForm<ResendOwnerInvitation> class="surface-form">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <p>"An owner has not chosen a password yet. The link mailed before may have been lost or ended."</p>
                    <SubmitButton kind="secondary">"Mail the link again"</SubmitButton>
                </PostForm<ResendOwnerInvitation>>
            })}
        </section>
    }
}

#[component]
fn Domains(rows: Vec<DomainOfShop>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="domains-title">
            <h2 id="domains-title">"Hosts"</h2>
            <ul class="rows">
                {rows.into_iter().map(|domain| {
                    let mood = match domain.state.as_str() {
                        "verified" => "good",
                        "failed" => "bad",
                        _ => "waiting",
                    };
                    view! {
                        <li class="row">
                            <span class="row-main">
                                <b>{domain.host}</b>
                                <small>{if domain.is_primary { "Primary" } else { "" }} {domain.reason}</small>
                            </span>
                            <span class="row-side"><StatusBadge label=domain.state mood/></span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Cases(rows: Vec<CaseOfShop>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="cases-title">
                <h2 id="cases-title">"Open cases"</h2>
                <DataTable caption="Open cases" columns=vec!["Case", "What is known", "Opened"]>
                    {rows.into_iter().map(|case| view! {
                        <tr>
                            <td data-label="Case"><code>{case.kind}</code></td>
                            <td data-label="What is known">{case.summary}</td>
                            <td data-label="Opened"><Moment at=case.opened_at/></td>
                        </tr>
                    }).collect_view()}
                </DataTable>
            </section>
        }
    })
}

#[component]
fn Visits(rows: Vec<EntryRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="visits-title">
            <h2 id="visits-title">"Operators inside"</h2>
            {if rows.is_empty() {
                view! { <EmptyState icon="eye" title="Nobody was inside" text="Every look into this shop is listed here and in the shop's own dashboard."/> }.into_any()
            } else {
                crate::pages::reseller::visits::table(rows).into_any()
            }}
        </section>
    }
}
