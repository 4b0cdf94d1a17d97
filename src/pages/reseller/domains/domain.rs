//! One domain: what is wrong with it, and the records it needs.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{records::Records, state_badge::DomainBadge};
use crate::{
    components::{Breadcrumbs, Crumb, Moment, Notice, PageHead, PostForm, SubmitButton, form::failure},
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        domains::{Check, MakePrimary, Remove},
    },
    shared::{
        error::AppError,
        ids::DomainId,
        shop_domain::{DomainState, DomainView},
    },
};

/// The domain in the address.
#[component]
pub fn DomainPage() -> impl IntoView {
    let id = id_in_path::<DomainId>();
    view! {
        <PageHead title="Domain" is_private=true/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::domains::view(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(domain: DomainView) -> impl IntoView {
    let id = domain.row.id.to_string();
    let trail = vec![Crumb::new("/reseller/domains", "Domains")];
    let is_own = !domain.row.is_given;
    let failed = failure::<Check>()
        .or_else(failure::<MakePrimary>)
        .or_else(failure::<Remove>);
    let checked = use_query_map().read_untracked().get("checked");
    let (may_edit, row) = (domain.may_edit, domain.row.clone());
    view! {
        <Breadcrumbs above=trail here=row.host.clone()/>
        <header class="surface-head">
            <h1>{row.host.clone()}</h1>
            <DomainBadge row=row.clone()/>
        </header>
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        {checked.map(|seen| looked(&seen))}
        {is_own.then(|| view! { <Doctor domain=domain.clone()/> })}
        {is_own.then(|| view! { <Needed domain=domain.clone()/> })}
        {may_edit.then(|| view! { <Actions id domain/> })}
    }
}

fn looked(seen: &str) -> impl IntoView + use<> {
    if seen == "verified" {
        view! { <Notice kind="good">"Everything is right. Your shop answers there."</Notice> }
    } else {
        view! { <Notice kind="info">"We looked just now. See below what is still missing."</Notice> }
    }
}

/// What the last look found.
#[component]
fn Doctor(domain: DomainView) -> impl IntoView {
    let kind = if domain.cause.is_some() { "warning" } else { "info" };
    let words = domain.cause.map_or_else(
        || match domain.row.state {
            DomainState::Verified => "The domain points to your shop, and your shop answers there.",
            DomainState::Pending | DomainState::Failed => "We have not looked at the records yet.",
        },
        crate::shared::shop_domain::DomainCause::in_words,
    );
    view! {
        <section class="panel" aria-labelledby="doctor-title">
            <h2 id="doctor-title">"What we found"</h2>
            <Notice kind=kind><p>{words}</p></Notice>
            {(!domain.found.is_empty()).then(|| view! { <p>"Found: " <code>{domain.found}</code></p> })}
            {domain.kept_until.map(|until| view! {
                <p>"Your shop still answers there until " <Moment at=until/> "."</p>
            })}
            <p>
                {domain.row.checked_at.map(|at| view! { "Last check: " <Moment at/> ". " })}
                {domain.next_check_at.map(|at| view! { "Next check: " <Moment at/> "." })}
            </p>
        </section>
    }
}

/// The records, in the order people create them.
#[component]
fn Needed(domain: DomainView) -> impl IntoView {
    let DomainView {
        proof,
        alias,
        addresses,
        ..
    } = domain;
    view! {
        <section class="panel" aria-labelledby="records-title">
            <h2 id="records-title">"Records to create"</h2>
            <p>"Create these at the company where you manage the domain. Some ask for the name without the domain at its end."</p>
            <h3>"1. Show that the domain is yours"</h3>
            <Records records=vec![proof]/>
            <h3>"2. Lead it to your shop"</h3>
            <Records records=vec![alias]/>
            <p>"For a bare domain such as example.com, where no CNAME is allowed, create these instead:"</p>
            <Records records=addresses/>
        </section>
    }
}

#[component]
fn Actions(id: String, domain: DomainView) -> impl IntoView {
    let row = domain.row;
    let can_be_primary = row.state == DomainState::Verified && row.failing_since.is_none() && !row.is_primary;
    let can_go = !row.is_primary && !row.is_given;
    let (of_check, of_primary, of_remove) = (id.clone(), id.clone(), id);
    view! {
        <section class="panel" aria-labelledby="actions-title">
            <h2 id="actions-title">"What you can do"</h2>
            <div class="surface-actions">
                {(!row.is_given).then(|| view! {
                    <PostForm<Check>>
                        <input type="hidden" name="id" value=of_check/>
                        <SubmitButton>"Check now"</SubmitButton>
                    </PostForm<Check>>
                })}
                {can_be_primary.then(|| view! {
                    <PostForm<MakePrimary>>
                        <input type="hidden" name="id" value=of_primary/>
                        <SubmitButton kind="secondary">"Make primary"</SubmitButton>
                    </PostForm<MakePrimary>>
                })}
                {can_go.then(|| view! {
                    <PostForm<Remove>>
                        <input type="hidden" name="id" value=of_remove/>
                        <SubmitButton kind="danger">"Remove"</SubmitButton>
                    </PostForm<Remove>>
                })}
            </div>
            {can_be_primary.then(|| view! {
                <p>"The primary domain stands in mails and links. Pages asked for at the shop's other addresses lead there; people signed in at another address sign in again."</p>
            })}
            {can_go.then(|| view! {
                <p>"Removed, your shop does not answer at this domain any more, at once."</p>
            })}
            {row.is_primary.then(|| view! { <p>"This is the primary domain: it stands in mails and links."</p> })}
        </section>
    }
}
